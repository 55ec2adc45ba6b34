import { marketKeyOf, type MarketKey, type MarketType } from '#contracts/mod.ts';

/** What a trader set for a market or a type: until he sets something else, or until a moment. */
type Override<Value> = Readonly<{
  lasting?: Value;
  passing?: Readonly<{ value: Value; until: number }>;
}>;
export type Overrides<Value> = Map<MarketType | MarketKey, Override<Value>>;

export type OverrideScope = Readonly<{
  marketType: MarketType;
  marketKey?: MarketKey;
  /** From then on what stood before stands again; UTC milliseconds. */
  until?: number;
}>;

/** A setting without an end takes the place of all before it. */
export function setOverride<Value>(
  overrides: Overrides<Value>,
  { marketType, marketKey, until }: OverrideScope,
  value: Value,
): void {
  const scope = marketKey ?? marketType;
  if (until === undefined) overrides.set(scope, { lasting: value });
  else overrides.set(scope, { ...overrides.get(scope), passing: { value, until } });
}

export type InForce<Value> = Readonly<{ value: Value; from: 'market' | 'market-type' }>;

/** What a trader set for the market, else for its type; undefined when nothing of that stands at `now`. */
export function inForce<Value>(
  overrides: Overrides<Value>,
  { key, type }: Readonly<{ key: MarketKey; type: MarketType }>,
  now: number,
): InForce<Value> | undefined {
  // A market without specifiers is all there is of its type.
  const own = key === marketKeyOf(type) ? undefined : standing(overrides.get(key), now);
  if (own !== undefined) return { value: own, from: 'market' };
  const ofType = standing(overrides.get(type), now);
  return ofType === undefined ? undefined : { value: ofType, from: 'market-type' };
}

function standing<Value>(override: Override<Value> | undefined, now: number): Value | undefined {
  const passing = override?.passing;
  return passing !== undefined && now < passing.until ? passing.value : override?.lasting;
}

/** When the next of these ends; Infinity when none does after `now`. */
export function nextEnd(overrides: Overrides<unknown>, now: number): number {
  let next = Infinity;
  for (const { passing } of overrides.values()) {
    if (passing !== undefined && passing.until > now) next = Math.min(next, passing.until);
  }
  return next;
}
