import type { BasketballFacts, BasketballSpan, BasketballView, Scenario } from '#markets/mod.ts';
import type { SpanLaw } from './span-laws.ts';
type LawOf = (span: BasketballSpan) => SpanLaw;
type Joint = Extract<BasketballView, Readonly<{
    joint: string;
}>>['joint'];
/** Several spans of play together, in as few classes as the markets tell apart; spans are independent. */
export declare const jointScenarios: (joint: Joint, lawOf: LawOf) => readonly Scenario<BasketballFacts>[];
export {};
