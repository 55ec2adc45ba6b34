import { InvalidMessageError, type Clock, type Logger, type Random } from '#platform/mod.ts';
import type { MatchRecord } from '#markets/mod.ts';

import { makeUnknownElements, type UnknownElements } from './unknown-elements.ts';
import type { Descriptions } from './descriptions.ts';
import type { EventMessage, UofMessage } from './message.ts';
import { parseUofMessage } from './parse-message.ts';
import type { ProducerConfig } from './producers.ts';
import {
  recoveryStep,
  startOfRecovery,
  type DownReason,
  type RecoveryInput,
  type RecoveryState,
} from './recovery.ts';
import type { UofRest } from './rest.ts';
import { makeVariants, type Variants } from './variants.ts';
import { runSession, type RawMessage, type UofBroker } from './session.ts';
import type { UofFeed, UofOutputs } from './uof-feed.ts';

export type UofClientOptions = Readonly<{
  clock: Clock;
  random: Random;
  log: Logger;
  broker: UofBroker;
  rest: UofRest;
  feed: UofFeed;
  /** The feed's own: variants that come are added to them. */
  descriptions: Descriptions;
  producers: readonly ProducerConfig[];
  nodeId: number;
  /** 200 unless given. */
  prefetch?: number;
  unknown?: UnknownElements;
  /** The provider's time up to which all was processed before a restart, by producer. */
  recoverFrom?: ReadonlyMap<number, number>;
  /** The record of a match that was followed before a restart. */
  recordOf?: (urn: string) => Promise<MatchRecord | undefined>;
  /** The next message is taken when it is done. */
  onOutputs: (outputs: UofOutputs) => void | Promise<void>;
  onProducer: (producer: ProducerConfig, down: DownReason | null) => void;
  onPoison: (poison: Readonly<{ line: string; reason: string }>) => void;
  onMessage?: (message: UofMessage, tookMs: number) => void;
  signal: AbortSignal;
}>;

type TakerOptions = Omit<
  UofClientOptions,
  'broker' | 'random' | 'nodeId' | 'prefetch' | 'recoverFrom' | 'signal'
>;
/** Whether odds wait for descriptions, too. */
type IsPatient = Readonly<{ isPatient?: boolean }>;

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;
const TICK_MS = 1_000;
const SLOW_MS = 1_000;

/** Follows the feed until the signal: connects, hears alives, recovers, and hands on what messages come to. */
export async function runUofClient(options: UofClientOptions): Promise<void> {
  const { clock, random, log, broker, nodeId, prefetch = 200, signal } = options;
  const client = new Client(options);
  const stopTicks = clock.every(TICK_MS, () => {
    client.hearAll({ kind: 'tick', at: clock.now() });
  });
  let failures = 0;
  const isStopped = (): boolean => signal.aborted;
  try {
    while (!isStopped()) {
      try {
        await runSession({
          ...{ clock, broker, nodeId, prefetch, signal },
          onOpen: () => {
            failures = 0;
            client.hearAll({ kind: 'connected', at: clock.now() });
          },
          onAlive: (message) => client.hearAlive(message),
          onMessage: (message) => client.take(message),
        });
      } catch (error) {
        if (!isStopped()) log.warn({ err: error }, 'the broker is away');
      }
      client.hearAll({ kind: 'disconnected', at: clock.now() });
      const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
      failures += 1;
      await clock.sleep(waitMs * (1 - random.next() / 2), signal).catch(() => undefined);
    }
  } finally {
    stopTicks();
  }
}

/**
 * Takes messages that somebody else has received, as the client takes its own. Without producers nobody is up or down,
 * and nothing is asked for again. Resolves when all that the message names is described, so that nothing comes later.
 */
export function makeUofTaker(options: TakerOptions): (message: RawMessage) => Promise<void> {
  const client = new Client({ ...options, isPatient: true });
  return (message) => client.take(message);
}

class Client {
  readonly #options: TakerOptions & IsPatient;
  readonly #unknown: UnknownElements;
  readonly #states = new Map<number, RecoveryState>();
  readonly #variants: Variants;

