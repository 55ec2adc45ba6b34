import {
  outcomeId,
  type MarketQuotes,
  type MarketStatus,
  type QuotedOutcome,
} from '#contracts/mod.ts';

import { bestPrices } from './best-prices.ts';
import { runnerKey, type MarketBook } from './book.ts';
import { asianLine, catalogueMarket, type CatalogueMarket } from './market-names.ts';
import type { MarketDefinition, RunnerDefinition } from './message.ts';

const STATUS: Readonly<Record<MarketDefinition['status'], MarketStatus>> = {
  OPEN: 'active',
  SUSPENDED: 'suspended',
  INACTIVE: 'inactive',
  CLOSED: 'settled',
};

/**
 * As the exchange says it. That is not what a bet is worth: a push shows as LOSER and a half win as WINNER, so
 * nothing is settled by it.
 */
const RUNNER_STATUS: Readonly<Record<RunnerDefinition['status'], QuotedOutcome['status']>> = {
  ACTIVE: 'active',
  HIDDEN: 'removed',
  REMOVED: 'removed',
  REMOVED_VACANT: 'removed',
  WINNER: 'won',
  PLACED: 'won',
  LOSER: 'lost',
};

/**
 * The book as canonical messages: one for the market, or one for each line of an Asian handicap. Only active
 * runners of an open or suspended market have prices. None before the exchange has sent a definition.
 */
export function quotesOf(producer: string, book: MarketBook): readonly MarketQuotes[] {
  const { definition } = book;
  if (definition === null) return [];
  const sorted = [...definition.runners].sort(
    (left, right) => (left.sortPriority ?? 0) - (right.sortPriority ?? 0),
  );
  return linesOf(definition, sorted).map(({ runners, known, name }) => ({
    producer,
    fixture:
      definition.eventId == null
        ? null
        : {
            urn: `betfair:event:${definition.eventId}`,
            name: definition.eventName ?? null,
            startsAt: timeOf(definition.marketTime),
          },
    marketUrn: `betfair:market:${book.id}${name}`,
    marketKey: known?.marketKey ?? null,
    status: STATUS[definition.status],
    inPlay: definition.inPlay,
    winners: definition.numberOfWinners ?? null,
    outcomes: runners.map((runner, at) => outcomeOf(book, runner, known?.outcomes[at])),
    at: book.at,
  }));
}

type Line = Readonly<{
  runners: readonly RunnerDefinition[];
  known: CatalogueMarket | undefined;
  /** What tells it from the other lines of its market. */
  name: string;
}>;

/** Runners of a double line come in pairs, home and away, with opposite handicaps. */
function linesOf(
  { bettingType, eventTypeId, marketType }: MarketDefinition,
  sorted: readonly RunnerDefinition[],
): readonly Line[] {
  if (bettingType !== 'ASIAN_HANDICAP_DOUBLE_LINE') {
    const known = catalogueMarket(eventTypeId, marketType, sorted.length);
    return [{ runners: sorted, known, name: '' }];
  }
  const lines: Line[] = [];
  for (let at = 0; at + 1 < sorted.length; at += 2) {
    const runners = sorted.slice(at, at + 2);
    const [home = 0, away = 0] = runners.map(({ hc }) => hc ?? 0);
    const known = home === -away ? asianLine(eventTypeId, marketType, home) : undefined;
    lines.push({ runners, known, name: `@${home + 0}` });
  }
  return lines;
}

function outcomeOf(
  { definition, runners }: MarketBook,
  { id, hc, name, status, bsp }: RunnerDefinition,
  known: string | undefined,
): QuotedOutcome {
  const runner = runners.get(runnerKey(id, hc));
  const isOnOffer =
    status === 'ACTIVE' && (definition?.status === 'OPEN' || definition?.status === 'SUSPENDED');
  const prices =
    runner === undefined || !isOnOffer ? { back: null, lay: null } : bestPrices(runner);
  return {
    outcomeId: known === undefined ? null : outcomeId(known),
    providerId: runnerKey(id, hc),
    name: name ?? null,
    status: RUNNER_STATUS[status],
    ...prices,
    lastTraded: runner?.ltp ?? null,
    startingPrice: typeof bsp === 'number' ? bsp : null,
  };
}

function timeOf(text: string | null | undefined): number | null {
  const time = text == null ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** One book's prices as a consensus of books takes them; decimal odds in the order of the outcomes asked for. */
export type ExchangePrices = Readonly<{
  book: string;
  odds: readonly (number | null)[];
  at: number;
  method: 'multiplicative';
}>;

/** Sides farther apart in chance than this say too little: a thin market or an empty one. */
const WIDEST_SPREAD = 0.1;

/**
 * Mid prices of quotes for a consensus: the middle of backing and laying in chance, in which there is next to no
 * margin. Null for an outcome that is not quoted from both sides, or too widely, or while the market is not active.
 */
export function midPrices(quotes: MarketQuotes, outcomeIds: readonly string[]): ExchangePrices {
  const odds = outcomeIds.map((wanted) => {
    const outcome = quotes.outcomes.find(({ outcomeId: id }) => id === wanted);
    if (quotes.status !== 'active' || outcome?.back == null || outcome.lay === null) return null;
    const [high, low] = [1 / outcome.back.odds, 1 / outcome.lay.odds];
    const mid = (high + low) / 2;
    return high - low > WIDEST_SPREAD || !(mid > 0 && mid < 1) ? null : 1 / mid;
  });
  return { book: quotes.producer, odds, at: quotes.at, method: 'multiplicative' };
}
