/** Markets that others quote and no model of ours prices: prices from theirs, moved by stakes, with a bounded loss. */
export { DEFAULT_ROBUST, robustChances, robustLiquidity, staysBounded } from './loss-bound.ts';
export type { RobustMarket, RobustRule } from './loss-bound.ts';
export { lossMoves, marketLosses } from './market-losses.ts';
