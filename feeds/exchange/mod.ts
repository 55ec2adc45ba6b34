export { bestPrices, bookOf, crossedRunners, type CrossedRunner } from './best-prices.ts';
export { runnerKey, type MarketBook, type RunnerBook } from './book.ts';
export { BOOK_LIMITS, makeBooks, type BookLimits, type Books, type Clocks } from './books.ts';
export {
  parseMessage,
  type ExchangeMessage,
  type MarketDefinition,
  type MarketMessage,
} from './message.ts';
export { midPrices, quotesOf, type ExchangePrices } from './quotes.ts';
export { MAX_LINE_BYTES } from './recorded-file.ts';
export {
  replayExchangeFile,
  type PoisonLine,
  type ReplayedFile,
  type ReplayFileOptions,
} from './replay-file.ts';
export { runExchangeStream, tlsTo } from './stream.ts';
export {
  DOWN_REASONS,
  type DownReason,
  type StreamOptions,
  type StreamState,
  type Subscription,
} from './stream-options.ts';
