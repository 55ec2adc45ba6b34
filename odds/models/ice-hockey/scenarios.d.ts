import type { MarketIdentity } from '#contracts/mod.ts';
import { type IceHockeyFacts, type IceHockeyView, type Scenario } from '#markets/mod.ts';
import { type FiveWay } from '../five-way.ts';
import { type IceHockeyModel } from './model.ts';
import { type IceHockeyState } from './state.ts';
export type IceHockeyScenario = Scenario<IceHockeyFacts>;
/** A game as a model sees it from a state. */
export type IceHockeyOutlook = Readonly<{
    /** Every way in which what a market looks at may come out; the chances sum to 1. */
    scenarios: (view: IceHockeyView) => readonly IceHockeyScenario[];
    /** Chances of the five results of each outcome of a market, in the order of its outcomes. */
    chances: (market: MarketIdentity) => readonly FiveWay[];
}>;
/**
 * The outlook of a game: lists of scenarios by what a market looks at. All of them come from one process
 * of goals, so that every two markets agree.
 * @throws InputError when the model or the state makes no sense, or a market is not of ice hockey.
 */
export declare function iceHockeyOutlook(model: IceHockeyModel, state: IceHockeyState): IceHockeyOutlook;
/** One list of scenarios; see `iceHockeyOutlook`, which shares the work between several. */
export declare const iceHockeyScenarios: (model: IceHockeyModel, state: IceHockeyState, view: IceHockeyView) => readonly IceHockeyScenario[];
