import type { Currency, Customer, FindingKind } from '#contracts/mod.ts';

import { moneyText } from '../../format/money-text.ts';

export const FINDING_TITLES: Readonly<Record<FindingKind, string>> = {
  sharp: 'Sharp prices',
  'late-bets': 'Late bets',
  ring: 'Ring',
  duplicates: 'Duplicate accounts',
  arbitrage: 'Arbitrage',
  'bonus-abuse': 'Bonus abuse',
};

/** Smaller chances are no better known than this. */
const LEAST = 1e-12;

/** What the chance of a finding without the thing says; `p` of 0 to 1, where 1 is: no law tells it. */
export function strengthText(p: number): string {
  if (p >= 1) return 'No chance is known for it';
  if (p >= 0.001) return `By chance at most ${(100 * p).toFixed(1)} %`;
  return p < LEAST
    ? 'By chance less than 1 in a trillion'
    : `By chance at most 1 in ${Math.round(1 / p).toLocaleString('en')}`;
}

type Unit = 'count' | 'percent' | 'number' | 'money';
const FIGURES: Readonly<Record<string, readonly [name: string, unit: Unit]>> = {
  bets: ['Bets', 'count'],
  mean: ['Better than the close', 'percent'],
  leastEdge: ['Edge of at least', 'percent'],
  llr: ['Log-likelihood ratio', 'number'],
  hits: ['Hits', 'count'],
  expected: ['To be expected', 'number'],
  accounts: ['Accounts', 'count'],
  links: ['Linked with', 'count'],
  coincidences: ['Same bets within a minute', 'count'],
  markets: ['Markets before the match', 'count'],
  locked: ['Profit whatever happens', 'count'],
  closed: ['Bets with a closing price', 'count'],
  beaten: ['Better than it', 'count'],
  oddStakes: ['Odd stakes', 'count'],
  maxStakes: ['Largest stakes told', 'count'],
  bonusBets: ['Bets with a bonus', 'count'],
  opposed: ['Other side backed', 'count'],
  shortest: ['At the shortest price', 'count'],
  bonusStakeMinor: ['Stakes with a bonus', 'money'],
  ownStakeMinor: ['Other stakes', 'money'],
  depositedMinor: ['Paid in', 'money'],
  withdrawnMinor: ['Taken out', 'money'],
};

const TEXTS: Readonly<Record<Unit, (value: number, currency: Currency) => string>> = {
  count: (value) => value.toLocaleString('en'),
  percent: (value) => `${(100 * value).toFixed(1)} %`,
  number: (value) => value.toFixed(1),
  money: (value, currency) => moneyText(BigInt(Math.round(value)), currency),
};

/** What a finding rests on, by name; a figure that the page does not know stands under its own name. */
export const figureTexts = (
  figures: Customer['findings'][number]['figures'],
  currency: Currency,
): readonly (readonly [name: string, text: string])[] =>
  Object.entries(figures).map(([key, value]) => {
    const [name, unit] = FIGURES[key] ?? [key, 'number'];
    return [name, TEXTS[unit](value, currency)];
  });

/** "50 %" of the ordinary factor, from basis points. */
export const factorText = (bps: number): string => `${String(bps / 100)} %`;

/** Basis points from "50", "12.5 %"; undefined for what is no percentage with two decimals at most. */
export function factorFrom(text: string): number | undefined {
  const plain = text.trim().replace(/\s*%$/u, '').replace(',', '.');
  return /^\d{1,4}(?:\.\d{1,2})?$/u.test(plain) ? Math.round(Number(plain) * 100) : undefined;
}
