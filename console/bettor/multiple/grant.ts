import {
  formatMoney,
  parseMoney,
  type BetBonus,
  type Currency,
  type GrantView,
} from '#contracts/mod.ts';

import type { Entry } from '../slip.ts';
import type { Kind } from './kinds.ts';

const SCALE = 10_000;

type Leg = Pick<Entry, 'fixtureId' | 'marketKey' | 'outcomeId' | 'odds'>;

/** Whether a bet of these legs may take the grant, as far as the page can tell. */
export function fitsLegs(grant: GrantView, legs: readonly Leg[], kind: Kind): boolean {
  const { minLegs = 1, minOdds = 0 } = grant.conditions;
  if (grant.status !== 'open' || legs.length < minLegs) return false;
  if (legs.some(({ odds }) => odds / SCALE < minOdds)) return false;
  return grant.kind === 'free-bet'
    ? unitStakeOf(grant, kind) !== undefined
    : boosts(grant, legs) !== undefined;
}

/** The stake of each line that a free bet pays for; undefined when its amount is not so many equal stakes. */
export function unitStakeOf({ amount, currency }: GrantView, { lines }: Kind): string | undefined {
  const whole = amount === null ? undefined : parseMoney(amount, currency);
  if (whole === undefined || whole % BigInt(lines) !== 0n) return undefined;
  return formatMoney(whole / BigInt(lines), currency);
}

/** The leg whose price is boosted, or 'bet' for a boost of the winnings; undefined where there is nothing to boost. */
function boosts({ of, fixtureId, marketKey, outcomeId }: GrantView, legs: readonly Leg[]) {
  if (of === 'winnings') return marketKey === null ? 'bet' : undefined;
  const at = legs.findIndex(
    (leg) =>
      leg.fixtureId === fixtureId &&
      leg.marketKey === marketKey &&
      (outcomeId ?? leg.outcomeId) === leg.outcomeId,
  );
  return at < 0 ? undefined : at;
}

/** The grant as the terms of a bet that takes it. */
export function bonusOfGrant(grant: GrantView, legs: readonly Leg[], currency: Currency): BetBonus {
  const grantId = grant.bonusId;
  if (grant.kind === 'free-bet')
    return { kind: 'free-bet', grantId, stakeReturned: grant.stakeReturned ?? false };
  const selection = boosts(grant, legs);
  return {
    kind: 'boost',
    grantId,
    of: grant.of ?? 'winnings',
    percentBps: Math.round((grant.percent ?? 0) * 100),
    capMinor: String(parseMoney(grant.cap ?? '', currency) ?? 0n),
    ...(typeof selection === 'number' ? { selection } : {}),
  };
}
