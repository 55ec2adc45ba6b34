import type { BetId } from '#contracts/mod.ts';

/** `held`: the placement may still commit. `burying`: a tombstone is being written for it. */
export type ReservationState = 'held' | 'burying';
export type Reservation = Readonly<{ betId: BetId; expiresAt: number; state: ReservationState }>;

/**
 * Life of reservations between the decision of a host and the bet in PostgreSQL. A reservation ends by
 * proof only: the bet was seen (`confirm`), surely not written (`release`), or made impossible
 * (`buried`). Time alone frees nothing: at its expiry it merely falls due for a tombstone.
 */
export class Reservations {
  readonly #open = new Map<BetId, Reservation>();

  get size(): number {
    return this.#open.size;
  }

  has(betId: BetId): boolean {
    return this.#open.has(betId);
  }

  /** All of them, for a checkpoint. */
  list(): readonly Reservation[] {
    return [...this.#open.values()];
  }

  reserve(betId: BetId, expiresAt: number): void {
    this.#open.set(betId, { betId, expiresAt, state: 'held' });
  }

  /** The bet exists. False when it was not reserved here. */
  confirm(betId: BetId): boolean {
    return this.#open.delete(betId);
  }

  /** The placement says that it did not write the bet and never will. */
  release(betId: BetId): boolean {
    return this.#open.delete(betId);
  }

  /** What needs a tombstone at `now` (UTC milliseconds), oldest expiry first; not what has one under way. */
  expired(now: number): readonly Reservation[] {
    return this.list()
      .filter(({ state, expiresAt }) => state === 'held' && expiresAt <= now)
      .sort((left, right) => left.expiresAt - right.expiresAt);
  }

  /** The tombstone is on its way; the reservation still counts. */
  bury(betId: BetId): void {
    const reservation = this.#open.get(betId);
    if (reservation !== undefined) this.#open.set(betId, { ...reservation, state: 'burying' });
  }

  /** The tombstone could not be written (PostgreSQL away): it falls due again. */
  unbury(betId: BetId): void {
    const reservation = this.#open.get(betId);
    if (reservation !== undefined) this.#open.set(betId, { ...reservation, state: 'held' });
  }

  /** The tombstone stands: a late commit fails on the key. */
  buried(betId: BetId): boolean {
    return this.#open.delete(betId);
  }
}
