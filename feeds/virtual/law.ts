import { SIDES, type Score, type Side } from '#contracts/mod.ts';

import type { VirtualPairing } from './teams.ts';

/**
 * The law of a virtual match, in whole numbers so that every language computes the same. One thing happens in a
 * minute at most. The form of the goal rates is that of Dixon & Robinson (The Statistician 47, 1998) with the
 * figures of Zou et al. (Applied Sciences 10, 2904, 2020), as in the engine's own in-play prices.
 */
export const MILLION = 1_000_000;
export const HALF_MINUTES = 45;

/** What can happen in a minute, for each side; the order is that of the table in docs/virtual.md. */
export const HAPPENINGS = [
  'goal',
  'disallowed',
  'penalty-missed',
  'yellow',
  'sending-off',
  'corner',
  'injury',
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Chances a minute in millionths, the same at every score; those of goals follow from the state. */
const STEADY: Readonly<Record<Exclude<Happening, 'goal'>, number>> = {
  disallowed: 900,
  'penalty-missed': 330,
  yellow: 17_000,
  'sending-off': 400,
  corner: 52_000,
  injury: 2_600,
};

/** Of a hundred goals: from play, own goals, penalties, and from play after a look at the screen. */
export const GOAL_KINDS = [
  ['play', 84],
  ['own-goal', 3],
  ['penalty', 8],
  ['reviewed', 5],
] as const;
export type GoalKind = (typeof GOAL_KINDS)[number][0];
/** Goals out of a hundred that stop the play for long. */
export const STOPPING_GOALS = 13;

/** Long stops lengthen the half by a minute each, at most by so many. */
export const MAX_STOPS = 3;
export const isStop = (happening: Exclude<Happening, 'goal'>): boolean =>
  happening === 'disallowed' || happening === 'penalty-missed' || happening === 'injury';

/** Minutes that are added whatever happens: the least, and how many lengths are equally likely. */
export const ADDED = { first: { least: 2, lengths: 3 }, second: { least: 5, lengths: 3 } } as const;

/** Goals of an average side a minute in millionths while the score is level, at minute 0; and what 90 minutes add. */
const BASE = { home: 12_200, away: 10_300 } as const;
const SLOPE = { home: 6_500, away: 4_478 } as const;
const BY_SCORE = {
  level: { home: 1000, away: 1000 },
  'one-nil': { home: 979, away: 1121 },
  'nil-one': { home: 1040, away: 1082 },
  'home-ahead': { home: 918, away: 1099 },
  'away-ahead': { home: 1145, away: 1042 },
} as const;
const RED_CARD = { own: 670, opponent: 1250 };
/** Further red cards of a side change nothing. */
export const MAX_REDS = 2;

export type LawState = Readonly<{ goals: Score; reds: Score }>;

const times = (value: number, thousandths: number): number =>
  Math.floor((value * thousandths) / 1000);

/** Millionths of a side's goal in the minute that begins at `minute` (0 to 90; stoppage time stays at 45 or 90). */
export function goalMillionths(
  pairing: VirtualPairing,
  side: Side,
  minute: number,
  { goals, reds }: LawState,
): number {
  const opponent = side === 'home' ? 'away' : 'home';
  const base = times(times(BASE[side], pairing[side].attack), pairing[opponent].defence);
  const atScore = times(base, BY_SCORE[scoreClass(goals)][side]);
  let rate = atScore + Math.floor((SLOPE[side] * minute) / 90);
  for (let card = 0; card < Math.min(MAX_REDS, reds[side]); card += 1)
    rate = times(rate, RED_CARD.own);
  for (let card = 0; card < Math.min(MAX_REDS, reds[opponent]); card += 1)
    rate = times(rate, RED_CARD.opponent);
  return rate;
}

export type MinuteChance = Readonly<{ side: Side; happening: Happening; millionths: number }>;

/** All that can happen in a minute with its chance, in the order in which a drawn number is read. */
export const minuteChances = (
  pairing: VirtualPairing,
  minute: number,
  state: LawState,
): readonly MinuteChance[] =>
  HAPPENINGS.flatMap((happening) =>
    SIDES.map((side) => ({
      side,
      happening,
      millionths:
        happening === 'goal' ? goalMillionths(pairing, side, minute, state) : STEADY[happening],
    })),
  );

function scoreClass({ home, away }: Score): keyof typeof BY_SCORE {
  if (home === away) return 'level';
  if (home === 1 && away === 0) return 'one-nil';
  if (home === 0 && away === 1) return 'nil-one';
  return home > away ? 'home-ahead' : 'away-ahead';
}
