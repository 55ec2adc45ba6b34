import type { MarketQuotes, ProvidedSettlement } from '#contracts/mod.ts';
import { seededRandom, silentLogger, systemClock } from '#platform/mod.ts';
import { scoreOf } from '#markets/mod.ts';

import type { EventDraft } from '../../script.ts';
import { makeCatalogueLines } from '../catalogue-lines.ts';
import { runUofClient } from '../client.ts';
import { makeDescriptions } from '../descriptions.ts';
import { makeFixtureIdentity } from '../identity.ts';
import { producersOf } from '../producers.ts';
import type { DownReason } from '../recovery.ts';
import { makeUofRest } from '../rest.ts';
import { startUofTestServer, type UofTestServer } from '../test-server/server.ts';
import { UofFeed, type UofOutputs } from '../uof-feed.ts';
import { makeUnknownElements } from '../unknown-elements.ts';

const NODE = 12;

/** A client of the test server, and all that came out of it. */
export type ClientRig = Readonly<{
  server: UofTestServer;
  feed: UofFeed;
  drafts: EventDraft[];
  /** The last quotes of each market. */
  quotes: ReadonlyMap<string, MarketQuotes>;
  settlements: ProvidedSettlement[];
  poison: Readonly<{ line: string; reason: string }>[];
  /** Why each producer is down, by id; null while it is up. */
  down: ReadonlyMap<number, DownReason | null>;
  messages: () => number;
  /** What the consumer does with each output; it may take its time. */
  setConsumer: (consume: (outputs: UofOutputs) => Promise<void>) => void;
  /** All that bets rest on. */
  state: () => unknown;
  stop: () => Promise<void>;
}>;

export async function startClientRig(
  more: Readonly<{ inactivityMs?: number; prefetch?: number }> = {},
): Promise<ClientRig> {
  const server = await startUofTestServer({ clock: systemClock });
  const unknown = makeUnknownElements();
  const rest = makeUofRest(
    { clock: systemClock, baseUrl: server.apiUrl, token: 'test', unknown, spacingMs: 1 },
    NODE,
  );
  const { inactivityMs = 10_000, prefetch = 50 } = more;
  // They recover at once and go down soon, so that tests need not wait.
  const producers = producersOf(await rest.producers(), { leastGapMs: 300, inactivityMs });
  const descriptions = makeDescriptions(await rest.descriptions());
  const feed = new UofFeed({
    ...{ producer: 'uof', descriptions, lines: makeCatalogueLines(descriptions) },
    identity: makeFixtureIdentity(),
  });
  const stopping = new AbortController();
  const drafts: EventDraft[] = [];
  const quotes = new Map<string, MarketQuotes>();
  const settlements: ProvidedSettlement[] = [];
  const poison: { line: string; reason: string }[] = [];
  const down = new Map<number, DownReason | null>();
  let messages = 0;
  let consumer: (outputs: UofOutputs) => Promise<void> = () => Promise.resolve();
  const running = runUofClient({
    ...{
      clock: systemClock,
      random: seededRandom('rig'),
      log: silentLogger(),
      rest,
      feed,
      unknown,
    },
    broker: {
      ...{ hostname: '127.0.0.1', port: server.broker.port, isTls: false, token: 'test' },
      ...{ vhost: '/unifiedfeed/1', heartbeatS: 2, timeoutMs: 5_000 },
    },
    ...{ producers, descriptions },
    ...{ nodeId: NODE, prefetch, signal: stopping.signal },
    onOutputs: (outputs) => {
      drafts.push(...outputs.drafts);
      for (const one of outputs.quotes) quotes.set(one.marketUrn, one);
      settlements.push(...outputs.settlements);
      return consumer(outputs);
    },
    onProducer: ({ id }, reason) => void down.set(id, reason),
    onPoison: (one) => void poison.push(one),
    onMessage: () => {
      messages += 1;
    },
  });
  return {
    ...{ server, feed, drafts, quotes, settlements, poison, down },
    messages: () => messages,
    setConsumer: (consume) => void (consumer = consume),
    state: () => stateOf(feed),
    stop: async () => {
      stopping.abort(new Error('the test is over'));
      await running;
      await server.close();
    },
  };
}

/** Lines, settlements, cancellations in force, and the facts of matches. */
const stateOf = (feed: UofFeed): unknown => ({
  books: [...feed.books()].sort().map(([urn, { lines, settlements, cancels }]) => ({
    urn,
    lines: [...lines].sort(),
    settlements: [...settlements].sort(),
    cancels: [...cancels].filter(([, { isInForce }]) => isInForce).sort(),
  })),
  matches: feed.records().map((record) => ({
    score: scoreOf(record),
    phase: record.phase,
    corners: record.corners.length,
    result: record.results.confirmed ?? record.results.live,
  })),
});
