import type { MarketIdentity } from '#contracts/mod.ts';
import { type BasketballFacts, type BasketballView, type Scenario } from '#markets/mod.ts';
import { type FiveWay } from '../five-way.ts';
import type { BasketballModel } from './model.ts';
import type { BasketballState } from './state.ts';
export type BasketballScenario = Scenario<BasketballFacts>;
/** A game as a model sees it from a state. */
export type BasketballOutlook = Readonly<{
    /** Every way in which what a market looks at may come out; the chances sum to 1. */
    scenarios: (view: BasketballView) => readonly BasketballScenario[];
    /** Chances of the five results of each outcome of a market, in the order of its outcomes. */
    chances: (market: MarketIdentity) => readonly FiveWay[];
}>;
/**
 * The outlook of a game: lists of scenarios by what a market looks at. All of them come from the same
 * laws of the same stretches of play, so that every two markets agree.
 * @throws InputError when the model or the state makes no sense, or a market is not of basketball.
 */
export declare function basketballOutlook(model: BasketballModel, state: BasketballState): BasketballOutlook;
/** One list of scenarios; see `basketballOutlook`, which shares the work between several. */
export declare const basketballScenarios: (model: BasketballModel, state: BasketballState, view: BasketballView) => readonly BasketballScenario[];
