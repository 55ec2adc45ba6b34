import { InputError } from '#contracts/mod.ts';

import { integrateBirths } from '../football/birth-process.ts';
import { distribution } from '../football/distribution.ts';
import type { InPlayParameters, Pair } from '../football/in-play-parameters.ts';
import { remainingSegments } from '../football/factors/match-clock.ts';
import type { PlaySegment } from '../football/play-clock.ts';
import { MATCH_MINUTES, type InPlayModel } from '../football/rates.ts';
import type { FootballState } from '../football/scenario.ts';
import { leastSquaresOf } from './gauss-newton.ts';
import { misfitOf, qualityOf, type FitQuality, type Sloped } from './misfit.ts';
import {
  equationsOf,
  knownNumbers,
  type Equation,
  type GoalLines,
  type MarketQuote,
} from './quotes.ts';
import { startRates } from './start-rates.ts';

export type InPlayInversion = InPlayModel &
  FitQuality &
  Readonly<{
    /** False when no base rates above zero come near, as the time slopes alone bring more goals. */
    converged: boolean;
  }>;

/** Goals a side that may still fall; above it the mass is under 1e-6 for any real match. */
const GOALS_TO_COME = 12;
/** Goals of a whole match, where no total is quoted. */
const USUAL_TOTAL = 2.7;
const [LEAST_RATE, MOST_RATE] = [1e-4, 40];
/** Of a logarithm of a rate, for its slope. */
const DIFFERENCE = 1e-5;

/** @throws InputError STATE_CONTRADICTORY when nothing is left to be played. */
function restOfMatch(parameters: InPlayParameters, state: FootballState): readonly PlaySegment[] {
  if (state.phase === 'full-time') {
    const why = 'leaves no goals to come';
    throw new InputError('STATE_CONTRADICTORY', 'state.phase', state.phase, why);
  }
  return remainingSegments(parameters, state);
}

type Play = Readonly<{ score: Pair; redCards: Pair; segments: readonly PlaySegment[] }>;

/** Difference and total of the goals to come. */
function goalsToCome(model: InPlayModel, { score, redCards, segments }: Play): GoalLines {
  const size = { maxHome: GOALS_TO_COME, maxAway: GOALS_TO_COME };
  const goals = integrateBirths(model, { score, redCards, size }, segments);
  const difference = new Float64Array(2 * GOALS_TO_COME + 1);
  const total = new Float64Array(2 * GOALS_TO_COME + 1);
  for (let at = 0; at < goals.size; at += 1) {
    const chance = (goals.home[at] ?? 0) + (goals.away[at] ?? 0) + (at === 0 ? goals.none : 0);
    const home = Math.floor(at / goals.columns);
    const away = at % goals.columns;
    const lead = home - away + GOALS_TO_COME;
    difference[lead] = (difference[lead] ?? 0) + chance;
    total[home + away] = (total[home + away] ?? 0) + chance;
  }
  return {
    difference: distribution(-GOALS_TO_COME, difference),
    total: distribution(0, total),
  };
}

/** Reads bets on the process at base rates, and their slopes from a little more of each. */
function processReader(
  linesAt: (at: readonly number[]) => GoalLines,
  at: readonly number[],
): (equation: Equation) => Sloped {
  const here = linesAt(at);
  const there = at.map((value, unknown) => linesAt(at.with(unknown, value + DIFFERENCE)));
  return ({ of, read }) => {
    const value = read(here[of]);
    const slopes = there.map((lines) => {
      const more = read(lines[of]);
      return {
        win: (more.win - value.win) / DIFFERENCE,
        lose: (more.lose - value.lose) / DIFFERENCE,
      };
    });
    return { value, slopes };
  };
}

/**
 * The base rates of the birth process behind fair prices at a state of play, so that a model in play can be
 * anchored to a market. Results and totals are of the whole match, a handicap counts the goals from now on.
 * Met exactly with two numbers, with more as by `invertMarkets`. Some milliseconds.
 * @throws InputError for quotes that cannot be (see `equationsOf`), fewer than two numbers, or a match that
 * is over.
 */
export function invertInPlay(
  quotes: readonly MarketQuote[],
  state: FootballState,
  parameters: InPlayParameters,
): InPlayInversion {
  const score = {
    home: state.firstHalf.home + state.secondHalf.home,
    away: state.firstHalf.away + state.secondHalf.away,
  };
  const segments = restOfMatch(parameters, state);
  const equations = equationsOf(quotes, score);
  if (knownNumbers(quotes) < 2) {
    throw new InputError('NO_SOLUTION', 'quotes', quotes, 'must give at least two numbers');
  }
  const play = { score, redCards: state.redCards, segments };
  const modelAt = (at: readonly number[]): InPlayModel => ({
    lambda: Math.exp(at[0] ?? 0),
    mu: Math.exp(at[1] ?? 0),
    parameters,
  });
  const linesAt = (at: readonly number[]): GoalLines => goalsToCome(modelAt(at), play);
  const isRate = (log: number): boolean => log > Math.log(LEAST_RATE) && log < Math.log(MOST_RATE);
  const fit = leastSquaresOf(
    (at) => (at.every(isRate) ? misfitOf(equations, processReader(linesAt, at), 2) : undefined),
    startOf(quotes, play, parameters),
  );
  const lines = linesAt(fit.at);
  const quality = qualityOf(equations, ({ of, read }) => read(lines[of]));
  return { ...modelAt(fit.at), ...quality, converged: fit.converged };
}

/** Base rates of a whole match, from the goals to come, the play that is left and what its slopes bring. */
function startOf(
  quotes: readonly MarketQuote[],
  { score, segments }: Play,
  { timeSlope }: InPlayParameters,
): readonly number[] {
  const left =
    segments.reduce((sum, { from, to, multiplier }) => sum + (to - from) * multiplier, 0) /
    MATCH_MINUTES;
  const { home, away } = startRates(quotes, score, USUAL_TOTAL * left);
  const base = (goals: number, slope: number): number =>
    Math.log(Math.min(10, Math.max(0.1, goals / left - slope / 2)));
  return [base(home, timeSlope.home), base(away, timeSlope.away)];
}
