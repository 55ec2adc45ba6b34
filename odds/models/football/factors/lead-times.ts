import { MATCH_MINUTES, type InPlayModel } from '../rates.ts';
import type { FootballState } from '../scenario.ts';
import { checkRates, checkState } from './checks.ts';
import { advance } from '../counting-chain.ts';
import { cutByStretch, remainingSegments, scoreNow, STRETCHES, stretchAt } from './match-clock.ts';
import { classesFrom, scoreChain } from './score-classes.ts';

/** Home leads as corners and cards feel them: two or more behind, one behind, level, one and two or more ahead. */
export const LEAD_CLASSES = 5;
const WIDEST = (LEAD_CLASSES - 1) / 2;

/** 0..4 by the home lead. */
export const leadClass = (lead: number): number =>
  WIDEST + Math.max(-WIDEST, Math.min(WIDEST, lead));

/**
 * Shares of the time still to be played which the score spends in each lead class: 8 stretches × 5
 * classes, row-major by `STRETCHES` and `leadClass`. The row of a stretch with time left sums to 1, the
 * row of a stretch that is over to 0.
 */
export type LeadTimes = Float64Array<ArrayBuffer>;

/** Shares of time are averaged over, so that fewer digits do. */
const PRECISION = 1e-7;
const FURTHER_LEAD = 5;

/**
 * Expected lead times from the core's birth process, by its state equations on score classes. They tie
 * corners and cards to goals; pass the times of one class of final scores instead to condition on it.
 * @throws InputError for rates or a state out of range.
 */
export function leadTimes(model: InPlayModel, state: FootballState): LeadTimes {
  checkRates(model);
  checkState(state);
  const score = scoreNow(state);
  const classes = classesFrom(score, FURTHER_LEAD);
  const chain = scoreChain(model, classes, state.redCards);
  const p = new Float64Array(classes.size);
  p[classes.at(score.home, score.away)] = 1;
  const shares = new Float64Array(STRETCHES.length * LEAD_CLASSES);
  for (const segment of cutByStretch(remainingSegments(model.parameters, state))) {
    const time = new Float64Array(classes.size);
    advance(chain, p, segment, { time, precision: PRECISION });
    const whole = (segment.to - segment.from) / MATCH_MINUTES;
    const row = stretchAt(segment.from) * LEAD_CLASSES;
    for (let at = 0; at < classes.size; at += 1) {
      const cell = row + leadClass(classes.leads[at] ?? 0);
      shares[cell] = (shares[cell] ?? 0) + (time[at] ?? 0) / whole;
    }
  }
  return shares;
}
