import {
  advantageFromLevel,
  combinedServe,
  gameChance,
  matchChances,
  SET_FORMATS,
  setScores,
  tiebreakChance,
  totalGames,
  type Count,
  type Player,
  type PointChances,
} from '#odds/models/mod.ts';
import { chance, counts, list, oneOf, optional, points, wholeFrom } from './fields.ts';
import { operation, type Kind, type Output } from './operation.ts';
import { refuse, withFields } from './read.ts';

const chances = { p: chance, q: chance };
const player = oneOf(['A', 'B']);
const format = oneOf(SET_FORMATS);
const bestOf = optional(wholeFrom(1, 25));
const START: Count = [0, 0];

const STATE_FIELDS = {
  'state.sets': 'sets',
  'state.games': 'games',
  'state.points': 'points',
  'format.bestOf': 'bestOf',
};

/** A game or tie-break may be over, but not since long. */
function checkPoints(at: Count, to: number): void {
  const [most, least] = [Math.max(...at), Math.min(...at)];
  if (most <= to || most - least <= 2) return;
  refuse('points', at, 'must be a score of a game', 'STATE_CONTRADICTORY');
}

/** The game in play under its own name. */
const current = (tiebreak: boolean, chance: number): Output =>
  tiebreak ? { tiebreak: chance } : { game: chance };

function gamesOutput(
  point: PointChances,
  server: Player,
  options: Readonly<{ bestOf: number; finalSet: (typeof SET_FORMATS)[number] }>,
  lines: readonly string[],
): Output {
  const totals = totalGames(point, server, options);
  const sum = (weight: (games: number) => number): number =>
    totals.reduce((all, chance, games) => all + chance * weight(games), 0);
  const over = (line: string): number => sum((games) => (games > Number(line) ? 1 : 0));
  return {
    over: Object.fromEntries(lines.map((line) => [line, over(line)])),
    mean: sum((games) => games),
  };
}

export const tennisKind: Kind = {
  game: operation({ s: chance, points: optional(counts) }, ({ s, points: at = START }) => {
    checkPoints(at, 4);
    return { game: gameChance(s, at) };
  }),
  tiebreak: operation(
    { ...chances, first: player, points: optional(counts), to: optional(wholeFrom(1, 100)) },
    ({ first, points: at = START, to = 7, ...point }) => {
      checkPoints(at, to);
      return { tiebreak: tiebreakChance(point, { first, to }, at) };
    },
  ),
  set: operation(
    {
      ...chances,
      server: optional(player),
      games: optional(counts),
      points: optional(counts),
      format: optional(format),
    },
    ({ p, q, server = 'A', games = START, points: at = START, format: kind = 'tb7' }) => {
      const state = { sets: START, games, points: at, server };
      // A set is a match of one set.
      const result = withFields(STATE_FIELDS, () =>
        matchChances({ p, q }, state, { bestOf: 1, finalSet: kind }),
      );
      return { set: result.set, ...current(result.tiebreak, result.current) };
    },
  ),
  match: operation(
    {
      ...chances,
      bestOf,
      finalSet: optional(format),
      sets: optional(counts),
      games: optional(counts),
      points: optional(counts),
      server: optional(player),
    },
    ({ p, q, bestOf: most = 3, finalSet = 'tb7', ...state }) => {
      const { sets = START, games = START, points: at = START, server = 'A' } = state;
      const result = withFields(STATE_FIELDS, () =>
        matchChances({ p, q }, { sets, games, points: at, server }, { bestOf: most, finalSet }),
      );
      return {
        match: result.match,
        set: result.set,
        ...current(result.tiebreak, result.current),
      };
    },
  ),
  combine: operation(
    { serve: chance, opponentReturn: chance, averageReturn: chance },
    ({ serve, opponentReturn, averageReturn }) => ({
      p: combinedServe(serve, opponentReturn, averageReturn),
    }),
  ),
  'set-scores': operation(
    { ...chances, server: optional(player), format: optional(format) },
    ({ p, q, server = 'A', format: kind }) => ({
      scores: Object.fromEntries(
        setScores({ p, q }, server, kind).map((score) => [score.games.join('-'), score.chance]),
      ),
    }),
  ),
  'total-games': operation(
    {
      ...chances,
      server: optional(player),
      bestOf,
      finalSet: optional(format),
      lines: list(points),
    },
    ({ p, q, server = 'A', bestOf: most = 3, finalSet = 'tb7', lines }) => {
      if (most % 2 === 0) refuse('bestOf', most, 'must be odd', 'NUMBER_INVALID');
      return gamesOutput({ p, q }, server, { bestOf: most, finalSet }, lines);
    },
  ),
  'advantage-set': operation(chances, (point) => ({ fromLevel: advantageFromLevel(point) })),
};
