import { DeliverPolicy, type OrderedConsumerOptions } from '@nats-io/jetstream';
import { decodeJson, InvalidMessageError, type Parse } from './json.ts';
import type { Nats } from './nats.ts';
import { metaOf, stopMessages, type Consumption, type MessageMeta } from './nats-consume.ts';

/** `last-per-subject` gives the newest of each subject, then everything new: the way to read state. */
export type FollowFrom = 'all' | 'new' | 'last-per-subject' | Readonly<{ sequence: number }>;

export type FollowOptions<T> = Readonly<{
  stream: string;
  filter?: string;
  from: FollowFrom;
  parse: Parse<T>;
  handle: (value: T, meta: MessageMeta) => void | Promise<void>;
  /** A message that does not validate is skipped and reported; so is a handler that throws. */
  onError: (error: unknown, meta: MessageMeta) => void;
  /** Called once, when everything that was stored at the start has been handled (at once if nothing was). */
  onCaughtUp?: () => void;
}>;

/**
 * Reads a stream in order without acknowledgements: every process sees everything, nothing is kept on the
 * server for it, and after a lost connection reading goes on behind the last message seen.
 */
export async function followJson<T>(nats: Nats, options: FollowOptions<T>): Promise<Consumption> {
  const consumer = await nats.js.consumers.get(options.stream, orderedOptions(options));
  const { num_pending: pendingAtStart } = await consumer.info();
  const messages = await consumer.consume({ max_messages: 1_000 });
  let left = pendingAtStart;
  if (left === 0) options.onCaughtUp?.();
  const run = (async () => {
    for await (const message of messages) {
      const meta = metaOf(message);
      try {
        await options.handle(decodeJson(message.data, options.parse), meta);
      } catch (error) {
        options.onError(error instanceof InvalidMessageError ? error : error, meta);
      }
      if (left > 0 && (left -= 1) === 0) options.onCaughtUp?.();
    }
  })();
  return { stop: () => stopMessages(messages, run) };
}

function orderedOptions<T>({ filter, from }: FollowOptions<T>): Partial<OrderedConsumerOptions> {
  return {
    ...(filter === undefined ? {} : { filter_subjects: filter }),
    ...(typeof from === 'object'
      ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from.sequence }
      : { deliver_policy: POLICIES[from] }),
  };
}

const POLICIES = {
  all: DeliverPolicy.All,
  new: DeliverPolicy.New,
  'last-per-subject': DeliverPolicy.LastPerSubject,
} as const;
