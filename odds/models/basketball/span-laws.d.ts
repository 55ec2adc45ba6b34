import type { Score } from '#contracts/mod.ts';
import type { BasketballSpan } from '#markets/mod.ts';
import { type BasketballModel } from './model.ts';
import { type PointsLaw } from './points-law.ts';
import { type BasketballState } from './state.ts';
/** Points of a span of play: those on the board, and the law of those to come. */
export type SpanLaw = Readonly<{
    onBoard: Score;
    law: PointsLaw;
}>;
/**
 * The law of every span of play, from the same independent stretches: so that a half is what its quarters
 * add up to. Worked out when first asked for.
 * @throws InputError when the model or the state makes no sense.
 */
export declare function spanLaws(model: BasketballModel, state: BasketballState): (span: BasketballSpan) => SpanLaw;
