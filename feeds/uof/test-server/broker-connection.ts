import {
  Arguments,
  contentFrames,
  FRAME,
  frameOf,
  makeFrameSplitter,
  MAX_FRAME_BYTES,
  methodFrame,
  put,
} from './amqp-frames.ts';
import { topicMatches } from './topic.ts';

type Waiting = Readonly<{ routingKey: string; body: string; sentAt: number }>;
type Queue = { bindings: string[]; waiting: Waiting[] };
type Channel = {
  prefetch: number;
  consumer: Readonly<{ tag: string; queue: Queue }> | null;
  /** By delivery tag. */
  open: Set<number>;
  delivered: number;
};

export type BrokerConnection = Readonly<{
  /** Takes what the client sent. @throws Error on what is no AMQP. */
  take: (chunk: Buffer) => 'open' | 'closed';
  publish: (routingKey: string, body: string, sentAt: number) => void;
  unacknowledged: () => number;
  waiting: () => number;
  stop: () => void;
}>;

/** Class and method numbers, as the protocol gives them. */
const METHOD = {
  connectionStart: [10, 10],
  connectionStartOk: [10, 11],
  connectionTune: [10, 30],
  connectionTuneOk: [10, 31],
  connectionOpen: [10, 40],
  connectionOpenOk: [10, 41],
  connectionClose: [10, 50],
  connectionCloseOk: [10, 51],
  channelOpen: [20, 10],
  channelOpenOk: [20, 11],
  channelClose: [20, 40],
  channelCloseOk: [20, 41],
  exchangeDeclare: [40, 10],
  exchangeDeclareOk: [40, 11],
  queueDeclare: [50, 10],
  queueDeclareOk: [50, 11],
  queueBind: [50, 20],
  queueBindOk: [50, 21],
  basicQos: [60, 10],
  basicQosOk: [60, 11],
  basicConsume: [60, 20],
  basicConsumeOk: [60, 21],
  basicDeliver: [60, 60],
  basicAck: [60, 80],
} as const;
type Method = keyof typeof METHOD;
const NAMES = new Map(
  Object.entries(METHOD).map(([name, [group, method]]) => [`${group}.${method}`, name as Method]),
);

const GREETING = Buffer.from('AMQP\0\0\u0009\u0001', 'latin1');
const HEARTBEAT_S = 5;

/** What one client says, without the socket. Queues are private to their connection. */
export function makeBrokerConnection(write: (bytes: Buffer) => void): BrokerConnection {
  return new Connection(write);
}

