import { parseMoney } from '#contracts/mod.ts';

import { ConfigError } from './config-error.ts';

/** The variables of risk with their defaults, a part of ENVIRONMENT. */
export const RISK_ENVIRONMENT = {
  OVERROUND_EXPECTED_HANDLE: [
    '10000.00',
    'stakes that one match is expected to draw, in EUR: the more, the less a bet moves prices',
  ],
  OVERROUND_EXPECTED_HANDLES: [
    '',
    'the same of single competitions, such as Premier League=250000.00;Serie B=2500.00',
  ],
  OVERROUND_CONSENSUS_BAND_BPS: [
    '100',
    'how far a price may be beyond what other books agree on, in basis points',
  ],
  OVERROUND_CONSENSUS_BOOKS: ['2', 'other books that must agree before they count'],
  OVERROUND_ROBUST_LOSS: [
    '5000.00',
    'the most to lose on one market that only other books price, in EUR; 0.00: such are not sold',
  ],
  OVERROUND_REVIEW_MINUTES: [
    '60',
    'how often the bets of all customers are reviewed; 0 leaves it to overround customers review',
  ],
  OVERROUND_INTEGRITY_MINUTES: [
    '5',
    'how often the bets on the matches to come are watched for what is abnormal; 0 for never',
  ],
  OVERROUND_QUOTE_MAX_AGE_SECONDS: ['300', 'prices of other books that are older do not count'],
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

/** How much a bet moves prices, and how far they may leave those of others. Money in minor units. */
export type RiskSettings = Readonly<{
  /** Stakes that one match is expected to draw, in the house currency. */
  expectedHandleMinor: bigint;
  /** The same by the name of the competition, where it is another. */
  expectedHandles: ReadonlyMap<string, bigint>;
  consensusBandBps: number;
  consensusBooks: number;
  quoteMaxAgeMs: number;
  /** The most to lose on one market without a model, in the house currency; 0: none is sold. */
  robustLossMinor: bigint;
  /** Between two reviews of the customers; 0: none. */
  reviewEveryMs: number;
  /** Between two looks at what is bet on matches; 0: none. */
  integrityEveryMs: number;
}>;

type RiskName = keyof typeof RISK_ENVIRONMENT;

/** Reads the settings of risk; throws ConfigError on a value that cannot be used. */
export function readRiskSettings(text: (name: RiskName) => string): RiskSettings {
  const whole = (name: RiskName, least: number, most: number): number => {
    const value = Number(text(name));
    if (!/^\d{1,6}$/u.test(text(name)) || value < least || value > most)
      throw new ConfigError(
        `${name} is "${text(name)}"; it must be a whole number from ${String(least)} to ${String(most)}.`,
      );
    return value;
  };
  return {
    expectedHandleMinor: readAmount(text, 'OVERROUND_EXPECTED_HANDLE', 1n),
    expectedHandles: readHandles(text('OVERROUND_EXPECTED_HANDLES')),
    consensusBandBps: whole('OVERROUND_CONSENSUS_BAND_BPS', 0, 5_000),
    consensusBooks: whole('OVERROUND_CONSENSUS_BOOKS', 1, 100),
    robustLossMinor: readAmount(text, 'OVERROUND_ROBUST_LOSS', 0n),
    quoteMaxAgeMs: whole('OVERROUND_QUOTE_MAX_AGE_SECONDS', 1, 86_400) * 1_000,
    reviewEveryMs: whole('OVERROUND_REVIEW_MINUTES', 0, 10_080) * 60_000,
    integrityEveryMs: whole('OVERROUND_INTEGRITY_MINUTES', 0, 1_440) * 60_000,
  };
}

const MOST_MINOR = 1_000_000_000_000n;

function readHandles(text: string): ReadonlyMap<string, bigint> {
  const handles = new Map<string, bigint>();
  for (const entry of text.split(';').filter((each) => each.trim() !== '')) {
    const at = entry.lastIndexOf('=');
    const name = entry.slice(0, Math.max(0, at)).trim();
    const amount = parseMoney(entry.slice(at + 1).trim(), 'EUR');
    if (name === '' || amount === undefined || amount < 1n || amount > MOST_MINOR)
      throw new ConfigError(
        `OVERROUND_EXPECTED_HANDLES has "${entry.trim()}"; write a competition and an amount above 0 such as Premier League=250000.00.`,
      );
    if (handles.has(name))
      throw new ConfigError(`OVERROUND_EXPECTED_HANDLES names "${name}" twice; say it once.`);
    handles.set(name, amount);
  }
  return handles;
}

function readAmount(text: (name: RiskName) => string, name: RiskName, least: bigint): bigint {
  const amount = parseMoney(text(name), 'EUR');
  if (amount === undefined || amount < least || amount > MOST_MINOR)
    throw new ConfigError(
      `${name} is "${text(name)}"; write an amount ${least === 0n ? 'of 0.00 or more' : 'above 0'} such as 10000.00.`,
    );
  return amount;
}
