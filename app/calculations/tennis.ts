import {
  advantageFromLevel,
  combinedServe,
  currentGameChance,
  gameChance,
  isTiebreak,
  matchChances,
  SET_FORMATS,
  setChance,
  setScores,
  tiebreakChance,
  totalGames,
  type Count,
  type Player,
  type PointChances,
} from '#odds/models/mod.ts';
import {
  decimal,
  integer,
  list,
  number,
  oneOf,
  operation,
  optional,
  score,
  type Kind,
  type Output,
} from './operation.ts';

const chances = { p: number, q: number };
const player = oneOf(['A', 'B']);
const format = oneOf(SET_FORMATS);
const START: Count = [0, 0];

/** The game in play under its own name. */
const current = (tiebreak: boolean, chance: number): Output =>
  tiebreak ? { tiebreak: chance } : { game: chance };

function gamesOutput(
  points: PointChances,
  server: Player,
  options: Readonly<{ bestOf: number; finalSet: (typeof SET_FORMATS)[number] }>,
  lines: readonly string[],
): Output {
  const totals = totalGames(points, server, options);
  const sum = (weight: (games: number) => number): number =>
    totals.reduce((all, chance, games) => all + chance * weight(games), 0);
  const over = (line: string): number => sum((games) => (games > Number(line) ? 1 : 0));
  return {
    over: Object.fromEntries(lines.map((line) => [line, over(line)])),
    mean: sum((games) => games),
  };
}

export const tennisKind: Kind = {
  game: operation({ s: number, points: optional(score) }, ({ s, points }) => ({
    game: gameChance(s, points),
  })),
  tiebreak: operation(
    { ...chances, first: player, points: optional(score), to: optional(integer) },
    ({ first, points, to = 7, ...point }) => ({
      tiebreak: tiebreakChance(point, { first, to }, points),
    }),
  ),
  set: operation(
    {
      ...chances,
      server: optional(player),
      games: optional(score),
      points: optional(score),
      format: optional(format),
    },
    ({ p, q, server = 'A', games = START, points = START, format: kind = 'tb7' }) => {
      const state = { games, points, server };
      const game = currentGameChance({ p, q }, state, kind);
      return {
        set: setChance({ p, q }, state, kind),
        ...current(isTiebreak(games, kind), game),
      };
    },
  ),
  match: operation(
    {
      ...chances,
      bestOf: optional(integer),
      finalSet: optional(format),
      sets: optional(score),
      games: optional(score),
      points: optional(score),
      server: optional(player),
    },
    ({ p, q, bestOf = 3, finalSet = 'tb7', ...state }) => {
      const { sets = START, games = START, points = START, server = 'A' } = state;
      const result = matchChances({ p, q }, { sets, games, points, server }, { bestOf, finalSet });
      return {
        match: result.match,
        set: result.set,
        ...current(result.tiebreak, result.current),
      };
    },
  ),
  combine: operation(
    { serve: number, opponentReturn: number, averageReturn: number },
    ({ serve, opponentReturn, averageReturn }) => ({
      p: combinedServe(serve, opponentReturn, averageReturn),
    }),
  ),
  'set-scores': operation(
    { ...chances, server: optional(player), format: optional(format) },
    ({ p, q, server = 'A', format: kind }) => ({
      scores: Object.fromEntries(
        setScores({ p, q }, server, kind).map(({ games, chance }) => [games.join('-'), chance]),
      ),
    }),
  ),
  'total-games': operation(
    {
      ...chances,
      server: optional(player),
      bestOf: optional(integer),
      finalSet: optional(format),
      lines: list(decimal),
    },
    ({ p, q, server = 'A', bestOf = 3, finalSet = 'tb7', lines }) =>
      gamesOutput({ p, q }, server, { bestOf, finalSet }, lines),
  ),
  'advantage-set': operation(chances, (point) => ({ fromLevel: advantageFromLevel(point) })),
};
