import { poissonCounts } from '../count-models.ts';
import type { Pair } from '../in-play-parameters.ts';
import { nominalSegments } from '../play-clock.ts';
import { MATCH_MINUTES, redCardFactors, type InPlayModel } from '../rates.ts';
import { gridOfCells, type ScoreGrid } from '../score-grid.ts';
import { checkCounts, checkGrid, checkNumber, checkRates, contradiction } from './checks.ts';
import { BEFORE_SHOOT_OUT, shootOutChances, type ShootOutState } from './shoot-out.ts';

export const EXTRA_TIME_MINUTES = 30;

export type DeciderParameters = Readonly<{
  /** Scoring rate of extra time over that of an average minute of the 90, at level score. */
  fatigue: number;
  /** Chance that a kick of the shoot-out is scored. */
  scoringChance: Pair;
}>;

/** How a tie is decided when it is level after 90 minutes. */
export type TieRules = Readonly<{
  decider: 'extra-time' | 'penalties';
  /** Goals of today's home and away team in the first leg; today's score alone decides when absent. */
  firstLeg?: Pair;
  /** The first goal of extra time ends it ("golden goal"). */
  suddenDeath?: boolean;
}>;

/** Where the tie stands. Scores of extra time do not include the 90 minutes. */
export type TieState =
  | Readonly<{
      stage: 'regular-time';
      /** Chances of the final scores of the 90 minutes, from the core. */
      fullTime: ScoreGrid;
      redCards: Pair;
    }>
  | Readonly<{
      stage: 'extra-time';
      score: Pair;
      /** Minutes of extra time still to be played, stoppage included, 0 at its end. */
      remainingMinutes: number;
      redCards: Pair;
    }>
  | Readonly<{ stage: 'shoot-out'; kicks: ShootOutState }>;

/** The entries of `methods`: who qualifies and how. */
export const DECIDER_OUTCOMES = [
  'home-regular-time',
  'home-extra-time',
  'home-penalties',
  'away-regular-time',
  'away-extra-time',
  'away-penalties',
] as const;

export type DeciderChances = Readonly<{
  /** Chances by `DECIDER_OUTCOMES`; sum to 1. */
  methods: Float64Array;
  qualify: Pair;
  /** Final score of extra time, given that it is played; null when it cannot be, or is over. */
  extraTime: ScoreGrid | null;
  /** Final score of the kicks, given that there is a shoot-out; null when there cannot be one. */
  shootOut: ScoreGrid | null;
}>;

/** Goals of each side expected in 90 minutes at a level score, stoppage time as the core counts it. */
export function levelGoals({ lambda, mu, parameters }: InPlayModel): Pair {
  let [home, away] = [0, 0];
  for (const { from, to, multiplier } of nominalSegments(parameters, 0)) {
    const matches = (multiplier * (to - from)) / MATCH_MINUTES;
    const u = (from + to) / 2 / MATCH_MINUTES;
    home += matches * (lambda + parameters.timeSlope.home * u);
    away += matches * (mu + parameters.timeSlope.away * u);
  }
  return { home, away };
}

const FURTHER = 8;

/** Poisson counts 0..FURTHER whose last class holds the tail. */
function goalsOf(mean: number): Float64Array {
  const counts = poissonCounts(mean, FURTHER);
  const below = counts.subarray(0, FURTHER).reduce((sum, chance) => sum + chance, 0);
  counts[FURTHER] = Math.max(0, 1 - below);
  return counts;
}

/** Scores of the rest of extra time: goals of both sides at constant rates, or the first of them alone. */
function extraTimeGrid(rates: Pair, score: Pair, suddenDeath: boolean): ScoreGrid {
  const rate = rates.home + rates.away;
  const none = Math.exp(-rate);
  const further = suddenDeath ? 1 : FURTHER;
  const [home, away] = [goalsOf(rates.home), goalsOf(rates.away)];
  const maxHome = score.home + further;
  const maxAway = score.away + further;
  const cells = new Float64Array((maxHome + 1) * (maxAway + 1));
  const put = (x: number, y: number, chance: number): void => {
    cells[(score.home + x) * (maxAway + 1) + score.away + y] = chance;
  };
  if (suddenDeath) {
    put(0, 0, none);
    put(1, 0, rate > 0 ? (rates.home / rate) * (1 - none) : 0);
    put(0, 1, rate > 0 ? (rates.away / rate) * (1 - none) : 0);
  } else {
    home.forEach((x, at) => away.forEach((y, to) => put(at, to, x * y)));
  }
  return gridOfCells(maxHome, maxAway, cells, false);
}

