import type { Random } from '#platform/mod.ts';

import { sign } from '../provider/signature.ts';
import type { WireEvent } from '../provider/wire.ts';

/** How badly webhooks travel: chances from 0 to 1, and how late a late one is at most. */
export type DeliveryFaults = Readonly<{
  lost: number;
  repeated: number;
  late: number;
  lateByMs: number;
}>;

export const NO_FAULTS: DeliveryFaults = { lost: 0, repeated: 0, late: 0, lateByMs: 0 };

type Delivery = Readonly<{ event: WireEvent; dueAt: number; attempt: number }>;

/** Hands a signed body over; true when it was taken. */
export type Post = (body: string, signature: string) => Promise<boolean>;

const ATTEMPTS = 8;
const RETRY_MS = 1_000;

export type DeliveryOptions = Readonly<{
  random: Random;
  secrets: readonly string[];
  faults: DeliveryFaults;
}>;

/**
 * The webhooks of a provider: at least once by intention, but some are lost, told twice, or overtaken. What
 * is not taken is tried again with doubling pauses, and given up after the eighth time.
 */
export class Deliveries {
  readonly #options: DeliveryOptions;
  #waiting: readonly Delivery[] = [];

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(event: WireEvent, now: number): void {
    const { random, faults } = this.#options;
    if (random.next() < faults.lost) return;
    const copies = random.next() < faults.repeated ? 2 : 1;
    const late = (): number => (random.next() < faults.late ? random.int(faults.lateByMs + 1) : 0);
    this.#waiting = [
      ...this.#waiting,
      ...Array.from({ length: copies }, () => ({ event, dueAt: now + late(), attempt: 1 })),
    ];
  }

  /** Tries what is due, one after the other. */
  async deliver(now: number, post: Post): Promise<void> {
    const due = this.#waiting.filter(({ dueAt }) => dueAt <= now);
    this.#waiting = this.#waiting.filter(({ dueAt }) => dueAt > now);
    for (const delivery of due) {
      const body = JSON.stringify(delivery.event);
      const taken = await post(body, sign(this.#options.secrets, body, now)).catch(() => false);
      if (!taken && delivery.attempt < ATTEMPTS) this.#retry(delivery, now);
    }
  }

  #retry(delivery: Delivery, now: number): void {
    const dueAt = now + RETRY_MS * 2 ** (delivery.attempt - 1);
    this.#waiting = [...this.#waiting, { ...delivery, dueAt, attempt: delivery.attempt + 1 }];
  }
}
