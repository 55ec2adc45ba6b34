import type { MarketKey, OutcomeId, Side } from '#contracts/mod.ts';
import type { FootballIndex, PayoffContext, Space } from '#markets/mod.ts';

/** One answer to one market of the fixture. */
export type Leg = Readonly<{ marketKey: MarketKey; outcomeId: OutcomeId }>;

/** What a factor counts: two distributions of one kind depend on each other. */
export type FactorKind = 'corners' | 'cards' | 'goals';

/**
 * The distribution of a factor beside the core. Corners and cards are independent of the core and of each
 * other; what is about goals is not, and has no joint chance with other legs.
 */
export type FactorChances = Readonly<{ kind: FactorKind; space: Space; chances: Float64Array }>;

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
