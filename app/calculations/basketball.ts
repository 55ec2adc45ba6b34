import {
  coverChance,
  favouriteChance,
  homeWinChance,
  marginModelFrom,
  spreadChances,
  totalOverChance,
} from '#odds/models/mod.ts';

import { chance, number, openChance, optional, points, positive } from './fields.ts';
import { operation, type Kind } from './operation.ts';
import { refuse } from './read.ts';

const model = { mu: number, sigma: positive, lead: optional(number), elapsed: optional(chance) };
type Clock = Readonly<{ lead?: number; elapsed?: number }>;
const clockOf = ({ lead = 0, elapsed = 0 }: Clock) => ({ lead, elapsed });

export const basketballKind: Kind = {
  win: operation(model, (input) => ({ home: homeWinChance(input, clockOf(input)) })),
  favourite: operation({ spread: points, sigma: positive }, ({ spread, sigma }) => ({
    win: favouriteChance(Number(spread), sigma),
  })),
  cover: operation({ ...model, line: points }, (input) => ({
    cover: coverChance(input, Number(input.line), clockOf(input)),
  })),
  'sigma-from': operation({ spread: points, homeWin: openChance }, ({ spread, homeWin }) => {
    const law = marginModelFrom(Number(spread), homeWin);
    if (law.sigma > 0 && Number.isFinite(law.sigma)) return law;
    return refuse('homeWin', homeWin, `has no deviation with a spread of ${spread}`, 'NO_SOLUTION');
  }),
  total: operation(
    {
      mean: number,
      sd: positive,
      points: optional(number),
      elapsed: optional(chance),
      line: points,
    },
    ({ mean, sd, points: scored = 0, elapsed = 0, line }) => {
      const over = totalOverChance({ mean, sd }, Number(line), { points: scored, elapsed });
      return { over, under: 1 - over };
    },
  ),
  'push-line': operation({ ...model, line: points }, (input) =>
    spreadChances(input, Number(input.line), clockOf(input)),
  ),
};
