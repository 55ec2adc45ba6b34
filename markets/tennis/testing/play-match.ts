import fc from 'fast-check';

import type { MarketIdentity, Score, Side } from '#contracts/mod.ts';

import { TENNIS_DEFINITIONS } from '../definitions.ts';
import { SET_FORMATS, type SetFormat, type TennisFormat } from '../format.ts';

/** A completed match as plain loops play it, without the rules of the sources. */
export type PlayedMatch = Readonly<{
  format: TennisFormat;
  points: readonly Side[];
  sets: readonly Score[];
  /** Winners of the games, by set. */
  games: readonly (readonly Side[])[];
}>;

type Flip = () => Side;

/** A contest of points or games: its winners in order. `done` is asked after each. */
function playUntil(flip: Flip, done: (home: number, away: number) => boolean): Side[] {
  const winners: Side[] = [];
  let [home, away] = [0, 0];
  do {
    const side = flip();
    winners.push(side);
    if (side === 'home') home += 1;
    else away += 1;
  } while (!done(home, away));
  return winners;
}

const clear = (home: number, away: number, to: number, by: number): boolean =>
  Math.max(home, away) >= to && Math.abs(home - away) >= by;

function playSet(flip: Flip, kind: SetFormat, noAd: boolean, points: Side[]): Side[] {
  let [home, away] = [0, 0];
  const playGame = (): Side => {
    const isTiebreak = kind !== 'adv' && home === 6 && away === 6;
    const winners = playUntil(flip, (a, b) =>
      isTiebreak ? clear(a, b, kind === 'tb10' ? 10 : 7, 2) : clear(a, b, 4, noAd ? 1 : 2),
    );
    points.push(...winners);
    const winner = winners.at(-1) ?? 'home';
    if (winner === 'home') home += 1;
    else away += 1;
    return winner;
  };
  return playUntil(playGame, (a, b) => clear(a, b, 6, 2) || (kind !== 'adv' && a + b === 13));
}

const score = (winners: readonly Side[]): Score => ({
  home: winners.filter((side) => side === 'home').length,
  away: winners.filter((side) => side === 'away').length,
});

function playMatch(format: TennisFormat, flip: Flip): PlayedMatch {
  const points: Side[] = [];
  const games: Side[][] = [];
  const needed = Math.ceil(format.bestOf / 2);
  const playNext = (): Side => {
    const isLast = games.length === format.bestOf - 1;
    const kind = isLast ? format.finalSet : 'tb7';
    const winners = playSet(flip, kind, format.noAd === true, points);
    games.push(winners);
    return winners.at(-1) ?? 'home';
  };
  playUntil(playNext, (a, b) => Math.max(a, b) === needed);
  return { format, points, sets: games.map(score), games };
}

/** Coin flips from a seed: a linear congruential generator (Numerical Recipes). */
function coin(seed: number, home: number): Flip {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < home ? 'home' : 'away';
  };
}

const anyFormat: fc.Arbitrary<TennisFormat> = fc.record({
  bestOf: fc.constantFrom(3, 5),
  finalSet: fc.constantFrom(...SET_FORMATS),
  noAd: fc.boolean(),
});

/** Completed matches of all formats, even ones and routs. */
export const anyMatch: fc.Arbitrary<PlayedMatch> = fc
  .record({ format: anyFormat, seed: fc.nat(), home: fc.constantFrom(0.5, 0.5, 0.45, 0.58, 0.7) })
  .map(({ format, seed, home }) => playMatch(format, coin(seed, home)));

const numbered = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, at) => String(from + at));

const LINES: Readonly<Partial<Record<string, readonly string[]>>> = {
  'tennis-set-handicap': ['-2.5', '-1.5', '-1', '-0.25', '0', '1.5', '2'],
  'tennis-total-sets': ['2.5', '3', '3.5', '3.75', '4.5'],
  'tennis-total-games': ['18.5', '20', '22.25', '22.5', '30', '35.75', '40.5', '60'],
  'tennis-game-handicap': ['-10.5', '-4', '-1.75', '0', '0.5', '3', '6.25'],
  'tennis-player-total-games': ['8.5', '12', '12.25', '17.5', '20'],
  'tennis-winner-and-total-games': ['19.5', '22.5', '36.5'],
  'tennis-total-tie-breaks': ['0.5', '1', '1.25', '2.5'],
  'tennis-set-total-games': ['8.5', '9', '9.75', '10.5', '12.5'],
  'tennis-set-game-handicap': ['-3.5', '-2', '0.25', '1.5'],
};

/** A market of every type with a range of values for each of its specifiers. */
export const SAMPLE_MARKETS: readonly MarketIdentity[] = Object.values(TENNIS_DEFINITIONS).flatMap(
  ({ type, example }) => {
    const values: Readonly<Record<string, readonly string[]>> = {
      line: LINES[type] ?? [],
      side: ['home', 'away'],
      bestOf: ['3', '5'],
      set: numbered(5),
      games: numbered(5, 2),
      game: ['1', '2', '7', '10', '12', '13', '14'],
      point: ['1', '4', '6', '9'],
    };
    return Object.keys(example ?? {}).reduce<readonly MarketIdentity[]>(
      (identities, name) =>
        identities.flatMap((identity) =>
          (values[name] ?? []).map((value) => ({
            type,
            specifiers: { ...identity.specifiers, [name]: value },
          })),
        ),
      [{ type, specifiers: {} }],
    );
  },
);
