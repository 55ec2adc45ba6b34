import type { AccountId } from '#contracts/mod.ts';
import { codeOf, oncePer, RESULT_BY_CODE } from '#markets/mod.ts';

import type { Backed, Place } from './place.ts';

/** Open bets of one account on one selection, in house minor units: splitting a stake gains nothing. */
export type AccountHolding = Readonly<{ stakedMinor: number; returnMinor: number; bets: number }>;
export const NOTHING_HELD: AccountHolding = { stakedMinor: 0, returnMinor: 0, bets: 0 };

export const WON = codeOf('won');
export const LOST = codeOf('lost');
export const CODES = RESULT_BY_CODE.length;

/** Bets on one selection. Figures are house minor units: whole numbers, exact in a float. */
export interface Holding {
  readonly backed: Backed;
  readonly returns: Float64Array;
  readonly reserve: Float64Array;
  place: Place;
  staked: number;
  bets: number;
  /** What all accounts get when it wins. */
  wonMinor: number;
  readonly accounts: Map<AccountId, AccountHolding>;
  /** What of it the vectors hold; `returns` and `reserve` may have moved since. */
  readonly spread: { typical: Float64Array; most: Float64Array; staked: number; bets: number };
}

export const NONE = new Float64Array(CODES);
export const nothingSpread = (): Holding['spread'] => ({
  typical: NONE,
  most: NONE,
  staked: 0,
  bets: 0,
});

export const emptyHolding = (backed: Backed, place: Place): Holding => ({
  backed,
  returns: new Float64Array(CODES),
  reserve: new Float64Array(CODES),
  place,
  staked: 0,
  bets: 0,
  wonMinor: 0,
  accounts: new Map(),
  spread: nothingSpread(),
});

/** Before a match every scenario has a chance; weights never change once they are given. */
export const carriesEverywhere = oncePer((weights: Float64Array): boolean =>
  weights.every((weight) => weight > 0),
);

/** Adds to what an account holds; with negative figures, takes away. */
export function countFor(
  holding: Holding,
  accountId: AccountId,
  { stakedMinor, returnMinor, bets }: AccountHolding,
): void {
  const { accounts } = holding;
  holding.wonMinor += returnMinor;
  const held = accounts.get(accountId) ?? NOTHING_HELD;
  if (held.bets + bets === 0) accounts.delete(accountId);
  else {
    accounts.set(accountId, {
      stakedMinor: held.stakedMinor + stakedMinor,
      returnMinor: held.returnMinor + returnMinor,
      bets: held.bets + bets,
    });
  }
}

export function difference(now: Float64Array = NONE, before: Float64Array = NONE): Float64Array {
  const moved = new Float64Array(CODES);
  for (let code = 0; code < CODES; code += 1) moved[code] = (now[code] ?? 0) - (before[code] ?? 0);
  return moved;
}

/**
 * The most that is owed among the cells of each result code, all under WON without codes; −Infinity where no
 * cell has it. Without weights every cell counts. One plain loop, because every decision runs it.
 */
export function highestByCode(
  owed: Float64Array,
  codes: Uint8Array | null,
  weights: Float64Array | null,
): Float64Array {
  const highest = new Float64Array(CODES).fill(-Infinity);
  const ofCell = codes ?? new Uint8Array(owed.length).fill(WON);
  if (weights === null) {
    for (let cell = 0; cell < owed.length; cell += 1) {
      const amount = owed[cell] ?? 0;
      const code = ofCell[cell] ?? WON;
      if (amount > (highest[code] ?? Infinity)) highest[code] = amount;
    }
    return highest;
  }
  for (let cell = 0; cell < owed.length; cell += 1) {
    if ((weights[cell] ?? 0) <= 0) continue;
    const amount = owed[cell] ?? 0;
    const code = ofCell[cell] ?? WON;
    if (amount > (highest[code] ?? Infinity)) highest[code] = amount;
  }
  return highest;
}
