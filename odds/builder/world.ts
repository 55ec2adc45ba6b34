import type { MarketKey, OutcomeId, Side } from '#contracts/mod.ts';
import type { FootballIndex, PayoffContext, Space } from '#markets/mod.ts';

/** One answer to one market of the fixture. */
export type Leg = Readonly<{ marketKey: MarketKey; outcomeId: OutcomeId }>;

/** The distribution of a factor beside the core, independent of it. */
export type FactorChances = Readonly<{ space: Space; chances: Float64Array }>;

/** A player who may still score, with his share of each further goal of his team. */
export type ScoringPlayer = Readonly<{
  side: Side;
  share: number;
  goals: number;
  /** Somebody has scored, so that the question of the first scorer is answered. */
  isFirst: boolean | null;
}>;

/** Everything that is uncertain about one match now, as far as legs can ask. */
export type World = Readonly<{
  index: FootballIndex;
  /** Chances of the cells of the core; they sum to 1. */
  core: Float64Array;
  context: PayoffContext;
  /** By the name of the distribution, see `distributionOf`. */
  factors: ReadonlyMap<string, FactorChances>;
  players: ReadonlyMap<string, ScoringPlayer>;
  /** Goals of the 90 minutes so far. */
  scored: Readonly<{ home: number; away: number }>;
}>;
