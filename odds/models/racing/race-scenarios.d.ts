import type { RacingFacts, Scenario } from '#markets/mod.ts';
import type { OrderDepth, OrderLaw } from './order-law.ts';
/** The race in which all who run come home, in the order of their numbers. */
export declare function plainRace(law: OrderLaw): RacingFacts;
/**
 * All ways in which the first `depth` places can be filled, with their chances; dead heats and falls
 * have none. Markets that look further back than `depth` are not answered by these, except in a field
 * with only one more runner, which is then last.
 */
export declare function raceScenarios(law: OrderLaw, depth: OrderDepth): readonly Scenario<RacingFacts>[];
