import {
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { headers as natsHeaders, nanos, type MsgHdrs } from '@nats-io/transport-node';
import { encodeJson } from './json.ts';
import type { Nats } from './nats.ts';

/** A bounded stream. Sizes are bytes, times milliseconds. */
export type StreamSpec = Readonly<{
  name: string;
  subjects: readonly string[];
  maxAgeMs: number;
  maxBytes: number;
  /** 1 keeps only the newest message of each subject. */
  maxPerSubject?: number;
  storage?: 'file' | 'memory';
  /** How long a message id is remembered to drop duplicates; 2 minutes unless given. */
  duplicateWindowMs?: number;
}>;

/** Creates the streams that are missing and adapts those whose bounds changed. Safe to call concurrently. */
export async function ensureStreams(nats: Nats, specs: readonly StreamSpec[]): Promise<void> {
  await Promise.all(specs.map((spec) => ensureStream(nats, spec)));
}

async function ensureStream({ jsm }: Nats, spec: StreamSpec): Promise<void> {
  const config = {
    name: spec.name,
    subjects: [...spec.subjects],
    max_age: nanos(spec.maxAgeMs),
    max_bytes: spec.maxBytes,
    max_msgs_per_subject: spec.maxPerSubject ?? -1,
    storage: spec.storage === 'memory' ? StorageType.Memory : StorageType.File,
    retention: RetentionPolicy.Limits,
    duplicate_window: nanos(Math.min(spec.duplicateWindowMs ?? 120_000, spec.maxAgeMs)),
    allow_direct: true,
  } satisfies Partial<StreamConfig>;
  try {
    await jsm.streams.add(config);
  } catch (error) {
    if (!isStreamInUse(error))
      throw new Error(`stream ${spec.name} cannot be created`, { cause: error });
    await jsm.streams.update(spec.name, config);
  }
}

const STREAM_NAME_IN_USE = 10_058;
const isStreamInUse = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === STREAM_NAME_IN_USE;

export type PublishOptions = Readonly<{
  /** The stream drops a second message with the same id inside its duplicate window. */
  messageId?: string;
  headers?: Readonly<Record<string, string>>;
  timeoutMs?: number;
}>;

export type Published = Readonly<{ stream: string; sequence: number; duplicate: boolean }>;

/** Publishes to JetStream and waits for the acknowledgement. Throws when no stream takes the subject. */
export async function publishJson(
  { js }: Nats,
  subject: string,
  value: unknown,
  options: PublishOptions = {},
): Promise<Published> {
  const ack = await js.publish(subject, encodeJson(value), {
    ...(options.messageId === undefined ? {} : { msgID: options.messageId }),
    ...(options.headers ? { headers: toHeaders(options.headers) } : {}),
    timeout: options.timeoutMs ?? 5_000,
  });
  return { stream: ack.stream, sequence: ack.seq, duplicate: ack.duplicate };
}

/** Sends without waiting; a stream still stores it, but nobody is told when it does not. */
export function sendJson({ connection }: Nats, subject: string, value: unknown): void {
  connection.publish(subject, encodeJson(value));
}

export function toHeaders(fields: Readonly<Record<string, string>>): MsgHdrs {
  const headers = natsHeaders();
  // A line break would end the header early; nothing in a reason is worth that.
  for (const [key, text] of Object.entries(fields)) headers.set(key, text.replace(/[\r\n]+/g, ' '));
  return headers;
}
