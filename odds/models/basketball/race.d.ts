import type { BasketballFacts, Scenario } from '#markets/mod.ts';
import type { BasketballModel } from './model.ts';
import type { SpanLaw } from './span-laws.ts';
import type { BasketballState } from './state.ts';
type Race = Readonly<{
    to: number;
    match: SpanLaw;
}>;
/**
 * Who is first to N points. Point by point, the first to N is whoever leads when 2N − 1 points have been
 * scored, so no paths need be followed: given the final score, the margin at that total is the normal law
 * of a Brownian bridge over the points, whose variance per point is that of the model (the points serve as
 * the clock). A side that alone reaches N is first; when neither does, nobody is. A basket of two or three
 * points may jump over 2N − 1, which is the error: under 0.01, see the tests against simulated baskets.
 */
export declare function raceScenarios({ margin, total }: BasketballModel, state: BasketballState, { to, match }: Race): readonly Scenario<BasketballFacts>[];
export {};
