import {
  parseMoney,
  payoutMinor,
  type Currency,
  type GrantView,
  type Odds,
} from '#contracts/mod.ts';

import { moneyFromApi } from '../format/money-text.ts';

const WHOLE = 10_000;

type Backed = Readonly<{ fixtureId: string; marketKey: string; outcomeId: string; odds: number }>;

/** Whether a single on this selection may take the grant, as far as the page can tell. `odds` × 10,000. */
export function fits(grant: GrantView, { fixtureId, marketKey, outcomeId, odds }: Backed): boolean {
  const { minLegs = 1, minOdds = 0 } = grant.conditions;
  const isElsewhere =
    grant.marketKey !== null &&
    (grant.fixtureId !== fixtureId ||
      grant.marketKey !== marketKey ||
      (grant.outcomeId ?? outcomeId) !== outcomeId);
  return grant.status === 'open' && !isElsewhere && minLegs <= 1 && odds / WHOLE >= minOdds;
}

/** "Free bet €10.00", "+20 % winnings". */
export function grantName({ kind, amount, currency, of, percent }: GrantView): string {
  if (kind === 'free-bet') return `Free bet ${moneyFromApi(amount ?? '', currency)}`;
  return `+${String(percent ?? 0)} % ${of === 'price' ? 'odds' : 'winnings'}`;
}

/** What a single pays with the grant when it wins, in minor units. */
export function returnWith(
  grant: GrantView | null,
  stakeMinor: bigint,
  { odds, currency }: Readonly<{ odds: number; currency: Currency }>,
): bigint {
  const plain = payoutMinor(stakeMinor, odds as Odds);
  if (grant === null) return plain;
  if (grant.kind === 'free-bet') return grant.stakeReturned ? plain : plain - stakeMinor;
  const bps = Math.round((grant.percent ?? 0) * 100);
  const extra =
    grant.of === 'price'
      ? payoutMinor(stakeMinor, Math.floor((odds * (WHOLE + bps)) / WHOLE) as Odds) - plain
      : payoutMinor(plain - stakeMinor, bps as Odds);
  const cap = parseMoney(grant.cap ?? '', currency) ?? 0n;
  return plain + (extra < cap ? extra : cap);
}

/** What the slip takes from the wallet for a stake. */
export const isOwnStake = (grant: GrantView | null): boolean => grant?.kind !== 'free-bet';

/** What the largest stake is asked for with: a boost counts; a free bet brings its stake with it. */
export const boostTaken = (
  grant: GrantView | null,
): Readonly<{ bonusId?: GrantView['bonusId'] }> =>
  grant === null || !isOwnStake(grant) ? {} : { bonusId: grant.bonusId };
