import type { Brand } from './brand.ts';

/**
 * Identifiers. Our own are UUIDv7 strings, except fixtures: a fixture keeps one URN-like word for life
 * (`wyscout-2058017`, `league-7-12-3`) because providers, people and files all name it.
 */
export type FixtureId = Brand<string, 'FixtureId'>;
export type AccountId = Brand<string, 'AccountId'>;
export type BetId = Brand<string, 'BetId'>;
export type TransferId = Brand<string, 'TransferId'>;
export type UserId = Brand<string, 'UserId'>;
/** `type` or `type|key=value|key=value` with keys in alphabetical order; see market.ts. */
export type MarketKey = Brand<string, 'MarketKey'>;
/** Stable word for one answer of a market: `home`, `over`, `2-1`. */
export type OutcomeId = Brand<string, 'OutcomeId'>;

const FIXTURE_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isFixtureId = (value: string): value is FixtureId => FIXTURE_ID.test(value);
export const isUuid = (value: string): boolean => UUID.test(value);

/** The one place where a plain word becomes a fixture id; throws on anything that NATS or a URL could misread. */
export function fixtureId(value: string): FixtureId {
  if (!isFixtureId(value)) throw new TypeError(`not a fixture id: ${JSON.stringify(value)}`);
  return value;
}
export const accountId = (value: string): AccountId => value as AccountId;
export const betId = (value: string): BetId => value as BetId;
export const transferId = (value: string): TransferId => value as TransferId;
export const userId = (value: string): UserId => value as UserId;
export const marketKeyOf = (value: string): MarketKey => value as MarketKey;
export const outcomeId = (value: string): OutcomeId => value as OutcomeId;

/** Hosts own fixtures by shard; the number is part of the wire contract. */
export const SHARD_COUNT = 64;

/** FNV-1a over the id: stable across processes and languages. Returns 0..63. */
export function shardOf(fixture: FixtureId): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < fixture.length; index += 1) {
    hash ^= fixture.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash % SHARD_COUNT;
}
