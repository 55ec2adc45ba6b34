import type { JsMsg } from '@nats-io/jetstream';
import { decodeJson } from './json.ts';
import type { Nats } from './nats.ts';
import {
  metaOf,
  openDurable,
  refuse,
  stopMessages,
  type ConsumeOptions,
  type Consumption,
  type MessageMeta,
} from './nats-consume.ts';

export type Item<T> = Readonly<{ value: T; meta: MessageMeta }>;

export type BatchOptions<T> = Omit<ConsumeOptions<T>, 'handle'> &
  Readonly<{
    /** Resolving acknowledges all of them; throwing brings all of them again. */
    handleBatch: (items: readonly Item<T>[]) => Promise<void>;
    maxItems: number;
    /** Longest wait of the first message of a batch for company. */
    maxWaitMs: number;
  }>;

/** Like consumeJson, but many at a time: a batch is handed over when it is full or its time is up. */
export async function consumeJsonBatches<T>(
  nats: Nats,
  options: BatchOptions<T>,
): Promise<Consumption> {
  const messages = await openDurable(nats, { prefetch: options.maxItems * 2, ...options });
  const batcher = new Batcher(nats, options);
  const run = (async () => {
    for await (const message of messages) await batcher.add(message);
    await batcher.flush();
  })();
  return { stop: () => stopMessages(messages, run) };
}

class Batcher<T> {
  #waiting: { item: Item<T>; message: JsMsg }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  readonly #nats: Nats;
  readonly #options: BatchOptions<T>;

  constructor(nats: Nats, options: BatchOptions<T>) {
    this.#nats = nats;
    this.#options = options;
  }

  async add(message: JsMsg): Promise<void> {
    try {
      const value = decodeJson(message.data, this.#options.parse);
      this.#waiting.push({ item: { value, meta: metaOf(message) }, message });
    } catch (error) {
      await refuse(this.#nats, this.#options, message, error);
      return;
    }
    if (this.#waiting.length >= this.#options.maxItems) await this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), this.#options.maxWaitMs);
  }

  /** Hands over what waits; batches never overlap. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#flushing = this.#flushing.then(() => this.#hand(batch));
    return this.#flushing;
  }

  async #hand(batch: readonly { item: Item<T>; message: JsMsg }[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      await this.#options.handleBatch(batch.map(({ item }) => item));
      for (const { message } of batch) message.ack();
    } catch (error) {
      for (const { message } of batch) await refuse(this.#nats, this.#options, message, error);
    }
  }
}
