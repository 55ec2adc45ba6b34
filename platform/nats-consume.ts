import { AckPolicy, DeliverPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { decodeJson, InvalidMessageError, type Parse } from './json.ts';
import type { Nats } from './nats.ts';
import { deadLetter, type DeadLetter } from './nats-dead-letter.ts';

/** Where a message came from. `sequence` is the stream's, `publishedAt` the server's UTC milliseconds. */
export type MessageMeta = Readonly<{
  subject: string;
  stream: string;
  sequence: number;
  /** 1 the first time; higher when an earlier delivery was not acknowledged. */
  deliveries: number;
  /** Messages of this consumer still waiting behind this one. */
  pending: number;
  publishedAt: number;
}>;

export type ConsumeOptions<T> = Readonly<{
  stream: string;
  /** Name that survives restarts; copies of a service that share it share the messages. */
  durable: string;
  /** One subject or wildcard: old servers take no list. */
  filter?: string;
  parse: Parse<T>;
  /** Resolving acknowledges; throwing makes the server deliver it again, later each time. */
  handle: (value: T, meta: MessageMeta) => void | Promise<void>;
  /** Where a consumer that does not exist yet begins; `all` unless given. */
  from?: 'all' | 'new';
  /** Messages fetched ahead; 256 unless given. */
  prefetch?: number;
  ackWaitMs?: number;
  /** After so many failures the message goes to the dead letters; 8 unless given. */
  maxDeliveries?: number;
  onDeadLetter?: (letter: DeadLetter) => void;
  onError?: (error: unknown, meta: MessageMeta) => void;
}>;

export type Consumption = Readonly<{
  /** Finishes the message in hand, then ends. */
  stop(): Promise<void>;
}>;

/** Handles a durable consumer's messages one after the other, in order. */
export async function consumeJson<T>(nats: Nats, options: ConsumeOptions<T>): Promise<Consumption> {
  const messages = await openDurable(nats, options);
  const run = (async () => {
    for await (const message of messages) await handleOne(nats, options, message);
  })();
  return { stop: () => stopMessages(messages, run) };
}

async function handleOne<T>(nats: Nats, options: ConsumeOptions<T>, message: JsMsg): Promise<void> {
  const meta = metaOf(message);
  try {
    await options.handle(decodeJson(message.data, options.parse), meta);
    message.ack();
  } catch (error) {
    await refuse(nats, options, message, error);
  }
}

type RefuseOptions = Pick<ConsumeOptions<unknown>, 'maxDeliveries' | 'onDeadLetter' | 'onError'>;

/** What does not validate, or keeps failing, becomes a dead letter; anything else is tried again. */
export async function refuse(
  nats: Nats,
  options: RefuseOptions,
  message: JsMsg,
  error: unknown,
): Promise<void> {
  const meta = metaOf(message);
  const invalid = error instanceof InvalidMessageError;
  if (!invalid) options.onError?.(error, meta);
  if (!invalid && meta.deliveries < (options.maxDeliveries ?? 8)) {
    message.nak(Math.min(30_000, 100 * 2 ** meta.deliveries));
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  const reason = invalid ? error.reason : `failed ${String(meta.deliveries)} times: ${text}`;
  try {
    // In a statement of its own: as the argument of an optional call it would not run without a listener.
    const letter = await deadLetter(nats, message, reason);
    options.onDeadLetter?.(letter);
    message.term(reason.slice(0, 200));
  } catch (cause) {
    // Not stored as a dead letter: the original stays, and comes again.
    options.onError?.(cause, meta);
    message.nak(5_000);
  }
}

export async function openDurable<T>(
  nats: Nats,
  options: Pick<
    ConsumeOptions<T>,
    'stream' | 'durable' | 'filter' | 'from' | 'prefetch' | 'ackWaitMs'
  >,
): Promise<ConsumerMessages> {
  const prefetch = options.prefetch ?? 256;
  await nats.jsm.consumers.add(options.stream, {
    durable_name: options.durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: options.from === 'new' ? DeliverPolicy.New : DeliverPolicy.All,
    ack_wait: nanos(options.ackWaitMs ?? 30_000),
    max_ack_pending: Math.max(1_000, prefetch * 4),
    ...(options.filter === undefined ? {} : { filter_subject: options.filter }),
  });
  const consumer = await nats.js.consumers.get(options.stream, options.durable);
  return consumer.consume({ max_messages: prefetch });
}

export function metaOf(message: JsMsg): MessageMeta {
  const { info } = message;
  return {
    subject: message.subject,
    stream: info.stream,
    sequence: message.seq,
    deliveries: info.deliveryCount,
    pending: info.pending,
    publishedAt: Math.trunc(info.timestampNanos / 1e6),
  };
}

export async function stopMessages(messages: ConsumerMessages, run: Promise<void>): Promise<void> {
  await messages.close();
  await run;
}
