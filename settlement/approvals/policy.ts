import { CURRENCIES, roundSumsMinor, type Currency } from '#contracts/mod.ts';

import type { Effect } from './effect.ts';

/** What a second person must agree to. */
export type ApprovalPolicy = Readonly<{
  /** Payouts may change by so much in all without a second person, in minor units. */
  aloneUpToMinor: Readonly<Record<Currency, bigint>>;
  /** How long a person's proposal waits; what the house itself noticed waits for as long as it takes. */
  expiresAfterMs: number;
}>;

export const DEFAULT_APPROVAL_POLICY: ApprovalPolicy = {
  aloneUpToMinor: roundSumsMinor(50_000_00n),
  expiresAfterMs: 24 * 3_600_000,
};

/** The policy of an installation that sets limits of its own for some currencies. */
export const approvalPolicy = (
  aloneUpToMinor: Readonly<Partial<Record<Currency, bigint>>>,
): ApprovalPolicy => ({
  ...DEFAULT_APPROVAL_POLICY,
  aloneUpToMinor: { ...DEFAULT_APPROVAL_POLICY.aloneUpToMinor, ...aloneUpToMinor },
});

/** Whether payouts move by more than one person may decide, in any currency. */
export const needsSecond = ({ currencies }: Effect, { aloneUpToMinor }: ApprovalPolicy): boolean =>
  CURRENCIES.some((currency) => {
    const part = currencies.find((one) => one.currency === currency);
    if (part === undefined) return false;
    return BigInt(part.raisedMinor) + BigInt(part.loweredMinor) > aloneUpToMinor[currency];
  });
