import type { Side } from '#contracts/mod.ts';

/** The state of a simulated match that moves the scoring rates. */
export type MatchState = Readonly<{
  /** Nominal minute 0 to 90; stoppage time counts as the last minute of its half. */
  minute: number;
  goals: Readonly<Record<Side, number>>;
  reds: Readonly<Record<Side, number>>;
}>;

/** Scoring rates by score, home and away: Zou et al. 2020 (Applied Sciences 10, 2904, Table 1). */
const BY_SCORE = {
  level: { home: 1, away: 1 },
  'one-nil': { home: 0.979, away: 1.121 },
  'nil-one': { home: 1.04, away: 1.082 },
  'home-ahead': { home: 0.918, away: 1.099 },
  'away-ahead': { home: 1.145, away: 1.042 },
} as const;
/** Goals come more often as the match goes on: this much of the mean rate at minute 0 and at 90. */
const TIME_SHAPE = { start: 0.78, end: 1.22 };
/**
 * What stoppage time and the score add on average and what dead time takes away, measured over 3,000 matches:
 * divided out again, so that the expected goals are the goals.
 */
const USUAL_EXCESS = { home: 1.0, away: 1.06 } as const;
const RED_CARD = { own: 0.67, opponent: 1.25 };

/**
 * Goals per minute of a side that expects `expectedGoals` in a whole match: a birth process after Dixon &
 * Robinson (The Statistician 47, 1998) whose rate follows time, score and red cards.
 */
export function goalRate(side: Side, expectedGoals: number, state: MatchState): number {
  const opponent = side === 'home' ? 'away' : 'home';
  const time = TIME_SHAPE.start + ((TIME_SHAPE.end - TIME_SHAPE.start) * state.minute) / 90;
  const score = BY_SCORE[scoreClass(state.goals)][side];
  const cards = RED_CARD.own ** state.reds[side] * RED_CARD.opponent ** state.reds[opponent];
  return (expectedGoals / 90 / USUAL_EXCESS[side]) * time * score * cards;
}

function scoreClass({ home, away }: Readonly<Record<Side, number>>): keyof typeof BY_SCORE {
  if (home === away) return 'level';
  if (home === 1 && away === 0) return 'one-nil';
  if (home === 0 && away === 1) return 'nil-one';
  return home > away ? 'home-ahead' : 'away-ahead';
}
