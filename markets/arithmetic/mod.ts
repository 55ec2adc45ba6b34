export {
  formatLine,
  handicapResult,
  handicapThreshold,
  lineResult,
  parseLine,
  totalDirection,
  totalResult,
  type HandicapSide,
  type LineDirection,
  type LineQuarters,
  type LineResult,
  type TotalSide,
} from './line.ts';
export {
  add as addRational,
  formatRational,
  isBelow as isRationalBelow,
  multiply as multiplyRational,
  ONE as RATIONAL_ONE,
  parseRational,
  rational,
  roundHalfUp,
  subtract as subtractRational,
  toNumber as rationalToNumber,
  ZERO as RATIONAL_ZERO,
  type Rational,
} from './rational.ts';
export {
  DEAD_HEAT_METHODS,
  deadHeatFactor,
  deadHeatPays,
  LEG_RESULTS,
  legFactor,
  legResultOf,
  oddsAfterRule4,
  placeOdds,
  reducedPrice,
  type DeadHeatMethod,
  type FeedResult,
  type LegOutcome,
  type LegResult,
} from './leg-factor.ts';
export { RULE4_MAX_PERCENT, rule4Deduction, rule4Total } from './rule4.ts';
export { betTypeName, choose, isSystemName, lineCount, SYSTEMS } from './systems.ts';
export {
  betReturn,
  FREE_BET_KINDS,
  MAX_WALKED_LINES,
  type BetLeg,
  type BetReturn,
  type BetTerms,
  type FreeBetKind,
} from './bet-return.ts';
export {
  builderResult,
  legShare,
  potentialPayout,
  selectionsOf,
  ticketReturn,
  winningLeg,
  type PricedLeg,
  type SharedLeg,
  type TicketLeg,
} from './ticket.ts';
export { accumulatorBonus, ACCUMULATOR_BONUSES, accumulatorBonusFor } from './accumulator-bonus.ts';
export {
  betPayout,
  boostedOdds,
  placeFactor,
  winFactor,
  type BetPayout,
  type SettledLeg,
} from './bet-payout.ts';
export { scorelineResult, type ScorelinePick } from './scoreline.ts';
export { shareWithBonus } from './bonus-share.ts';
