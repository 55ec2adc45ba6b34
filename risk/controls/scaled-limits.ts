import { parseMarketKey, type MarketKey } from '#contracts/mod.ts';

import type { RiskLimits } from './candidate.ts';

const HOUR_MS = 3_600_000;
const BPS = 10_000n;

/**
 * Shares of the tier's limit in ten-thousandths. A market whose price is less certain takes less, and so does a match
 * that is far away, when few others have priced it: from a day before kick-off on it grows to the whole limit.
 */
export type LimitScale = Readonly<{
  /** By type of market; the others take the whole. */
  markets: Readonly<Record<string, number>>;
  earlyBps: number;
  earlyFromMs: number;
  inPlayBps: number;
}>;

export const DEFAULT_SCALE: LimitScale = {
  markets: {
    'correct-score': 5_000,
    'half-time-full-time': 5_000,
  },
  earlyBps: 10_000,
  earlyFromMs: 24 * HOUR_MS,
  inPlayBps: 10_000,
};

/** `startsInMs` is null once the match is being played. */
export type LimitScope = Readonly<{ marketKey: MarketKey; startsInMs: number | null }>;

/** The limits of a tier for one market at one time. */
export function scaledLimits(
  limits: RiskLimits,
  { marketKey, startsInMs }: LimitScope,
  scale: LimitScale = DEFAULT_SCALE,
): RiskLimits {
  const type = parseMarketKey(marketKey)?.type ?? '';
  const ofMarket = Object.hasOwn(scale.markets, type) ? (scale.markets[type] ?? 10_000) : 10_000;
  const share = BigInt(ofMarket) * BigInt(shareOfTime(startsInMs, scale));
  const tierLiabilityMinor = (limits.tierLiabilityMinor * share) / (BPS * BPS);
  return { ...limits, tierLiabilityMinor };
}

function shareOfTime(
  startsInMs: number | null,
  { earlyBps, earlyFromMs, inPlayBps }: LimitScale,
): number {
  if (startsInMs === null) return inPlayBps;
  const early = Math.min(1, Math.max(0, startsInMs / earlyFromMs));
  return Math.round(10_000 - early * (10_000 - earlyBps));
}