  constructor(options: TakerOptions & Pick<UofClientOptions, 'recoverFrom'> & IsPatient) {
    this.#options = options;
    this.#unknown = options.unknown ?? makeUnknownElements();
    const { producers, clock, recoverFrom, feed } = options;
    this.#variants = makeVariants({
      ...options,
      onDescribed: (marketId, variant) => {
        this.#hand(feed.describe(marketId, variant));
      },
    });
    // Ids grow with time, so that none of an earlier process comes back.
    const firstId = Math.floor(clock.now() / 1_000) % 1_000_000_000;
    producers.forEach(({ id }, at) => {
      const first = firstId + at * 100_000;
      this.#states.set(id, startOfRecovery(recoverFrom?.get(id) ?? null, first));
      feed.setDown(id, true, clock.now());
    });
  }

  hearAll(input: RecoveryInput): void {
    for (const producer of this.#options.producers) this.#hear(producer, input);
  }

  hearAlive({ body }: RawMessage): void {
    const message = this.#parsed(body);
    if (message?.kind !== 'alive') return;
    const { timestamp, isSubscribed, product } = message;
    const at = this.#options.clock.now();
    this.#hearOf(product, { kind: 'alive', at, timestamp, isSubscribed });
  }

  async take({ body, sentAt, routingKey }: RawMessage): Promise<void> {
    const { clock, onMessage, log } = this.#options;
    const receivedAt = clock.now();
    const startedAt = clock.monotonic();
    const message = this.#parsed(body, routingKey);
    if (message === undefined) return;
    if ('eventUrn' in message) await this.#takeEvent(message, sentAt, receivedAt);
    else if (message.kind === 'alive') {
      const { timestamp, product } = message;
      this.#hearOf(product, { kind: 'processed', at: clock.now(), timestamp });
    } else {
      const { requestId, product } = message;
      this.#hearOf(product, { kind: 'snapshot-complete', at: clock.now(), requestId });
    }
    const tookMs = clock.monotonic() - startedAt;
    if (tookMs > SLOW_MS) log.warn({ tookMs, kind: message.kind }, 'a message took long');
    onMessage?.(message, tookMs);
  }

  async #takeEvent(
    message: EventMessage,
    sentAt: number | null,
    receivedAt: number,
  ): Promise<void> {
    const { clock, feed, rest, onOutputs, isPatient = false } = this.#options;
    const { eventUrn: urn } = message;
    const stamp = { occurredAt: message.timestamp, receivedAt };
    const isChanged = message.kind === 'fixture-change';
    if (isChanged) rest.forget(urn);
    if (isChanged || !feed.isOpen(urn)) {
      const [fixture, record] = await Promise.all([this.#fixture(urn), this.#record(urn)]);
      await onOutputs(feed.open(urn, fixture, stamp, record));
    }
    const described = this.#variants.see('markets' in message ? message.markets : []);
    // Odds come again when their variant is described; what is claimed about bets is said once, and has to be right.
    const isOdds = message.kind === 'odds-change' || message.kind === 'cash-out';
    if (isPatient || !isOdds) await described;
    await onOutputs(feed.take(message, { sentAt, receivedAt, dispatchedAt: clock.now() }));
  }

  /** Null where the provider has no answer: lines are followed all the same. */
  async #fixture(urn: string) {
    const { rest, log } = this.#options;
    return rest.fixture(urn).catch((error: unknown) => {
      log.warn({ err: error, urn }, 'the fixture is not known');
      return null;
    });
  }

  async #record(urn: string): Promise<MatchRecord | undefined> {
    const { feed, recordOf } = this.#options;
    return feed.isOpen(urn) ? undefined : recordOf?.(urn);
  }

  #parsed(body: Uint8Array, routingKey = ''): UofMessage | undefined {
    try {
      return parseUofMessage(body, this.#unknown);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      const line = Buffer.from(body.subarray(0, 65_536)).toString('utf8');
      this.#options.onPoison({ line, reason: error.reason });
      this.#distrust(routingKey);
      return undefined;
    }
  }

  /** What we hold of the event of an unreadable message may be wrong: it is stopped, and asked for again. */
  #distrust(routingKey: string): void {
    const [, , , , , kind = '', id = ''] = routingKey.split('.');
    const urn = `${kind}:${id}`;
    const { feed, rest, clock, log, producers } = this.#options;
    if (!feed.isOpen(urn)) return;
    this.#hand(feed.distrust(urn, clock.now()));
    const products = feed.productsOf(urn);
    const requestId = Math.floor(clock.now() / 1_000) % 1_000_000_000;
    const theirs = producers.filter(({ id }) => products.has(id));
    for (const { apiPath } of theirs.length === 0 ? producers : theirs)
      for (const what of ['odds', 'stateful_messages'] as const)
        rest.recoverEvent(apiPath, what, urn, requestId).catch((error: unknown) => {
          log.warn({ err: error, urn }, 'the event could not be asked for again');
        });
  }

  #hearOf(product: number | null, input: RecoveryInput): void {
    const producer = this.#options.producers.find(({ id }) => id === product);
    if (producer !== undefined) this.#hear(producer, input);
  }

  #hear(producer: ProducerConfig, input: RecoveryInput): void {
    const before = this.#states.get(producer.id);
    if (before === undefined) return;
    const { state, effects } = recoveryStep(producer, before, input);
    this.#states.set(producer.id, state);
    const { feed, onProducer } = this.#options;
    for (const effect of effects) {
      if (effect.kind === 'request') {
        this.#ask(producer, effect.requestId, effect.after);
        continue;
      }
      const reason = effect.kind === 'down' ? effect.reason : null;
      onProducer(producer, reason);
      this.#hand(feed.setDown(producer.id, reason !== null, input.at));
    }
  }

  /** At once: a suspension does not wait behind messages. */
  #hand(outputs: UofOutputs): void {
    const { onOutputs, log } = this.#options;
    Promise.resolve(onOutputs(outputs)).catch((error: unknown) => {
      log.error({ err: error }, 'a suspension could not be handed on');
    });
  }

  #ask(producer: ProducerConfig, requestId: number, after: number | null): void {
    const { rest, log, clock } = this.#options;
    rest.recover(producer.apiPath, after, requestId).catch((error: unknown) => {
      log.warn({ err: error, producer: producer.name }, 'the recovery was refused');
      this.#hear(producer, { kind: 'request-refused', at: clock.now(), requestId });
    });
  }
}
