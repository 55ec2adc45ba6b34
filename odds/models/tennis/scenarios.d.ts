import { type Scenario, type TennisFacts, type TennisSubject } from '#markets/mod.ts';
import { type TennisModel, type TennisState } from './state.ts';
/** Scenarios of one live score, by subject. */
export type ScenariosBySubject = (subject: TennisSubject) => readonly Scenario<TennisFacts>[];
/** As `tennisScenarios`, for many subjects at one score: each is worked out once. */
export declare function scenariosBySubject(model: TennisModel, state: TennisState): ScenariosBySubject;
/**
 * How a match can go on from a live score, as to one subject: facts that hold the answer to it, with
 * chances that sum to 1. Those of the whole match are the joint distribution of sets, games, tie-breaks and
 * the winner of the first set, so that markets and combinations on them are exact.
 * @throws InputError NUMBER_INVALID when p or q is no chance or a count not whole; FORMAT_INVALID;
 * STATE_CONTRADICTORY when there is no such score or the match is over; SPECIFIER_INVALID when the match has
 * no such set, or when the subject is over and the score does not tell how it went.
 */
export declare const tennisScenarios: (model: TennisModel, state: TennisState, subject?: TennisSubject) => readonly Scenario<TennisFacts>[];
