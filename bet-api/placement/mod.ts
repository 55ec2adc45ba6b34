export {
  bodyHashOf,
  refusalAnswer,
  refused,
  type Answer,
  type BetOrder,
  type Refused,
} from './order.ts';
export { betView, type BetRow } from './bet-row.ts';
export { preFilter } from './pre-filter.ts';
export { receiveBet, type ReceiveOutcome, type Received } from './receive.ts';
export { holdStakes, type HoldItem, type HoldResult } from './hold.ts';
export { decideBet, type DecideOutcome, type Decision } from './decide.ts';
export { finishBets, type FinishItem, type FinishPorts, type FinishResult } from './finish.ts';
export { claimOverdue, giveUpClaims, type Claim } from './claim.ts';
export { Placement, type Placed, type PlacementPorts } from './placement.ts';
