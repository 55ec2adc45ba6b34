import type { MarketIdentity, Side } from '#contracts/mod.ts';

import type { FootballDefinition } from './definition.ts';
import { METHODS, type FootballFacts, type FootballView, type PlayerFacts } from './facts.ts';

/**
 * The cells of one factor beside the core: corners, cards, a stretch of minutes, a player. A model gives a
 * chance for each cell in this order. Spaces of equal keys have equal facts.
 */
export type Space = Readonly<{
  key: string;
  size: number;
  factsOf: (cell: number) => FootballFacts[FootballView];
}>;

/** Specifiers that choose the distribution that a market reads, beside its view. */
const CHOOSING: Readonly<Partial<Record<FootballView, readonly string[]>>> = {
  interval: ['from', 'to'],
  'corner-race': ['to'],
  player: ['player'],
};

const NOTHING: readonly string[] = [];

/** Names the distribution that a market reads: its view, and what chooses among several of one view. */
export function distributionOf(
  { reads }: Pick<FootballDefinition, 'reads'>,
  { specifiers }: Pick<MarketIdentity, 'specifiers'>,
): string {
  let text: string = reads;
  for (const name of CHOOSING[reads] ?? NOTHING) text += `|${name}=${specifiers[name] ?? ''}`;
  return text;
}

/** Counts of both sides, home-major; `step` is what one cell counts for (5 for booking points). */
export const countSpace = (maxHome: number, maxAway: number, step = 1): Space => ({
  key: `counts ${maxHome}x${maxAway} by ${step}`,
  size: (maxHome + 1) * (maxAway + 1),
  factsOf: (cell) => ({
    home: step * Math.floor(cell / (maxAway + 1)),
    away: step * (cell % (maxAway + 1)),
  }),
});

const SIDES: readonly (Side | 'none')[] = ['home', 'away', 'none'];

/** Home, away, neither: the winner of a race, or the side of the last goal. */
export const SIDE_SPACE: Space = {
  key: 'sides',
  size: SIDES.length,
  factsOf: (cell) => SIDES[cell] ?? 'none',
};

/** Home, away, neither: the side of the next event, all earlier ones being known. */
export const NEXT_SPACE: Space = {
  key: 'next',
  size: SIDES.length,
  factsOf: (cell) => ({ sideOf: () => SIDES[cell] ?? 'none' }),
};

const QUARTERS = 6;
/** The quarter hours 1–15 … 76–90 of the first goal, and none. */
export const FIRST_GOAL_SPACE: Space = {
  key: 'first goal time',
  size: QUARTERS + 1,
  factsOf: (cell) => ({ minute: cell === QUARTERS ? null : cell * 15 + 1 }),
};

export const PLAYER_GOALS = 3;
/** Goals 0..3 (3 and more) × first scorer × last scorer, of a player who is on the field or has been. */
export const PLAYER_SPACE: Space = {
  key: 'player',
  size: (PLAYER_GOALS + 1) * 4,
  factsOf: (cell): PlayerFacts => ({
    goals: Math.floor(cell / 4),
    first: (cell & 2) !== 0,
    last: (cell & 1) !== 0,
    played: 'from-start',
  }),
};

/** Where a player's match stands in the space. */
export const playerSpaceCell = ({
  goals,
  first,
  last,
}: Pick<PlayerFacts, 'goals' | 'first' | 'last'>): number =>
  4 * Math.min(goals, PLAYER_GOALS) + 2 * Number(first) + Number(last);

export const EXTRA_GOALS = 4;
const EXTRA = (EXTRA_GOALS + 1) ** 2;

/**
 * Ends of a tie: 0 and 1 home and away in regular time, then the score of extra time 0..4 a side (with
 * a winner, home-major; level cells are empty), then the same level scores won on penalties by home and
 * by away, then penalties without extra time.
 */
export const DECIDER_SPACE: Space = {
  key: 'decider',
  size: 2 + EXTRA + 2 * (EXTRA_GOALS + 1) + 2,
  factsOf: (cell) => {
    const none = { extraTime: null, shootOut: null };
    if (cell < 2) return { ...none, qualifies: sideAt(cell), method: METHODS[0] };
    if (cell < 2 + EXTRA) {
      const at = cell - 2;
      const home = Math.floor(at / (EXTRA_GOALS + 1));
      const away = at % (EXTRA_GOALS + 1);
      const qualifies = home >= away ? 'home' : 'away';
      return { qualifies, method: METHODS[1], extraTime: { home, away }, shootOut: null };
    }
    const at = cell - 2 - EXTRA;
    const level = Math.floor(at / 2);
    const qualifies = sideAt(at % 2);
    const shootOut = qualifies === 'home' ? { home: 1, away: 0 } : { home: 0, away: 1 };
    const extraTime = level > EXTRA_GOALS ? null : { home: level, away: level };
    return { qualifies, method: METHODS[2], extraTime, shootOut };
  },
};

const sideAt = (at: number): Side => (at === 0 ? 'home' : 'away');
