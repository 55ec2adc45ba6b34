import { SCORE_STATES, scoreState, type Pair, type ScoreState } from '../in-play-parameters.ts';
import { redCardFactors, type InPlayModel } from '../rates.ts';
import { emptyChain, type CountingChain } from '../counting-chain.ts';

/**
 * Scores by what they mean for the scoring rates from there on. The rates know 1-0 and 0-1 by themselves
 * and any other score by the side that leads, so scores of two goals and more are told apart by the lead
 * alone: some thirty classes instead of hundreds of scores, and no approximation.
 */
export type ScoreClasses = Readonly<{
  size: number;
  /** Leads of −most..most are told apart; wider ones share the last class. */
  mostLead: number;
  /** Class of a score. */
  at: (home: number, away: number) => number;
  /** Home lead by class. */
  leads: Int32Array;
  /** One score of each class, home then away. */
  home: Int32Array;
  away: Int32Array;
}>;

const FEW_GOALS = [
  [0, 0],
  [1, 0],
  [0, 1],
] as const;

export function scoreClasses(mostLead: number): ScoreClasses {
  const size = FEW_GOALS.length + 2 * mostLead + 1;
  const home = new Int32Array(size);
  const away = new Int32Array(size);
  FEW_GOALS.forEach(([h, a], at) => {
    home[at] = h;
    away[at] = a;
  });
  for (let lead = -mostLead; lead <= mostLead; lead += 1) {
    const at = FEW_GOALS.length + mostLead + lead;
    home[at] = Math.max(lead, 0) + 1;
    away[at] = Math.max(-lead, 0) + 1;
  }
  return {
    size,
    mostLead,
    at: (h, a) => {
      if (h + a < 2) return h === 1 ? 1 : a === 1 ? 2 : 0;
      const lead = Math.max(-mostLead, Math.min(mostLead, h - a));
      return FEW_GOALS.length + mostLead + lead;
    },
    leads: home.map((goals, at) => goals - (away[at] ?? 0)),
    home,
    away,
  };
}

type SideRates = Readonly<{
  homeBase: number;
  homeSlope: number;
  awayBase: number;
  awaySlope: number;
}>;

function ratesIn(state: ScoreState, { lambda, mu, parameters }: InPlayModel, red: Pair): SideRates {
  const factor = parameters.states[state];
  return {
    homeBase: red.home * factor.home * lambda,
    homeSlope: red.home * parameters.timeSlope.home,
    awayBase: red.away * factor.away * mu,
    awaySlope: red.away * parameters.timeSlope.away,
  };
}

/** Scoring rates at a score, in goals per match: base + slope × match time. */
export const ratesAt = (model: InPlayModel, score: Pair, redCards: Pair): SideRates =>
  ratesIn(scoreState(score.home, score.away), model, redCardFactors(model.parameters, redCards));

/** Writes the rates of chain states by their scores. */
export function ratesWriter(
  model: InPlayModel,
  redCards: Pair,
): (into: Float64Array, state: number, home: number, away: number) => void {
  const red = redCardFactors(model.parameters, redCards);
  const table = new Map(SCORE_STATES.map((state) => [state, ratesIn(state, model, red)]));
  return (into, state, home, away) => {
    const rates = table.get(scoreState(home, away));
    if (rates === undefined) return;
    into[4 * state] = rates.homeBase;
    into[4 * state + 1] = rates.homeSlope;
    into[4 * state + 2] = rates.awayBase;
    into[4 * state + 3] = rates.awaySlope;
  };
}

/**
 * The core's birth process on score classes. With three `planes` it also holds who scored last: plane 0
 * nobody so far, plane 1 the home team, plane 2 the away team; state = plane × classes + class.
 */
export function scoreChain(
  model: InPlayModel,
  classes: ScoreClasses,
  redCards: Pair,
  planes: 1 | 3 = 1,
): CountingChain {
  const { size, home, away, at: classAt } = classes;
  const [afterHome, afterAway] = planes === 3 ? [size, 2 * size] : [0, 0];
  const chain = emptyChain(planes * size);
  const write = ratesWriter(model, redCards);
  for (let state = 0; state < chain.size; state += 1) {
    const [h, a] = [home[state % size] ?? 0, away[state % size] ?? 0];
    write(chain.rates, state, h, a);
    chain.targets[2 * state] = afterHome + classAt(h + 1, a);
    chain.targets[2 * state + 1] = afterAway + classAt(h, a + 1);
  }
  return chain;
}

/** A lead this much wider than the present one is not lost again: the chance is far under 1e-12. */
const FURTHER_LEAD = 8;

/** Classes that hold every score reachable from one. */
export const classesFrom = ({ home, away }: Pair, furtherLead = FURTHER_LEAD): ScoreClasses =>
  scoreClasses(Math.abs(home - away) + furtherLead);
