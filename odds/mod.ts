export {
  DEFAULT_MARGIN_POLICY,
  defaultMarginBps,
  MINIMUM_MARGIN_BPS,
} from './board/default-margins.ts';
export {
  explainOutcomes,
  PRICE_STEPS,
  type BookExplanation,
  type MarketExplanation,
  type OutcomeExplanation,
  type PriceStep,
} from './board/explain-outcomes.ts';
export { factorParameters } from './board/factors/parameters.ts';
export type { ConsensusCaps } from './board/consensus-cap.ts';
export { priceOutcomes, type MarketPricing, type OutcomeView } from './board/price-market.ts';
export { layOut, type BoardLayout } from './board/board-layout.ts';
export { boardTables } from './board/board-tables.ts';
export {
  priceBoard,
  type BoardMarket,
  type Distribution,
  type PricedMarket,
} from './board/price-board.ts';
export { type PriceJob, type PriceResult } from './pricing/price-job.ts';
export { LIVE_PARAMETERS, runPriceJob, type CalibrationCache } from './pricing/run-price-job.ts';
export { createPricingPool, type PricingPool } from './workers/pricing-pool.ts';
export {
  combinable,
  jointLegs,
  legChances,
  type Addition,
  type FactorChances,
  type JointLegs,
  type Leg,
  type ScoringPlayer,
  type World,
} from './builder/mod.ts';
export {
  cashOutValue,
  type CashOutTerms,
  type CashOutValue,
  type OpenLeg,
} from './cash-out/cash-out.ts';
export {
  createRatingsPool,
  type FitJob,
  type RatingsPool,
  type WalkControl,
} from './workers/ratings-pool.ts';
export type { MarginPhase } from './margin/mod.ts';
export { footballFactors, type Factors } from './board/factors/mod.ts';
