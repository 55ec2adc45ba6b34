export * from './accounts.ts';
export * from './transfer.ts';
export * from './posting.ts';
export * from './payment-posting.ts';
export * from './lay-off-posting.ts';
export { expireHold, openHoldOf, postHold, voidHold } from './holding.ts';
export { expireDueHolds } from './expire.ts';
export { foldHouseAccounts } from './fold.ts';
export {
  clearExchange,
  exchange,
  exchangedMinor,
  type Exchange,
  type ExchangeRate,
} from './exchange.ts';
export { InvalidTransferError } from './plan.ts';
export type { RefusalCode, Refused } from './refusal.ts';
export { post, type PostResult } from './post.ts';
export type { PostedEntry } from './rows.ts';
export { balanceAt, balanceOf, openCustomerAccount } from './balances.ts';
export {
  verifyLedger,
  type InvariantResult,
  type LedgerVerdict,
  type VerifyProgress,
} from './verify.ts';
