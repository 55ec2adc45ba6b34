import { isCurrency, type RiskView } from '#contracts/mod.ts';

import { HOUSE_CURRENCY, houseMoney, moneyText } from '../../format/money-text.ts';

type TailRisk = RiskView['risk'];
export type Figure = Readonly<{ text: string; tone: 'profit' | 'loss' | 'even' }>;

/** The figures of a scope, in the order of the columns. */
export const TAIL_HEADS: readonly (readonly [name: string, meaning: string])[] = [
  ['Expected', 'What the open bets bring on average'],
  ['VaR 95', 'In the worst 5 of 100 cases the result is this or worse'],
  ['CVaR 95', 'The average of the worst 5 of 100 cases'],
  ['VaR 99', 'In the worst case of 100 the result is this or worse'],
  ['CVaR 99', 'The average of the worst case of 100'],
  ['Worst', 'The worst of all cases that were drawn'],
];

/** Results of the house: what the service calls a loss has a minus. `currency`: of the amounts. */
export function tailFigures(risk: TailRisk, currency: string): readonly Figure[] {
  const { var95Minor, cvar95Minor, var99Minor, cvar99Minor, worstMinor } = risk;
  const losses = [var95Minor, cvar95Minor, var99Minor, cvar99Minor, worstMinor];
  return [BigInt(risk.expectedMinor), ...losses.map((loss) => -BigInt(loss))].map((result) => ({
    text: amountText(result, currency),
    tone: result > 0n ? 'profit' : result < 0n ? 'loss' : 'even',
  }));
}

/** Whole units of the house's currency, the exact amount of any other. */
export const amountText = (minor: bigint, currency: string): string =>
  currency === HOUSE_CURRENCY || !isCurrency(currency)
    ? houseMoney(minor.toString())
    : moneyText(minor, currency);

/** What part of the tail a bet makes up, of 1; null where there is no loss to be a part of. */
export function shareOf(contributionMinor: string, cvar99Minor: string): number | null {
  const whole = Number(cvar99Minor);
  return whole > 0 ? Number(contributionMinor) / whole : null;
}
