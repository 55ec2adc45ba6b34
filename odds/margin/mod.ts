export { devig, type FairBook } from './devig.ts';
export { applyMargin, priceBook, type PricedBook } from './apply.ts';
export {
  APPLY_METHODS,
  DEVIG_METHODS,
  type ApplyMethod,
  type DevigMethod,
  type MethodParameter,
} from './methods.ts';
export {
  LADDER_KINDS,
  moveTicks,
  onLadder,
  toLadder,
  type LadderKind,
  type LadderMode,
} from './ladder.ts';
export { publishedOdds, type PublishRule } from './published-odds.ts';
export { oddsFormats, overround, type OddsFormats, type Overround } from './formats.ts';