type Leads = Readonly<{ home: number; level: number; away: number }>;

function leadsOf({ cells, maxAway }: ScoreGrid, headStart: number): Leads {
  let [home, level, away] = [0, 0, 0];
  cells.forEach((chance, cell) => {
    const lead = headStart + Math.floor(cell / (maxAway + 1)) - (cell % (maxAway + 1));
    if (lead > 0) home += chance;
    else if (lead < 0) away += chance;
    else level += chance;
  });
  return { home, level, away };
}

/** Extra time with `reached` of the chance, its score so far, and the minutes left. */
function afterRegularTime(
  model: InPlayModel,
  parameters: DeciderParameters,
  rules: TieRules,
  extra: Readonly<{ score: Pair; remainingMinutes: number; redCards: Pair }>,
): Readonly<{ extraTime: ScoreGrid; leads: Leads }> {
  const { score, remainingMinutes, redCards } = extra;
  const goals = levelGoals(model);
  const red = redCardFactors(model.parameters, redCards);
  const share = (parameters.fatigue * remainingMinutes) / MATCH_MINUTES;
  const rates = { home: goals.home * red.home * share, away: goals.away * red.away * share };
  const over = rules.suddenDeath === true && score.home !== score.away;
  const extraTime = extraTimeGrid(
    over ? { home: 0, away: 0 } : rates,
    score,
    rules.suddenDeath === true,
  );
  return { extraTime, leads: leadsOf(extraTime, 0) };
}

function check(
  model: InPlayModel,
  parameters: DeciderParameters,
  rules: TieRules,
  state: TieState,
): void {
  checkRates(model);
  checkNumber('parameters.fatigue', parameters.fatigue, 0, 5);
  if (rules.firstLeg) checkCounts('rules.firstLeg', rules.firstLeg);
  if (state.stage !== 'shoot-out') checkCounts('state.redCards', state.redCards);
  if (state.stage === 'regular-time') checkGrid('state.fullTime', state.fullTime);
  if (state.stage !== 'extra-time') return;
  if (rules.decider === 'penalties') {
    throw contradiction('state.stage', state.stage, 'is not played: level ties go to penalties');
  }
  checkCounts('state.score', state.score);
  checkNumber('state.remainingMinutes', state.remainingMinutes, 0, 2 * EXTRA_TIME_MINUTES);
}

/**
 * Who qualifies and how, from the scores of the 90 minutes to the last kick. Extra time is two Poisson
 * counts at a third of the goals of a level match, because a tie enters it level and most of it is played
 * so; the effects of the score on the rates are left out.
 * @throws InputError for numbers out of range and for extra time in a tie that has none.
 */
export function deciderChances(
  model: InPlayModel,
  parameters: DeciderParameters,
  rules: TieRules,
  state: TieState,
): DeciderChances {
  check(model, parameters, rules, state);
  const { firstLeg = { home: 0, away: 0 } } = rules;
  let regular: Leads = { home: 0, level: 1, away: 0 };
  let extra: Leads = { home: 0, level: 1, away: 0 };
  let extraTime: ScoreGrid | null = null;
  if (state.stage === 'regular-time') {
    regular = leadsOf(state.fullTime, firstLeg.home - firstLeg.away);
  }
  if (state.stage !== 'shoot-out' && rules.decider === 'extra-time') {
    const start = { score: { home: 0, away: 0 }, remainingMinutes: EXTRA_TIME_MINUTES };
    ({ extraTime, leads: extra } = afterRegularTime(model, parameters, rules, {
      ...start,
      ...state,
    }));
  }
  const kicks = shootOutChances(
    parameters.scoringChance,
    state.stage === 'shoot-out' ? state.kicks : BEFORE_SHOOT_OUT,
  );
  const toKicks = regular.level * extra.level;
  const methods = Float64Array.of(
    regular.home,
    regular.level * extra.home,
    toKicks * kicks.home,
    regular.away,
    regular.level * extra.away,
    toKicks * kicks.away,
  );
  const sum = (from: number): number => methods.subarray(from, from + 3).reduce((a, b) => a + b, 0);
  return {
    methods,
    qualify: { home: sum(0), away: sum(3) },
    extraTime: regular.level > 0 ? extraTime : null,
    shootOut: toKicks > 0 ? kicks.score : null,
  };
}
