import { betId, formatMoney, type GrantView } from '#contracts/mod.ts';

import type { GrantRow } from './grant-store.ts';
import { grantEndsAt } from './take-bonus.ts';

/** A grant as it is `now` (UTC ms). */
export function grantView(grant: GrantRow, now: number): GrantView {
  const { currency, kind, terms } = grant;
  const money = (minor: string): string => formatMoney(BigInt(minor), currency);
  const isFree = kind === 'free-bet';
  return {
    bonusId: grant.grantId,
    kind,
    status: statusOf(grant, now),
    accountId: grant.accountId,
    fixtureId: grant.fixtureId,
    marketKey: grant.marketKey,
    outcomeId: grant.outcomeId,
    currency,
    amount: isFree && 'amountMinor' in terms ? money(terms.amountMinor) : null,
    stakeReturned: isFree && 'stakeReturned' in terms ? terms.stakeReturned : null,
    of: 'of' in terms ? terms.of : null,
    percent: 'percentBps' in terms ? terms.percentBps / 100 : null,
    cap: 'capMinor' in terms ? money(terms.capMinor) : null,
    conditions: grant.conditions,
    expiresAt: grantEndsAt(grant),
    betId: grant.betId === null ? null : betId(grant.betId),
  };
}

function statusOf(grant: GrantRow, now: number): GrantView['status'] {
  if (grant.useStatus !== null) return grant.useStatus;
  if (grant.isRevoked) return 'revoked';
  return grantEndsAt(grant) <= now ? 'expired' : 'open';
}
