import {
  BetMessageSchema,
  FixtureEventSchema,
  LedgerEntryMessageSchema,
  OddsMessageSchema,
  ResultMessageSchema,
  subjects,
} from '#contracts/mod.ts';
import { parserOf, type Parse } from '#platform/mod.ts';

import {
  betEventRows,
  feedEventRows,
  ledgerEntryRows,
  oddsMoveRows,
  parseLooseEvent,
  resultRows,
  riskEventRows,
  tradeEventRows,
  type Table,
  type ToRowsOfDelivery,
} from './rows/mod.ts';

/** One durable consumer: what it reads, how a message is checked, and the rows that it becomes. */
export type Source<Message> = Readonly<{
  stream: string;
  durable: string;
  filter: string;
  table: Table;
  parse: Parse<Message>;
  toRows: ToRowsOfDelivery<Message>;
  maxItems: number;
}>;

/** Hides the message type, so that sources of all kinds fit into one list. */
export type AnySource = <Result>(visit: <Message>(source: Source<Message>) => Result) => Result;

const source =
  <Message>(definition: Source<Message>): AnySource =>
  (visit) =>
    visit(definition);

const fact = { stream: 'FACTS', maxItems: 2_000 } as const;

/** Made anew for each writer, because the odds remember the last board they saw. */
export const analyticsSources = (): readonly AnySource[] => [
  source({
    stream: 'FEED',
    durable: 'analytics-feed',
    filter: subjects.feedAll,
    table: 'feed_event_raw',
    parse: parserOf(FixtureEventSchema),
    toRows: feedEventRows,
    maxItems: 2_000,
  }),
  source({
    stream: 'ODDS',
    durable: 'analytics-odds',
    filter: subjects.oddsAll,
    table: 'odds_move_raw',
    parse: parserOf(OddsMessageSchema),
    toRows: oddsMoveRows(),
    // One odds message becomes up to a few hundred rows.
    maxItems: 250,
  }),
  source({
    ...fact,
    durable: 'analytics-bets',
    filter: subjects.betAll,
    table: 'bet_event_raw',
    parse: parserOf(BetMessageSchema),
    toRows: betEventRows,
  }),
  source({
    ...fact,
    durable: 'analytics-ledger',
    filter: subjects.ledger,
    table: 'ledger_entry_raw',
    parse: parserOf(LedgerEntryMessageSchema),
    toRows: ledgerEntryRows,
  }),
  source({
    ...fact,
    durable: 'analytics-results',
    filter: subjects.resultAll,
    table: 'result_raw',
    parse: parserOf(ResultMessageSchema),
    toRows: resultRows,
  }),
  source({
    ...fact,
    durable: 'analytics-trade',
    filter: subjects.tradeAll,
    table: 'trade_event_raw',
    parse: parseLooseEvent,
    toRows: tradeEventRows,
  }),
  source({
    ...fact,
    durable: 'analytics-risk',
    filter: subjects.riskAll,
    table: 'risk_event_raw',
    parse: parseLooseEvent,
    toRows: riskEventRows,
  }),
];
