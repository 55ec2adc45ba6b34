import { forecastOf, type ResultTruth } from './scores.ts';

/** Forecasts of a chance in from..to: how many, what they said on average, and how often it came true. */
export type Bin = Readonly<{
  from: number;
  to: number;
  count: number;
  meanForecast: number;
  frequency: number;
  /** 95 % interval of the frequency (Wilson 1927). */
  low: number;
  high: number;
}>;

/** One forecast of one outcome. */
export type Claim = Readonly<{ chance: number; happened: boolean }>;

const OUTCOMES = ['home', 'draw', 'away'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const claimsOf = (
  truths: readonly ResultTruth[],
  outcomes: readonly Outcome[] = OUTCOMES,
): readonly Claim[] =>
  truths.flatMap((truth) => {
    const happened = OUTCOMES[forecastOf(truth).outcome];
    return outcomes.map((outcome) => ({
      chance: truth.chances[outcome],
      happened: outcome === happened,
    }));
  });

/** Equal bins over 0..1, empty ones left out. */
export function reliability(claims: readonly Claim[], bins: number): readonly Bin[] {
  const groups = Array.from({ length: bins }, (): Claim[] => []);
  for (const claim of claims) {
    groups[Math.min(bins - 1, Math.floor(claim.chance * bins))]?.push(claim);
  }
  return groups.flatMap((group, at) =>
    group.length > 0 ? [{ from: at / bins, to: (at + 1) / bins, ...measure(group) }] : [],
  );
}

function measure(group: readonly Claim[]): Omit<Bin, 'from' | 'to'> {
  const count = group.length;
  const frequency = group.filter(({ happened }) => happened).length / count;
  const meanForecast = group.reduce((sum, { chance }) => sum + chance, 0) / count;
  return { count, meanForecast, frequency, ...wilson(frequency, count) };
}

const Z = 1.959964;

function wilson(share: number, count: number): Readonly<{ low: number; high: number }> {
  const z2 = Z ** 2 / count;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count))) / (1 + z2);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