class Connection implements BrokerConnection {
  readonly #write: (bytes: Buffer) => void;
  readonly #splitter = makeFrameSplitter();
  readonly #queues = new Map<string, Queue>();
  readonly #channels = new Map<number, Channel>();
  #isGreeted = false;
  #isStopped = false;
  #state: 'open' | 'closed' = 'open';

  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  take(chunk: Buffer): 'open' | 'closed' {
    if (this.#isStopped) return 'open';
    let rest = chunk;
    if (!this.#isGreeted) {
      if (!chunk.subarray(0, GREETING.length).equals(GREETING)) throw new Error('no AMQP 0.9.1');
      this.#isGreeted = true;
      rest = chunk.subarray(GREETING.length);
      const mechanisms = [put.longText('PLAIN'), put.longText('en_US')];
      this.#send(0, 'connectionStart', put.u8(0), put.u8(9), put.table({}), ...mechanisms);
    }
    for (const { type, channel, payload } of this.#splitter.take(rest)) {
      if (type === FRAME.heartbeat) this.#write(frameOf(FRAME.heartbeat, 0, Buffer.alloc(0)));
      if (type === FRAME.method) this.#call(channel, new Arguments(payload));
    }
    return this.#state;
  }

  publish(routingKey: string, body: string, sentAt: number): void {
    for (const queue of this.#queues.values())
      if (queue.bindings.some((binding) => topicMatches(binding, routingKey)))
        queue.waiting.push({ routingKey, body, sentAt });
    this.#deliver();
  }

  unacknowledged = (): number =>
    [...this.#channels.values()].reduce((sum, { open }) => sum + open.size, 0);
  waiting = (): number =>
    [...this.#queues.values()].reduce((sum, { waiting }) => sum + waiting.length, 0);

  stop(): void {
    this.#isStopped = true;
  }

  #send(channel: number, method: Method, ...args: readonly Buffer[]): void {
    if (!this.#isStopped) this.#write(methodFrame(channel, METHOD[method], ...args));
  }

  #deliver(): void {
    if (this.#isStopped) return;
    for (const [number, channel] of this.#channels) {
      const { consumer, open, prefetch } = channel;
      while (
        consumer !== null &&
        consumer.queue.waiting.length > 0 &&
        (prefetch === 0 || open.size < prefetch)
      ) {
        const message = consumer.queue.waiting.shift();
        if (message === undefined) break;
        channel.delivered += 1;
        open.add(channel.delivered);
        const { routingKey, body, sentAt } = message;
        const args = [
          put.shortText(consumer.tag),
          put.u64(channel.delivered),
          put.u8(0),
          put.shortText('unifiedfeed'),
        ];
        this.#send(number, 'basicDeliver', ...args, put.shortText(routingKey));
        this.#write(contentFrames(number, Buffer.from(body), { timestamp_in_ms: sentAt }));
      }
    }
  }

  #channel(number: number): Channel {
    const channel = this.#channels.get(number);
    if (channel === undefined) throw new Error('the channel is not open');
    return channel;
  }

  #queue(name: string): Queue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new Error('there is no such queue');
    return queue;
  }

  #call(channel: number, args: Arguments): void {
    const name = NAMES.get(`${args.u16()}.${args.u16()}`);
    if (name === undefined) throw new Error('a method that this broker does not know');
    this.#HANDLERS[name]?.(channel, args);
  }

  readonly #HANDLERS: Readonly<
    Partial<Record<Method, (channel: number, args: Arguments) => void>>
  > = {
    connectionStartOk: () => {
      this.#send(0, 'connectionTune', put.u16(64), put.u32(MAX_FRAME_BYTES), put.u16(HEARTBEAT_S));
    },
    connectionOpen: () => {
      this.#send(0, 'connectionOpenOk', put.shortText(''));
    },
    connectionClose: () => {
      this.#send(0, 'connectionCloseOk');
      this.#state = 'closed';
    },
    channelOpen: (channel) => {
      this.#channels.set(channel, { prefetch: 0, consumer: null, open: new Set(), delivered: 0 });
      this.#send(channel, 'channelOpenOk', put.longText(''));
    },
    channelClose: (channel) => {
      this.#channels.delete(channel);
      this.#send(channel, 'channelCloseOk');
    },
    exchangeDeclare: (channel) => {
      this.#send(channel, 'exchangeDeclareOk');
    },
    queueDeclare: (channel, args) => {
      args.u16();
      const name = args.shortText() || `amq.gen-${this.#queues.size + 1}`;
      if (!this.#queues.has(name)) this.#queues.set(name, { bindings: [], waiting: [] });
      this.#send(channel, 'queueDeclareOk', put.shortText(name), put.u32(0), put.u32(0));
    },
    queueBind: (channel, args) => {
      args.u16();
      const queue = this.#queue(args.shortText());
      args.shortText();
      queue.bindings.push(args.shortText());
      this.#send(channel, 'queueBindOk');
    },
    basicQos: (channel, args) => {
      args.u32();
      this.#channel(channel).prefetch = args.u16();
      this.#send(channel, 'basicQosOk');
    },
    basicConsume: (channel, args) => {
      args.u16();
      const queue = this.#queue(args.shortText());
      const tag = args.shortText() || `consumer-${channel}`;
      this.#channel(channel).consumer = { tag, queue };
      this.#send(channel, 'basicConsumeOk', put.shortText(tag));
      this.#deliver();
    },
    basicAck: (channel, args) => {
      const tag = Number(args.u64());
      const isMultiple = args.u8() === 1;
      const { open } = this.#channel(channel);
      for (const one of open) if (one === tag || (isMultiple && one <= tag)) open.delete(one);
      this.#deliver();
    },
  };
}
