import { transferId, type AccountId, type Currency, type TransferId } from '#contracts/mod.ts';

import { derivedId, houseAccountId } from './accounts.ts';
import type { Leg, Transfer } from './transfer.ts';

type Opening = Readonly<{
  /** The transfer's id and that of the hold. */
  id: TransferId;
  accountId: AccountId;
  currency: Currency;
  amountMinor: bigint;
  at: number;
  /** UTC milliseconds; null: it waits until it is used. */
  expiresAt: number | null;
  memo?: Transfer['memo'];
}>;

/** Sets money of an account aside; it counts against the floor at once. */
export const openHoldOf = (hold: Opening): Transfer => ({
  id: hold.id,
  kind: 'hold-open',
  at: hold.at,
  ...(hold.memo ? { memo: hold.memo } : {}),
  hold: { step: 'open', accountId: hold.accountId, expiresAt: hold.expiresAt },
  legs: [
    { accountId: hold.accountId, amountMinor: -hold.amountMinor },
    { accountId: houseAccountId('held', hold.currency), amountMinor: hold.amountMinor },
  ],
});

type Posting = Readonly<{
  id: TransferId;
  holdId: TransferId;
  at: number;
  /** Who receives, in the currency of the hold; together at most what remains. */
  to: readonly Leg[];
  /** What happens to what is not posted; `release` unless said. */
  rest?: 'release' | 'keep';
  memo?: Transfer['memo'];
}>;

/** Pays out of a hold, in full or in part. Refused once it was posted, voided or expired, and when too little remains. */
export const postHold = (posting: Posting): Transfer => ({
  id: posting.id,
  kind: 'hold-post',
  at: posting.at,
  ...(posting.memo ? { memo: posting.memo } : {}),
  hold: { step: 'post', holdId: posting.holdId, rest: posting.rest ?? 'release' },
  legs: posting.to,
});

type Ending = Readonly<{ holdId: TransferId; at: number }>;

/** Gives back all that remains. A hold can be voided once, so the id follows from it. */
export const voidHold = (ending: Ending): Transfer => endingOf('void', ending);

/** Gives back all that remains because the time is over; refused before. */
export const expireHold = (ending: Ending): Transfer => endingOf('expire', ending);

const endingOf = (step: 'void' | 'expire', { holdId, at }: Ending): Transfer => ({
  id: transferId(derivedId(holdId, `${step}|${holdId}`)),
  kind: `hold-${step}`,
  at,
  hold: { step, holdId },
  legs: [],
});
