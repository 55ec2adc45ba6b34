import { formatMoney, type BonusView, type Currency } from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';

import type { BetRow } from '../placement/bet-row.ts';
import { mostPaid } from './potential.ts';
import { grantOf } from './take-bonus.ts';

type Shown = Pick<
  BetRow,
  'bonus' | 'bonusMinor' | 'currency' | 'stakeMinor' | 'terms' | 'legs' | 'payoutMinor'
>;

/** The bonus of a bet as its owner sees it; nothing where there is none. */
export function bonusView(bet: Shown): Readonly<{ bonus?: BonusView }> {
  const { bonus, currency } = bet;
  if (bonus === null) return {};
  const extraMinor = bet.payoutMinor === null ? mostAdded(bet) : bet.bonusMinor;
  return {
    bonus: {
      kind: bonus.kind,
      bonusId: grantOf(bonus),
      text: textOf(bonus, currency),
      extra: formatMoney(extraMinor, currency),
    },
  };
}

/** What the bonus adds when every selection wins. */
function mostAdded(bet: Shown): bigint {
  if (bet.bonus?.kind === 'free-bet') return 0n;
  const [first, ...others] = selectionsOf(bet.legs).map(([{ odds, requestedOdds, banker }]) => ({
    odds: odds ?? requestedOdds,
    banker,
  }));
  if (first === undefined) return 0n;
  const legs = [first, ...others] as const;
  return mostPaid(bet, legs) - mostPaid({ ...bet, bonus: null }, legs);
}

function textOf(bonus: NonNullable<BetRow['bonus']>, currency: Currency): string {
  switch (bonus.kind) {
    case 'free-bet':
      return `Free bet, the stake is ${bonus.stakeReturned ? 'paid out with the winnings' : 'not paid out'}`;
    case 'boost': {
      const what = bonus.of === 'price' ? 'better odds' : 'more winnings';
      const cap = formatMoney(BigInt(bonus.capMinor), currency);
      return `${String(bonus.percentBps / 100)} % ${what}, up to ${cap} ${currency}`;
    }
    case 'accumulator':
      return 'Accumulator bonus, by the number of legs that win';
  }
}
