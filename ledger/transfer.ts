import { transferId, type BetId, type TransferId } from '#contracts/mod.ts';

import { derivedId } from './accounts.ts';

export const TRANSFER_KINDS = [
  'deposit',
  'withdrawal',
  'hold',
  'release',
  'settlement',
  'reversal',
  'cash-out',
  'adjustment',
  'hold-open',
  'hold-post',
  'hold-void',
  'hold-expire',
  'exchange',
  'exchange-clear',
  'lay-off',
  'lay-off-reversal',
] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** One side of a transfer; minor units, above zero when the account's balance grows. Never zero. */
export type Leg = Readonly<{ accountId: string; amountMinor: bigint }>;

/** What a transfer does with a hold that is open; see `useHold`. */
export type HoldUse =
  | Readonly<{ step: 'post'; holdId: TransferId; rest: 'release' | 'keep' }>
  | Readonly<{ step: 'void' | 'expire'; holdId: TransferId }>;

/** Opens a hold under the transfer's id; its legs bring the amount to the account `held`. */
export type HoldOpening = Readonly<{
  step: 'open';
  accountId: string;
  /** UTC milliseconds from which on it can only expire; null: never. */
  expiresAt: number | null;
}>;

/**
 * A set of legs that sum to zero in every currency, posted all or none and only once. The caller makes
 * the id before the first attempt and keeps it for every further one. A transfer that uses a hold gives
 * the legs that receive; those of the hold follow from its state.
 */
export type Transfer = Readonly<{
  id: TransferId;
  kind: TransferKind;
  /** UTC milliseconds; the business time, not that of the posting. */
  at: number;
  legs: readonly Leg[];
  betId?: BetId;
  /** Result version of a settlement or of the settlement that a reversal takes back; 0 otherwise. */
  version?: number;
  memo?: Readonly<Record<string, unknown>>;
  /** Transfers of one batch with the same word stand or fall together. */
  linked?: string;
  hold?: HoldOpening | HoldUse;
  /** The transfer whose sums on clearing accounts this one takes back to zero. */
  clears?: TransferId;
}>;

/** The id of the one transfer of this kind and version that a bet can have. */
export const betTransferId = (bet: BetId, kind: TransferKind, version = 0): TransferId =>
  transferId(derivedId(bet, `${kind}|${bet}|${String(version)}`));
