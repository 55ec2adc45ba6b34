import { subjects, type FixtureId } from '#contracts/mod.ts';
import { publishJson, systemRandom } from '#platform/mod.ts';
import type { MatchRecord } from '#markets/mod.ts';

import { DeadLetters } from '../dead-letters.ts';
import { readFeedEvents } from '../feed-store.ts';
import { readOpenFixtures } from '../open-fixtures.ts';
import { makeQuotesSender } from '../quotes-sender.ts';
import { recordOfEvents } from '../script-record.ts';
import { untilDone, type Source, type SourceContext } from '../sources/source.ts';
import { makeCatalogueLines } from './catalogue-lines.ts';
import { runUofClient } from './client.ts';
import { makeDescriptions } from './descriptions.ts';
import { makeFixtureIdentity } from './identity.ts';
import { producersOf, type ProducerConfig, type ProducerLimits } from './producers.ts';
import type { DownReason } from './recovery.ts';
import { makeUofRest } from './rest.ts';
import type { UofBroker } from './session.ts';
import { UofFeed, type UofOutputs } from './uof-feed.ts';
import { makeUnknownElements } from './unknown-elements.ts';

export type UofOptions = Readonly<{
  /** Our name of the whole feed; `uof` unless given. */
  producer?: string;
  broker: Omit<UofBroker, 'token' | 'heartbeatS' | 'timeoutMs'>;
  /** `https://api.example.com/v1`. */
  apiUrl: string;
  token: string;
  /** Tells this client from others of the same bookmaker. */
  nodeId: number;
  /** Instead of the usual limits of every producer. */
  limits?: Partial<ProducerLimits>;
}>;

const HEARTBEAT_S = 10;
const CONNECT_TIMEOUT_MS = 10_000;
const SWEEP_EVERY_MS = 600_000;
/** Matches of the feed, whose ids are those that `makeFixtureIdentity` gives them. */
const OWN_FIXTURE = /^uof-([a-z]+)-match-(\d+)$/u;

/**
 * The Unified Odds Feed, of all producers that the provider lists as active: facts of matches as events, lines as quotes, and claims about settlement. After a start all
 * that was open before is stopped until the recovery has brought it again; everything is asked for, because lines are
 * not kept over a restart.
 */
export function uofSource(options: UofOptions): Source {
  const { producer = 'uof' } = options;
  return { producer, run: (context) => runSource(context, producer, options) };
}

async function runSource(
  context: SourceContext,
  producer: string,
  options: UofOptions,
): Promise<void> {
  const { clock, log, metrics, signal } = context;
  const { token, nodeId } = options;
  const unknown = makeUnknownElements();
  const rest = makeUofRest({ clock, baseUrl: options.apiUrl, token, unknown }, nodeId);
  const deadLetters = new DeadLetters(context);
  const sender = makeQuotesSender(context, producer, deadLetters);
  const identity = makeFixtureIdentity();
  const handOn = makeHandOn(context, producer, sender.send);
  const producers = producersOf(await rest.producers(), options.limits);
  const descriptions = makeDescriptions(await rest.descriptions());
  const lines = makeCatalogueLines(descriptions);
  const feed = new UofFeed({ producer, descriptions, lines, identity });
  await sender.forgetOld();
  for (const outputs of await resumed(context, producer, feed)) await handOn(outputs);
  let sweptAt = clock.monotonic();
  await runUofClient({
    ...{
      clock,
      random: systemRandom,
      log,
      rest,
      feed,
      producers,
      nodeId,
      unknown,
      signal,
      descriptions,
    },
    broker: { ...options.broker, token, heartbeatS: HEARTBEAT_S, timeoutMs: CONNECT_TIMEOUT_MS },
    recordOf: (urn) => recordOf(context, identity.fixtureOf(urn)),
    onOutputs: handOn,
    onProducer: makeOnProducer(context, producer),
    onPoison: ({ line, reason }) => {
      deadLetters.add({ producer, reason, line, receivedAt: clock.now() });
    },
    onMessage: ({ kind }) => {
      metrics.messages.inc({ producer, kind });
      if (clock.monotonic() - sweptAt < SWEEP_EVERY_MS) return;
      feed.sweep();
      sweptAt = clock.monotonic();
    },
  });
  sender.finish();
}

/** Events and claims leave in the order in which they came about, also when a suspension comes in between. */
function makeHandOn(
  { publisher, nats, log }: SourceContext,
  producer: string,
  send: (quotes: UofOutputs['quotes']) => void,
): (outputs: UofOutputs) => Promise<void> {
  let tail = Promise.resolve();
  return ({ drafts, quotes, settlements }) => {
    send(quotes);
    tail = tail.then(async () => {
      for (const draft of drafts) await publisher.publish(draft);
      for (const claim of settlements)
        await publishJson(nats, subjects.claims(producer), claim).catch((error: unknown) => {
          log.warn({ err: error, claim }, 'a claim could not be sent: it is only in the log');
        });
    });
    return tail;
  };
}

function makeOnProducer({ log, metrics }: SourceContext, producer: string) {
  return ({ name: source }: ProducerConfig, down: DownReason | null): void => {
    metrics.isUp.set({ producer, source }, down === null ? 1 : 0);
    if (down === null) log.info({ producer, source }, 'a source of the feed is up');
    else {
      metrics.downs.inc({ producer, source, reason: down });
      log.warn({ producer, source, reason: down }, 'a source of the feed is down');
    }
  };
}

async function resumed(
  context: SourceContext,
  producer: string,
  feed: UofFeed,
): Promise<readonly UofOutputs[]> {
  const fixtures = await untilDone(context, 'reading open fixtures', () =>
    readOpenFixtures(context.pool, producer),
  );
  const outputs: UofOutputs[] = [];
  for (const fixture of fixtures) {
    const [, scope, number] = OWN_FIXTURE.exec(fixture) ?? [];
    const record = await recordOf(context, fixture);
    if (scope === undefined || record === undefined) continue;
    outputs.push(feed.resume(`${scope}:match:${number}`, record, context.clock.now()));
  }
  return outputs;
}

async function recordOf(
  context: SourceContext,
  fixture: FixtureId,
): Promise<MatchRecord | undefined> {
  const events = await untilDone(context, 'reading a match', () =>
    readFeedEvents(context.pool, fixture),
  );
  return events.length === 0 ? undefined : recordOfEvents(fixture, events).record;
}
