import { connect, type Channel, type ConsumeMessage } from 'amqplib';

import type { Clock } from '#platform/mod.ts';

export type UofBroker = Readonly<{
  hostname: string;
  port: number;
  isTls: boolean;
  /** The access token is the user's name; the password is empty. */
  token: string;
  /** `/unifiedfeed/<bookmaker>`. */
  vhost: string;
  heartbeatS: number;
  /** Connecting that takes longer has failed. */
  timeoutMs: number;
}>;

export type RawMessage = Readonly<{
  routingKey: string;
  body: Uint8Array;
  /** When the provider sent it, UTC milliseconds; null where it does not say. */
  sentAt: number | null;
}>;

export type SessionOptions = Readonly<{
  clock: Clock;
  broker: UofBroker;
  nodeId: number;
  /** Messages that may be on their way through us; the others wait at the broker. */
  prefetch: number;
  /** Alives, before all that waits to be processed. */
  onAlive: (message: RawMessage) => void;
  /** Each message when the one before is done. */
  onMessage: (message: RawMessage) => Promise<void>;
  onOpen: () => void;
  signal: AbortSignal;
}>;

const GOODBYE_MS = 1_000;
const EXCHANGE = 'unifiedfeed';
const ALIVES = '-.-.-.alive.#';

/**
 * Keys of all that is sent to everybody and to this node. The eight words are priority, prematch, live, kind, sport,
 * kind of event, event and node.
 */
const bindingsOf = (nodeId: number): readonly string[] => [
  ...['*.*.live', '*.pre.*', '*.virt.*'].flatMap((scope) => [
    `${scope}.*.*.*.*.-.#`,
    `${scope}.*.*.*.*.${nodeId}.#`,
  ]),
  ALIVES,
  `-.-.-.snapshot_complete.-.-.-.${nodeId}.#`,
];

const rawOf = ({ fields, content, properties }: ConsumeMessage): RawMessage => {
  const sentAt: unknown = properties.headers?.['timestamp_in_ms'];
  return {
    routingKey: fields.routingKey,
    body: content,
    sentAt: typeof sentAt === 'number' ? sentAt : null,
  };
};

async function consume(
  channel: Channel,
  keys: readonly string[],
  onMessage: (message: ConsumeMessage) => void,
) {
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  for (const key of keys) await channel.bindQueue(queue, EXCHANGE, key);
  await channel.consume(queue, (message) => {
    if (message === null) channel.emit('error', new Error('the broker has ended the queue'));
    else onMessage(message);
  });
}

/**
 * One connection to the broker, from its beginning to its end; rejects with what ended it. Messages are acknowledged
 * when they are processed, so that a slow consumer leaves them with the broker.
 */
export async function runSession(options: SessionOptions): Promise<void> {
  const { broker, nodeId, prefetch, onAlive, onMessage, onOpen, signal } = options;
  const { hostname, port, token: username, vhost, heartbeatS: heartbeat, timeoutMs } = broker;
  const protocol = broker.isTls ? 'amqps' : 'amqp';
  const model = await connect(
    { protocol, hostname, port, username, password: '', vhost, heartbeat },
    { timeout: timeoutMs, noDelay: true, servername: hostname },
  );
  let isEnded = false;
  const ended = new Promise<never>((_resolve, reject) => {
    const fail = (error?: Error): void => {
      isEnded = true;
      reject(error ?? new Error('the broker closed the connection'));
    };
    model.on('error', fail);
    model.on('close', fail);
    signal.addEventListener('abort', () => {
      fail(signal.reason instanceof Error ? signal.reason : undefined);
    });
  });
  // It may fail before anybody waits for it.
  ended.catch(() => undefined);
  try {
    signal.throwIfAborted();
    const [system, main] = [await model.createChannel(), await model.createChannel()];
    for (const channel of [system, main])
      channel.on('error', (error) => void model.emit('error', error));
    let tail = Promise.resolve();
    const done = (message: ConsumeMessage): void => {
      if (!isEnded) main.ack(message);
    };
    await main.prefetch(prefetch);
    onOpen();
    await consume(main, bindingsOf(nodeId), (message) => {
      tail = tail.then(async () => {
        if (isEnded) return;
        await onMessage(rawOf(message));
        done(message);
      });
      tail.catch((error: unknown) => void model.emit('error', error));
    });
    // The first alive asks for a recovery, whose answer must find its queue.
    await consume(system, [ALIVES], (message) => {
      system.ack(message);
      onAlive(rawOf(message));
    });
    await ended;
  } finally {
    isEnded = true;
    // A broker that has fallen silent does not say goodbye.
    const closed = model.close().catch(() => undefined);
    await Promise.race([closed, options.clock.sleep(GOODBYE_MS)]);
  }
}
