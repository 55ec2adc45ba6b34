export {
  bodyHashOf,
  refusalAnswer,
  refused,
  type Answer,
  type BetOrder,
  type Refused,
} from './order.ts';
export type { BetRow } from './bet-row.ts';
export { betView } from './bet-view.ts';
export { preFilter } from './pre-filter.ts';
export { receiveBet, type ReceiveOutcome, type Received } from './receive.ts';
export { holdStakes, type HoldItem, type HoldResult } from './hold.ts';
export { decideBet, decideSingle, type Decided } from './decide-bet.ts';
export type { Decision } from './decide.ts';
export { finishBets, type FinishItem, type FinishPorts, type FinishResult } from './finish.ts';
export { claimOverdue, giveUpClaims, type Claim } from './claim.ts';
export { Placement, type Placed, type PlacementPorts } from './placement.ts';
