export { DEFAULT_MARGIN_BPS, MINIMUM_MARGIN_BPS } from './board/default-margins.ts';
export { layOut, type BoardLayout } from './board/board-layout.ts';
export {
  priceBoard,
  type BoardMarket,
  type Distribution,
  type PricedMarket,
} from './board/price-board.ts';
export { type PriceJob, type PriceResult } from './pricing/price-job.ts';
export { LIVE_PARAMETERS, runPriceJob, type CalibrationCache } from './pricing/run-price-job.ts';
export { createPricingPool, type PricingPool } from './workers/pricing-pool.ts';
