import { type InPlayModel } from '../rates.ts';
import type { FootballState } from '../scenario.ts';
/** Home leads as corners and cards feel them: two or more behind, one behind, level, one and two or more ahead. */
export declare const LEAD_CLASSES = 5;
/** 0..4 by the home lead. */
export declare const leadClass: (lead: number) => number;
/**
 * Shares of the time still to be played which the score spends in each lead class: 8 stretches × 5
 * classes, row-major by `STRETCHES` and `leadClass`. The row of a stretch with time left sums to 1, the
 * row of a stretch that is over to 0.
 */
export type LeadTimes = Float64Array<ArrayBuffer>;
/**
 * Expected lead times from the core's birth process, by its state equations on score classes. They tie
 * corners and cards to goals; pass the times of one class of final scores instead to condition on it.
 * @throws InputError for rates or a state out of range.
 */
export declare function leadTimes(model: InPlayModel, state: FootballState): LeadTimes;
