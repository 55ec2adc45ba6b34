export {
  startSettlement,
  type Settlement,
  type SettlementOptions,
  type SettlementServicePorts,
} from './service.ts';
export type { SettlementPorts } from './ports.ts';
export { resultFixture, type Resulted } from './resulting.ts';
export { settleFixture, type SettleCounts, type SettleOptions } from './settle.ts';
export { closeFixture } from './fence.ts';
export { openReviews, overdueBets } from './sweeper.ts';
export { HOUSE_RULES, ruleBookOf } from './house-rules/rule-book.ts';
export * from './rules/mod.ts';
