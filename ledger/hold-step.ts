import type { Currency } from '#contracts/mod.ts';

import { houseAccountId } from './accounts.ts';
import type { Refused } from './refusal.ts';
import type { HoldUse, Leg, Transfer } from './transfer.ts';

/** A hold as its locked row says. `remainingMinor` is above zero exactly while it is open. */
export type Hold = Readonly<{
  id: string;
  accountId: string;
  currency: Currency;
  amountMinor: bigint;
  remainingMinor: bigint;
  status: 'open' | 'posted' | 'voided' | 'expired';
  expiresAt: number | null;
}>;

/** What one transfer does to a hold, with the legs that follow from it. */
export type HoldChange = Readonly<{
  transfer: Transfer;
  step: 'open' | HoldUse['step'];
  after: Hold;
  takenMinor: bigint;
  releasedMinor: bigint;
  legs: readonly Leg[];
}>;

const ENDED = { posted: 'HOLD_POSTED', voided: 'HOLD_VOIDED', expired: 'HOLD_EXPIRED' } as const;
const refused = (code: Refused['code'], accountId?: string): Refused => ({
  status: 'refused',
  code,
  ...(accountId === undefined ? {} : { accountId }),
});

/** Opens the hold that a transfer asks for; its own legs bring the money. */
export function openHold(transfer: Transfer, hold: Hold): HoldChange {
  return {
    transfer,
    step: 'open',
    after: hold,
    takenMinor: 0n,
    releasedMinor: 0n,
    legs: transfer.legs,
  };
}

/**
 * Uses an open hold. A post takes the sum of its legs and gives the rest back, or keeps it held; a void and an
 * expiry give back all that is left. From `expiresAt` on a hold can only expire.
 */
export function useHold(transfer: Transfer, use: HoldUse, hold: Hold): HoldChange | Refused {
  if (hold.status !== 'open') return refused(ENDED[hold.status], hold.accountId);
  const due = hold.expiresAt !== null && transfer.at >= hold.expiresAt;
  if (due !== (use.step === 'expire'))
    return refused(due ? 'HOLD_EXPIRED' : 'HOLD_NOT_DUE', hold.accountId);
  const postedMinor = transfer.legs.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (postedMinor > hold.remainingMinor) return refused('HOLD_TOO_SMALL', hold.accountId);
  const keeps = use.step === 'post' && use.rest === 'keep';
  const releasedMinor = keeps ? 0n : hold.remainingMinor - postedMinor;
  const takenMinor = postedMinor + releasedMinor;
  const remainingMinor = hold.remainingMinor - takenMinor;
  const status = remainingMinor > 0n ? 'open' : STATUS_AFTER[use.step];
  return {
    transfer,
    step: use.step,
    after: { ...hold, remainingMinor, status },
    takenMinor,
    releasedMinor,
    legs: legsOfUse(transfer.legs, hold, { takenMinor, releasedMinor }),
  };
}

const STATUS_AFTER = { post: 'posted', void: 'voided', expire: 'expired' } as const;

/** The legs that the caller gave, and those that follow from the hold. */
export const legsOfUse = (
  given: readonly Leg[],
  hold: Pick<Hold, 'accountId' | 'currency'>,
  { takenMinor, releasedMinor }: Readonly<{ takenMinor: bigint; releasedMinor: bigint }>,
): readonly Leg[] => [
  ...given,
  { accountId: houseAccountId('held', hold.currency), amountMinor: -takenMinor },
  ...(releasedMinor > 0n ? [{ accountId: hold.accountId, amountMinor: releasedMinor }] : []),
];
