import type { Interval, Measure, PolicyName } from '#risk/simulator/mod.ts';

import type { Finding } from './findings.ts';

export const POLICY_LABELS: Readonly<Record<PolicyName, string>> = {
  static: 'Static book',
  'static-capped': 'Static, worst case capped',
  lmsr: 'LMSR per market',
  ladder: 'Liability ladder',
  joint: 'Joint exposure (ours)',
};

type Column = Readonly<{ label: string; text: (value: number) => string }>;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
/** Minor units as whole euros. */
export const euros = (minor: number): string => whole.format(minor / 100);
/** A share in per cent. */
export const percent = (share: number): string => (100 * share).toFixed(2);

/** The columns of the report, in order; a variance is in squared euros, millions of them. */
export const COLUMNS: Readonly<Record<Measure, Column>> = {
  staked: { label: 'Stakes', text: euros },
  profit: { label: 'Profit', text: euros },
  hold: { label: 'Hold %', text: percent },
  expectedHold: { label: 'Hold without luck %', text: percent },
  variance: { label: 'Variance a match, millions', text: (minor) => (minor / 1e10).toFixed(2) },
  sd: { label: 'SD a match', text: euros },
  cvar99: { label: 'CVaR99 a match', text: euros },
  maxDrawdown: { label: 'Deepest fall', text: euros },
  refusedShare: { label: 'Refused %', text: percent },
};

/** `4.10 (3.90 to 4.30)`. */
export const withInterval = (
  { mean, low, high }: Interval,
  text: (value: number) => string,
): string => `${text(mean)} (${text(low)} to ${text(high)})`;

/** What the comparison comes to, one sentence each. */
export function sentencesOf({ againstStatic, againstCapped }: Finding): readonly string[] {
  const share = (interval: Interval): string => withInterval(interval, (x) => (100 * x).toFixed(1));
  return [
    againstStatic &&
      `Against the static book: variance ${share(againstStatic.variance)} % lower, CVaR99 ` +
        `${share(againstStatic.cvar99)} % lower, hold ${share(againstStatic.hold)} points higher ` +
        `(${share(againstStatic.expectedHold)} without luck).`,
    againstCapped &&
      `Against the static book with a worst-case cap: standard deviation ` +
        `${share(againstCapped.sd)} % lower.`,
  ].filter((sentence) => sentence !== undefined);
}
