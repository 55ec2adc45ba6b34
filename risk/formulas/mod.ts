export {
  liquiditySensitiveLmsr,
  lmsr,
  lmsrMaxLoss,
  purchase,
  type MakerState,
} from './market-makers.ts';
export { indifferencePrice, tilt, type Tilted } from './tilt.ts';
export { playRobustBook, robustLoss, robustQuote, type RobustBook } from './robust-book.ts';
export { arbitrage, kelly, layOffByBacking, matchedLay, type Kelly } from './staking.ts';
export {
  jointWorst,
  singleWinnerBook,
  worstOfWinners,
  type BetPayouts,
  type BookBet,
  type JointWorst,
  type RunnerPosition,
} from './book.ts';
export {
  attribution,
  parlayLimit,
  poolQuote,
  timeCap,
  type Attribution,
  type LimitedLeg,
  type PoolQuote,
  type PricedLeg,
  type TimeCapRule,
} from './allocation.ts';
export { maxStake, type MaxStake, type StakeLimits } from './max-stake.ts';
export {
  betsNeeded,
  binomialTail,
  falseDiscoveries,
  meanZ,
  poissonTail,
  profitDeviation,
  sequentialBounds,
  sequentialTest,
  type SequentialBounds,
  type SequentialDecision,
  type SequentialResult,
  type SequentialTest,
} from './detection.ts';
export { tailRisk, type TailRisk, type WeightedLoss } from './tail-risk.ts';
export {
  DEMANDS,
  inventoryQuote,
  optimalPrice,
  utilityMargin,
  type Demand,
  type InventoryModel,
  type InventoryQuote,
} from './quoting.ts';
export { farPrice, flowHold, multipleHold } from './yields.ts';
