import type { BetStatus } from './bet.ts';
import type { FixtureId } from './ids.ts';

/** Any text as one token of a subject, which can be read back. */
const subjectToken = (text: string): string =>
  encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('*', '%2A');

/** NATS subjects; wildcards only in subscriptions. */
export const subjects = {
  feed: (sport: string, fixture: FixtureId) => `feed.${sport}.${fixture}`,
  feedAll: 'feed.>',
  alive: (producer: string) => `alive.${producer}`,
  aliveAll: 'alive.*',
  /** What others offer on one market: `MarketQuotes`, of which only the newest is kept. */
  quotes: (producer: string, marketUrn: string) => `quotes.${producer}.${subjectToken(marketUrn)}`,
  quotesOf: (producer: string) => `quotes.${producer}.*`,
  /** What a provider says about bets on a market: `ProvidedSettlement`. */
  claims: (producer: string) => `claims.${producer}`,
  odds: (sport: string, fixture: FixtureId) => `odds.${sport}.${fixture}`,
  oddsAll: 'odds.>',
  book: (sport: string, fixture: FixtureId) => `book.${sport}.${fixture}`,
  bookAll: 'book.>',
  /** What the host believes of a fixture with open bets, for the risk of the house. */
  chances: (sport: string, fixture: FixtureId) => `chances.${sport}.${fixture}`,
  chancesAll: 'chances.>',
  bet: (status: BetStatus) => `bet.${status}`,
  betAll: 'bet.*',
  ledger: 'ledger.entry',
  result: (sport: string, fixture: FixtureId) => `result.${sport}.${fixture}`,
  resultAll: 'result.>',
  trade: (kind: string) => `trade.${kind}`,
  tradeAll: 'trade.*',
  risk: (kind: string) => `risk.${kind}`,
  riskAll: 'risk.*',
  journal: (fixture: FixtureId) => `journal.${fixture}`,
  /** Request and reply with the owner of a shard. */
  decide: (shard: number) => `decide.${String(shard)}`,
  command: (shard: number) => `command.${String(shard)}`,
  quote: (shard: number) => `quote.${String(shard)}`,
  image: (shard: number) => `image.${String(shard)}`,
  /** Request and reply with the risk service: the tail of the house. */
  tail: 'tail.read',
  /** Request and reply with the desk that lays risk off at an exchange. */
  layOff: 'lay-off.ask',
  /** Request and reply with any bet-api: the state of an account. */
  accountRead: 'account.read',
  /** Once a second per host: `{owner, shards, at}`. */
  hostAlive: 'host.alive',
} as const;

export type StreamDefinition = Readonly<{
  name: string;
  subjects: readonly string[];
  maxAgeMs: number;
  maxBytes: number;
  /** 1 keeps only the newest message of each subject. */
  maxPerSubject?: number;
}>;

const HOUR_MS = 3_600_000;
const MIB = 1_048_576;

/** Few streams, bounded by age and bytes. Nothing in them is the only copy of anything. */
export const STREAMS: readonly StreamDefinition[] = [
  { name: 'FEED', subjects: ['feed.>', 'claims.*'], maxAgeMs: 24 * HOUR_MS, maxBytes: 512 * MIB },
  {
    name: 'QUOTES',
    subjects: ['quotes.>'],
    maxAgeMs: HOUR_MS,
    maxBytes: 256 * MIB,
    maxPerSubject: 1,
  },
  { name: 'ODDS', subjects: ['odds.>'], maxAgeMs: HOUR_MS, maxBytes: 512 * MIB },
  {
    name: 'FACTS',
    subjects: ['bet.*', 'ledger.entry', 'result.>', 'trade.*', 'risk.*'],
    maxAgeMs: 24 * HOUR_MS,
    maxBytes: 512 * MIB,
  },
  { name: 'JOURNAL', subjects: ['journal.*'], maxAgeMs: 6 * HOUR_MS, maxBytes: 512 * MIB },
  { name: 'DEAD', subjects: ['dead.>'], maxAgeMs: 7 * 24 * HOUR_MS, maxBytes: 64 * MIB },
];
