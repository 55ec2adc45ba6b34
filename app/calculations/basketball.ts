import {
  coverChance,
  favouriteChance,
  homeWinChance,
  marginModelFrom,
  spreadChances,
  totalOverChance,
} from '#odds/models/mod.ts';
import { decimal, number, operation, optional, type Kind } from './operation.ts';

const model = { mu: number, sigma: number, lead: optional(number), elapsed: optional(number) };
type Clock = Readonly<{ lead?: number; elapsed?: number }>;
const clockOf = ({ lead = 0, elapsed = 0 }: Clock) => ({ lead, elapsed });

export const basketballKind: Kind = {
  win: operation(model, (input) => ({ home: homeWinChance(input, clockOf(input)) })),
  favourite: operation({ spread: decimal, sigma: number }, ({ spread, sigma }) => ({
    win: favouriteChance(Number(spread), sigma),
  })),
  cover: operation({ ...model, line: decimal }, (input) => ({
    cover: coverChance(input, Number(input.line), clockOf(input)),
  })),
  'sigma-from': operation({ spread: decimal, homeWin: number }, ({ spread, homeWin }) =>
    marginModelFrom(Number(spread), homeWin),
  ),
  total: operation(
    {
      mean: number,
      sd: number,
      points: optional(number),
      elapsed: optional(number),
      line: decimal,
    },
    ({ mean, sd, points = 0, elapsed = 0, line }) => {
      const over = totalOverChance({ mean, sd }, Number(line), { points, elapsed });
      return { over, under: 1 - over };
    },
  ),
  'push-line': operation({ ...model, line: decimal }, (input) =>
    spreadChances(input, Number(input.line), clockOf(input)),
  ),
};
