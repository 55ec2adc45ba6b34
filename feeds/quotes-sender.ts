import { MarketQuotesSchema, subjects, type MarketQuotes } from '#contracts/mod.ts';
import { InvalidMessageError, parserOf, publishJson, sendJson } from '#platform/mod.ts';

import type { DeadLetters } from './dead-letters.ts';
import type { SourceContext } from './sources/source.ts';

export type QuotesSender = Readonly<{
  /** Queues quotes; only the newest of a market waits, so that a slow NATS costs prices in between and no memory. */
  send: (quotes: readonly MarketQuotes[]) => void;
  /** Takes what an earlier process has left out of the stream: nobody knows whether it still holds. */
  forgetOld: () => Promise<void>;
  /** What still waits when the source ends: sent once, without an answer. */
  finish: () => void;
}>;

const BATCH = 200;
const RETRY_MS = 250;
const TIMEOUT_MS = 2_000;
const parseQuotes = parserOf(MarketQuotesSchema);

/** The way of quotes out: `quotes.<producer>.<market>`, where the stream keeps the newest of each market. */
export function makeQuotesSender(
  context: Pick<SourceContext, 'clock' | 'nats' | 'log' | 'metrics' | 'signal'>,
  producer: string,
  deadLetters: DeadLetters,
): QuotesSender {
  const { clock, nats, log, metrics, signal } = context;
  const waiting = new Map<string, MarketQuotes>();
  let sending: Promise<void> | undefined;

  async function sendOne(quotes: MarketQuotes): Promise<void> {
    try {
      await publishJson(nats, subjects.quotes(producer, quotes.marketUrn), quotes, {
        timeoutMs: TIMEOUT_MS,
      });
      metrics.quotes.inc({ producer });
    } catch (error) {
      metrics.retries.inc({ server: 'nats' });
      log.warn({ err: error, market: quotes.marketUrn }, 'quotes could not be sent, retrying');
      if (!waiting.has(quotes.marketUrn)) waiting.set(quotes.marketUrn, quotes);
      await clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }

  async function drain(): Promise<void> {
    while (waiting.size > 0 && !signal.aborted) {
      const batch = [...waiting.values()].slice(0, BATCH);
      for (const { marketUrn } of batch) waiting.delete(marketUrn);
      await Promise.all(batch.map(sendOne));
    }
  }

  function add(quotes: MarketQuotes): void {
    try {
      waiting.set(quotes.marketUrn, parseQuotes(quotes));
    } catch (error) {
      const reason = error instanceof InvalidMessageError ? error.reason : String(error);
      const line = JSON.stringify(quotes);
      deadLetters.add({ producer, reason, line, receivedAt: clock.now() });
    }
  }

  return {
    send: (quotes) => {
      for (const one of quotes) add(one);
      sending ??= drain().finally(() => (sending = undefined));
    },
    forgetOld: async () => {
      await nats.jsm.streams.purge('QUOTES', { filter: subjects.quotesOf(producer) });
    },
    finish: () => {
      if (nats.connection.isClosed()) return;
      for (const [urn, one] of waiting) sendJson(nats, subjects.quotes(producer, urn), one);
      waiting.clear();
    },
  };
}
