import { marketKeyOf, type MarketKey } from './ids.ts';

/**
 * A market is one question on a fixture with a closed list of outcomes; its type and its specifiers
 * (`line=2.5`, `score=1-0`, `goal=3`) are its whole identity.
 */
export const MARKET_TYPES = [
  'match-result',
  'draw-no-bet',
  'total-goals',
  'asian-handicap',
  'both-teams-to-score',
  'correct-score',
  'half-time-result',
  'next-goal',
] as const;
export type MarketType = (typeof MARKET_TYPES)[number];

export type Specifiers = Readonly<Record<string, string>>;
export type MarketIdentity = Readonly<{ type: MarketType; specifiers: Specifiers }>;

export type MarketStatus = 'active' | 'suspended' | 'inactive' | 'settled' | 'cancelled';
export type FixtureStatus =
  | 'not-started'
  | 'in-play'
  | 'interrupted'
  | 'ended'
  | 'closed'
  | 'abandoned'
  | 'postponed'
  | 'cancelled';

/** A market is active only while this set is empty; each party removes only its own reason. */
export const SUSPENSION_REASONS = ['feed', 'model', 'trader', 'risk', 'score', 'handover'] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

/** What one outcome pays. Dead heats join when a sport with them does. */
export type OutcomeResult = 'won' | 'lost' | 'void' | 'half-won' | 'half-lost';

export const isMarketType = (value: string): value is MarketType =>
  (MARKET_TYPES as readonly string[]).includes(value);

/** `total-goals|line=2.5`; keys sorted, so equal markets have equal keys. */
export function marketKey(type: MarketType, specifiers: Specifiers = {}): MarketKey {
  const parts = Object.keys(specifiers)
    .sort()
    .map((key) => `${key}=${specifiers[key] ?? ''}`);
  return marketKeyOf([type, ...parts].join('|'));
}

/** The inverse of marketKey; undefined when the text is not a market key of a known type. */
export function parseMarketKey(text: string): MarketIdentity | undefined {
  const [type = '', ...parts] = text.split('|');
  if (!isMarketType(type)) return undefined;
  const specifiers: Record<string, string> = {};
  for (const part of parts) {
    const split = part.indexOf('=');
    if (split < 1) return undefined;
    specifiers[part.slice(0, split)] = part.slice(split + 1);
  }
  return marketKey(type, specifiers) === text ? { type, specifiers } : undefined;
}
