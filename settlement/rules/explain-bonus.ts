import { formatMoney, type BetBonus, type Currency } from '#contracts/mod.ts';

import type { Payout } from './payout.ts';

type Told = Readonly<{ currency: Currency; stakeMinor: bigint; bonus?: BetBonus | null }>;

const moneyIn =
  (currency: Currency) =>
  (amountMinor: bigint): string =>
    `${formatMoney(amountMinor, currency)} ${currency}`;

/** What became of a stake that was the house's; undefined where the customer's own was staked. */
export function freeBetSentence(
  { currency, stakeMinor, bonus }: Told,
  factor: string,
  { payoutMinor, isVoid }: Readonly<{ payoutMinor: bigint; isVoid: boolean }>,
): string | undefined {
  if (bonus?.kind !== 'free-bet') return undefined;
  const money = moneyIn(currency);
  if (isVoid) return `the free bet of ${money(stakeMinor)} is given back.`;
  if (payoutMinor === 0n) return `the free bet of ${money(stakeMinor)} is lost.`;
  const stake = bonus.stakeReturned ? '' : ', its stake not included';
  return `free bet of ${money(stakeMinor)} × ${factor} = ${money(payoutMinor)}${stake}.`;
}

const percent = (bps: number): string => `${String(bps / 100)} %`;

/** What the bonus added, with a space before it; empty where it added nothing. */
export function extraSentence(
  { currency, bonus }: Told,
  { extraMinor, payoutMinor }: Pick<Payout, 'extraMinor' | 'payoutMinor'>,
): string {
  if (extraMinor === 0n || !bonus || bonus.kind === 'free-bet') return '';
  const money = moneyIn(currency);
  const name =
    bonus.kind === 'accumulator'
      ? 'Accumulator bonus'
      : `Boost of ${percent(bonus.percentBps)} on the ${bonus.of}`;
  return ` ${name}: ${money(extraMinor)} more, ${money(payoutMinor)} in all.`;
}
