export { devig, devigWithFallback, type FairBook } from './devig.ts';
export { applyMargin, priceBook, type PricedBook } from './apply.ts';
export {
  MARGIN_METHODS as APPLY_METHODS,
  MARGIN_METHODS as DEVIG_METHODS,
  MARGIN_METHODS,
  type FallbackReason,
  type MarginMethod as ApplyMethod,
  type MarginMethod as DevigMethod,
  type MarginMethod,
  type MethodUsed,
} from './methods.ts';
export type { MethodParameter } from './methods/method.ts';
export {
  devigOdds,
  marginOdds,
  validateBook,
  type DevigOptions,
  type MarginedOdds,
  type MarginOptions,
} from './calculator.ts';
export {
  LADDER_KINDS,
  ladderEnds,
  moveTicks,
  neighbourOf,
  onLadder,
  toLadder,
  type LadderKind,
  type LadderMode,
} from './ladder.ts';
export { fractionOf, oddsFromFraction, TRADITIONAL_FRACTIONS } from './fractions.ts';
export { bookSumOf, guardBook, offeredPrice, type LadderPrices } from './book-guard.ts';
export { oddsFormats, overround, type OddsFormats, type Overround } from './formats.ts';
export {
  loadingBpsAt,
  MARGIN_PHASES,
  OUTCOME_CLASSES,
  outcomeClass,
  resolveMargin,
  validateMarginPolicy,
  type LongShotLoading,
  type MarginByPhase,
  type MarginPhase,
  type MarginPolicy,
  type MarginQuestion,
  type OutcomeClass,
  type ResolvedMargin,
} from './margin-policy.ts';
export { checkCount, checkNumber, checkOdds } from './checks.ts';
