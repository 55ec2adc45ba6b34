import fc from 'fast-check';

import type { MarketIdentity, Side } from '#contracts/mod.ts';
import { SET_FORMATS, type TennisFormat } from '#markets/mod.ts';

import type { TennisModel, TennisState } from '../state.ts';

type Player = 'A' | 'B';
type Count = readonly [a: number, b: number];
export type Served = TennisState & Readonly<{ server: Player }>;

const other = (player: Player): Player => (player === 'A' ? 'B' : 'A');
const more = ([a, b]: Count, player: Player): Count => (player === 'A' ? [a + 1, b] : [a, b + 1]);
const clear = ([a, b]: Count, to: number, by: number): boolean =>
  Math.max(a, b) >= to && Math.abs(a - b) >= by;

/** What a point ended, besides itself. */
export type Played = Readonly<{
  /** The score after the point; its sets are finished when the match is over. */
  state: Served;
  over: boolean;
  tiebreak: boolean;
  /** Points of the game that it ended. */
  game?: Count;
}>;

const setsOf = (finished: readonly Count[], player: Player): number =>
  finished.filter(([a, b]) => a > b === (player === 'A')).length;

/** The next point in plain rules: no formula of the sources is used. */
export function afterPoint(
  { finished, games, points, server }: Served,
  winner: Player,
  { bestOf, finalSet, noAd = false }: TennisFormat,
): Played {
  const isLast = finished.length === bestOf - 1;
  const kind = isLast ? finalSet : 'tb7';
  const tiebreak = kind !== 'adv' && games[0] === 6 && games[1] === 6;
  const score = more(points, winner);
  const played = score[0] + score[1];
  const gameOver = tiebreak
    ? clear(score, kind === 'tb10' ? 10 : 7, 2)
    : clear(score, 4, noAd ? 1 : 2);
  if (!gameOver) {
    // In a tie-break the service changes after the first point and then after every second one.
    const serves = tiebreak && played % 2 === 1 ? other(server) : server;
    return { state: { finished, games, points: score, server: serves }, over: false, tiebreak };
  }
  // Who served the first point of a tie-break: the service has changed (played - 1 + 1) / 2 times.
  const changes = tiebreak ? Math.floor(played / 2) : 0;
  const opened = changes % 2 === 0 ? server : other(server);
  const next = { points: [0, 0] as const, server: other(opened) };
  const set = more(games, winner);
  if (!tiebreak && !clear(set, 6, 2)) {
    return { state: { ...next, finished, games: set }, over: false, tiebreak, game: score };
  }
  const sets = [...finished, set];
  const over = setsOf(sets, winner) === (bestOf + 1) / 2;
  return { state: { ...next, finished: sets, games: [0, 0] }, over, tiebreak, game: score };
}

export const pointChance = ({ p, q }: TennisModel, server: Player): number =>
  server === 'A' ? p : q;

export type Simulated = Readonly<{ points: readonly Side[]; states: readonly Served[] }>;

/** A match from its first point; `states[n]` is the score before point n. */
export function simulate(model: TennisModel, first: Player, draw: () => number): Simulated {
  const points: Side[] = [];
  const states: Served[] = [];
  let state: Served = { finished: [], games: [0, 0], points: [0, 0], server: first };
  for (let over = false; !over;) {
    states.push(state);
    const winner = draw() < pointChance(model, state.server) ? 'A' : 'B';
    points.push(winner === 'A' ? 'home' : 'away');
    ({ state, over } = afterPoint(state, winner, model.format));
  }
  return { points, states };
}

/** A linear congruential generator (Numerical Recipes), for scores to test at. */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const anyFormat: fc.Arbitrary<TennisFormat> = fc.record({
  bestOf: fc.constantFrom(3, 5),
  finalSet: fc.constantFrom(...SET_FORMATS),
  noAd: fc.boolean(),
});

export const anyModel: fc.Arbitrary<TennisModel> = fc.record({
  p: fc.double({ min: 0.35, max: 0.85, noNaN: true }),
  q: fc.double({ min: 0.15, max: 0.65, noNaN: true }),
  format: anyFormat,
});

/** A model, and a score at which a match of even players came by. */
export const anyLive: fc.Arbitrary<Readonly<{ model: TennisModel; state: Served }>> = fc
  .record({ model: anyModel, seed: fc.nat(), cut: fc.nat() })
  .map(({ model, seed, cut }) => {
    const { states } = simulate({ ...model, p: 0.62, q: 0.38 }, 'A', draws(seed));
    const state = states[cut % states.length];
    if (state === undefined) throw new RangeError('a match has a point at least');
    return { model, state };
  });

const LINES: Readonly<Record<string, readonly string[]>> = {
  'tennis-set-handicap': ['-1.5', '-1', '0.25'],
  'tennis-total-sets': ['2.5', '3', '4.25'],
  'tennis-total-games': ['20', '22.25', '22.5', '38.75'],
  'tennis-game-handicap': ['-4', '-1.75', '0.5'],
  'tennis-player-total-games': ['12', '12.25', '17.5'],
  'tennis-winner-and-total-games': ['22.5', '36.5'],
  'tennis-total-tie-breaks': ['0.5', '1.25'],
  'tennis-set-total-games': ['9', '9.75', '12.5'],
  'tennis-set-game-handicap': ['-3.5', '0.25'],
};

/** Markets of all types which a match of so many sets can have. */
export function sampleMarkets(
  types: readonly Readonly<{ type: MarketIdentity['type']; example?: object }>[],
  { bestOf }: TennisFormat,
): readonly MarketIdentity[] {
  return types.flatMap(({ type, example = {} }) => {
    const values: Readonly<Record<string, readonly string[]>> = {
      line: LINES[type] ?? [],
      side: ['home', 'away'],
      bestOf: [String(bestOf)],
      set: ['1', '2', '3', '4', '5'].slice(0, bestOf),
      games: ['2', '4', '6'],
      game: ['1', '6', '9', '13', '15'],
      point: ['1', '4', '7'],
    };
    return Object.keys(example).reduce<readonly MarketIdentity[]>(
      (identities, name) =>
        identities.flatMap(({ specifiers }) =>
          (values[name] ?? []).map((value) => ({
            type,
            specifiers: { ...specifiers, [name]: value },
          })),
        ),
      [{ type, specifiers: {} }],
    );
  });
}
