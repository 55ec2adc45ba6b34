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
export { effectKey, type Action } from './approvals/action.ts';
export { approve, decisionById, propose, reject } from './approvals/decide.ts';
export {
  DECISION_STATUSES,
  listDecisions,
  type Actor,
  type Decision,
} from './approvals/decision-store.ts';
export type { Effect } from './approvals/effect.ts';
export {
  approvalPolicy,
  DEFAULT_APPROVAL_POLICY,
  needsSecond,
  type ApprovalPolicy,
} from './approvals/policy.ts';
export { previewOf } from './approvals/preview.ts';
export {
  holdById,
  listHolds,
  placeHold,
  releaseHold,
  type Hold,
  type HoldTarget,
} from './holds/holds.ts';
export * from './rules/mod.ts';
