import type { Clock, Random } from '#platform/mod.ts';

/** Runs the task once, `delayMs` later; the returned function prevents it. */
export function after(clock: Clock, delayMs: number, task: () => void): () => void {
  const stop = clock.every(Math.max(0.01, delayMs), () => {
    stop();
    task();
  });
  return stop;
}

export type Loss = Readonly<{ lost: number; twice: number; late: number }>;
export const RELIABLE: Loss = { lost: 0, twice: 0, late: 0 };

/** A way on which messages are lost, doubled and overtaken, each with its chance. */
export class LossyWay {
  loss: Loss;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random, loss: Loss) {
    this.#clock = clock;
    this.#random = random;
    this.loss = loss;
  }

  carry(deliver: () => void): void {
    const { lost, twice, late } = this.loss;
    const times = this.#random.next() < lost ? 0 : this.#random.next() < twice ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const delayMs = 1 + (this.#random.next() < late ? this.#random.int(1500) : 0);
      after(this.#clock, delayMs, deliver);
    }
  }
}

type Item = Readonly<{ bytes: number; deliver: () => void }>;

/** So much is on its way in the network before the sender notices that nobody reads. */
const NETWORK_BYTES = 20_000;
const LATENCY_MS = 5;

/** One direction of a connection: in order, at a certain speed, and only while the reader reads. */
export class Pipe {
  bytesPerSecond: number;
  readonly #clock: Clock;
  readonly #queue: Item[] = [];
  readonly #onDelivered: () => void;
  #bytes = 0;
  #isReading = true;
  #isCut = false;
  #isBusy = false;

  constructor(clock: Clock, bytesPerSecond: number, onDelivered: () => void = () => undefined) {
    this.#clock = clock;
    this.bytesPerSecond = bytesPerSecond;
    this.#onDelivered = onDelivered;
  }

  get unsentBytes(): number {
    return Math.max(0, this.#bytes - NETWORK_BYTES);
  }

  push(bytes: number, deliver: () => void): void {
    if (this.#isCut) return;
    this.#queue.push({ bytes, deliver });
    this.#bytes += bytes;
    this.#pump();
  }

  pause(): void {
    this.#isReading = false;
  }

  resume(): void {
    this.#isReading = true;
    this.#pump();
  }

  /** What is on its way is lost, and what is sent later too. */
  cut(): void {
    this.#isCut = true;
    this.#queue.length = 0;
    this.#bytes = 0;
  }

  #pump(): void {
    const [item] = this.#queue;
    if (item === undefined || this.#isBusy || !this.#isReading || this.#isCut) return;
    this.#isBusy = true;
    const delayMs = LATENCY_MS + (1000 * item.bytes) / this.bytesPerSecond;
    after(this.#clock, delayMs, () => {
      this.#isBusy = false;
      if (this.#isCut) return;
      if (this.#isReading) {
        this.#queue.shift();
        this.#bytes -= item.bytes;
        item.deliver();
        this.#onDelivered();
      }
      this.#pump();
    });
  }
}
