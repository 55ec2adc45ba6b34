import type { AccountId, MarketKey } from '#contracts/mod.ts';
import { betAmounts, scaledLimits, type Candidate, type RiskLimits } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';

const MINUTE_MS = 60_000;

/** The limits of the policy for a market of this fixture now. */
export function limitsFor(
  { policy, record, now, worstCaseLimitMinor }: HostState,
  marketKey: MarketKey,
): RiskLimits {
  const { phase, info } = record;
  const startsInMs = phase === 'not-started' ? (info?.startsAt ?? now) - now : null;
  return {
    ...scaledLimits(policy.limits, { marketKey, startsInMs }),
    worstCaseMinor: worstCaseLimitMinor,
  };
}

/** Bets of the account that were accepted on this fixture within the last minute. */
export const recentBets = ({ acceptedAt, now }: HostState, accountId: AccountId): number =>
  (acceptedAt.get(accountId) ?? []).filter((at) => at > now - MINUTE_MS).length;

/** Counts an acceptance for its account, and for the tail of the house: alone, a bet costs no more than it wins. */
export function noteTaken(state: HostState, bet: Candidate): void {
  const { acceptedAt, now } = state;
  const since = now - MINUTE_MS;
  const recent = (acceptedAt.get(bet.accountId) ?? []).filter((at) => at > since);
  // Behind all others, so that the accounts stand in the order of their last bets and the old ones in front.
  acceptedAt.delete(bet.accountId);
  acceptedAt.set(bet.accountId, [...recent, now]);
  for (const [accountId, times] of acceptedAt) {
    if (times.some((at) => at > since)) break;
    acceptedAt.delete(accountId);
  }
  const { stake, returns } = betAmounts(bet, state.policy.rates);
  state.tailTakenMinor += (returns.at(-1) ?? stake) - stake;
}
