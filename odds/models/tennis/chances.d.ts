import type { MarketIdentity } from '#contracts/mod.ts';
import { type FiveWay } from '../five-way.ts';
import type { TennisModel, TennisState } from './state.ts';
/** Chances of the five results of each outcome of a market, in the order of its outcomes. */
export type TennisPricer = (identity: MarketIdentity) => readonly FiveWay[];
/**
 * Prices markets at one live score; markets on the same subject share its scenarios.
 * @throws InputError for a market that the catalogue does not have, and as `tennisScenarios` does.
 */
export declare function tennisPricer(model: TennisModel, state: TennisState): TennisPricer;
/** As one call of `tennisPricer` and of what it gives. */
export declare const tennisChances: (model: TennisModel, state: TennisState, identity: MarketIdentity) => readonly FiveWay[];
