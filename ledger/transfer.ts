import { transferId, type BetId, type TransferId } from '#contracts/mod.ts';

import { derivedId } from './accounts.ts';

export const TRANSFER_KINDS = [
  'deposit',
  'withdrawal',
  'hold',
  'release',
  'settlement',
  'reversal',
  'adjustment',
] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** One side of a transfer; minor units, above zero when the account's balance grows. Never zero. */
export type Leg = Readonly<{ accountId: string; amountMinor: bigint }>;

/**
 * A set of legs that sum to zero in every currency, posted all or none and only once. The caller makes
 * the id before the first attempt and keeps it for every further one.
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
}>;

/** The id of the one transfer of this kind and version that a bet can have. */
export const betTransferId = (bet: BetId, kind: TransferKind, version = 0): TransferId =>
  transferId(derivedId(bet, `${kind}|${bet}|${String(version)}`));
