/**
 * Parameter sets of the in-play birth process of Dixon & Robinson (The Statistician 47, 1998).
 * Multipliers change the base scoring rate by score; slopes are goals per match added per match of
 * elapsed time; injury multipliers apply to the whole rate in minutes (44,45] and (89,90].
 */
export type Pair = Readonly<{ home: number; away: number }>;

/** The score classes that change the rates: level, 1-0, 0-1, any other home lead, any other away lead. */
export const SCORE_STATES = ['level', 'one-nil', 'nil-one', 'home-ahead', 'away-ahead'] as const;
export type ScoreState = (typeof SCORE_STATES)[number];

export type InPlayParameters = Readonly<{
  name: string;
  states: Readonly<Record<ScoreState, Pair>>;
  timeSlope: Pair;
  injury: Readonly<{ firstHalf: number; secondHalf: number }>;
  /** Factor per red card on the penalised side's own rate and on the opponent's. */
  redCard: Readonly<{ own: number; opponent: number }>;
  /** While a half is still being played, at least this many model minutes are left in it. */
  residualMinutes: number;
}>;

/** Suggested defaults for a red card: the penalised side falls to two thirds, the other gains a quarter. */
const RED_CARD = { own: 0.67, opponent: 1.25 };

/** Dixon & Robinson 1998, model VI (Table 3), without injury minutes. */
export const DIXON_ROBINSON_1998: InPlayParameters = {
  name: 'dixon-robinson-1998',
  states: {
    level: { home: 1, away: 1 },
    'one-nil': { home: 0.86, away: 1.33 },
    'nil-one': { home: 1.1, away: 1.07 },
    'home-ahead': { home: 1.01, away: 1.53 },
    'away-ahead': { home: 1.13, away: 1.16 },
  },
  timeSlope: { home: 0.67, away: 0.47 },
  injury: { firstHalf: 1, secondHalf: 1 },
  redCard: RED_CARD,
  residualMinutes: 0.5,
};

/** Zou et al. 2020 (Applied Sciences 10, 2904, Table 1), fitted on eight Premier League seasons. */
export const ZOU_2020: InPlayParameters = {
  name: 'zou-2020',
  states: {
    level: { home: 1, away: 1 },
    'one-nil': { home: 0.979, away: 1.121 },
    'nil-one': { home: 1.04, away: 1.082 },
    'home-ahead': { home: 0.918, away: 1.099 },
    'away-ahead': { home: 1.145, away: 1.042 },
  },
  timeSlope: { home: 0.585, away: 0.403 },
  injury: { firstHalf: 4.63, secondHalf: 7.75 },
  redCard: RED_CARD,
  residualMinutes: 0.5,
};

export const withInjury = (
  parameters: InPlayParameters,
  injury: Readonly<{ firstHalf: number; secondHalf: number }>,
): InPlayParameters => ({ ...parameters, injury });

/** The class of a score which selects the multipliers. */
export function scoreState(home: number, away: number): ScoreState {
  if (home === away) return 'level';
  if (home === 1 && away === 0) return 'one-nil';
  if (home === 0 && away === 1) return 'nil-one';
  return home > away ? 'home-ahead' : 'away-ahead';
}
