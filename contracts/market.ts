import { BASKETBALL_MARKET_TYPES } from './market-types/basketball.ts';
import { FOOTBALL_MARKET_TYPES } from './market-types/football.ts';
import { ICE_HOCKEY_MARKET_TYPES } from './market-types/ice-hockey.ts';
import { RACING_MARKET_TYPES } from './market-types/racing.ts';
import { TENNIS_MARKET_TYPES } from './market-types/tennis.ts';
import { marketKeyOf, type MarketKey } from './ids.ts';

/**
 * A market is one question on a fixture with a closed list of outcomes; its type and its specifiers
 * (`line=2.5`, `score=1-0`, `goal=3`) are its whole identity.
 */
export const SPORTS = ['football', 'tennis', 'basketball', 'ice-hockey', 'racing'] as const;
export type Sport = (typeof SPORTS)[number];

/** Types of sports other than football begin with the sport: `tennis-match-winner`. */
export const MARKET_TYPES = [
  ...FOOTBALL_MARKET_TYPES,
  ...TENNIS_MARKET_TYPES,
  ...BASKETBALL_MARKET_TYPES,
  ...ICE_HOCKEY_MARKET_TYPES,
  ...RACING_MARKET_TYPES,
] as const;
export type MarketType = (typeof MARKET_TYPES)[number];
export type FootballMarketType = (typeof FOOTBALL_MARKET_TYPES)[number];
export type TennisMarketType = (typeof TENNIS_MARKET_TYPES)[number];
export type BasketballMarketType = (typeof BASKETBALL_MARKET_TYPES)[number];
export type IceHockeyMarketType = (typeof ICE_HOCKEY_MARKET_TYPES)[number];
export type RacingMarketType = (typeof RACING_MARKET_TYPES)[number];

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

/** What one outcome pays, dead heats apart: only racing has them, see `DeadHeat` in markets. */
export type OutcomeResult = 'won' | 'lost' | 'void' | 'half-won' | 'half-lost';

const KNOWN_TYPES: ReadonlySet<string> = new Set(MARKET_TYPES);
export const isMarketType = (value: string): value is MarketType => KNOWN_TYPES.has(value);

/** `total-goals|line=2.5`; keys sorted, so equal markets have equal keys. */
export function marketKey(type: MarketType, specifiers: Specifiers = {}): MarketKey {
  const names = Object.keys(specifiers);
  if (names.length > 1) names.sort();
  let key: string = type;
  for (const name of names) key += `|${name}=${specifiers[name] ?? ''}`;
  return marketKeyOf(key);
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
