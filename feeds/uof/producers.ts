import { InvalidMessageError } from '#platform/mod.ts';

import type { ProducerDescription } from './entities.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A source of odds inside the feed: it goes down and is recovered by itself. */
export type ProducerConfig = Readonly<{
  id: number;
  name: string;
  /** In the addresses of the REST interface: `liveodds`. */
  apiPath: string;
  /** How far back the provider can go; undefined is without limit. */
  windowMs: number | undefined;
  /** Without an alive, or with messages unprocessed, for this long it is down; 10 to 180 s. */
  inactivityMs: number;
  /** A recovery that takes longer has failed; 10 to 60 min. */
  maxRecoveryMs: number;
  /** Between two requests; 20 to 180 s. */
  leastGapMs: number;
}>;

export type ProducerLimits = Pick<ProducerConfig, 'inactivityMs' | 'maxRecoveryMs' | 'leastGapMs'>;

/** Defaults of the provider's own libraries. */
const LIMITS: ProducerLimits = {
  inactivityMs: 20_000,
  maxRecoveryMs: 20 * MINUTE_MS,
  leastGapMs: 30_000,
};

/** Our names of the producers that are known; the others are named as the provider does. */
const NAMES: Readonly<Record<number, string>> = {
  ...{ 1: 'live', 3: 'prematch', 4: 'betpal', 5: 'premium-cricket', 6: 'virtual-football' },
};
/** What has odds; a provider lists its other services as producers, too. */
const SCOPES = ['live', 'prematch', 'virtual'];

const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');

/**
 * The producers that the provider lists and this bookmaker has, with their windows.
 * @throws InvalidMessageError when it has none.
 */
export function producersOf(
  described: readonly ProducerDescription[],
  limits: Partial<ProducerLimits> = {},
): readonly ProducerConfig[] {
  const all = described.filter(
    ({ isActive, scope }) => isActive && scope.some((one) => SCOPES.includes(one)),
  );
  if (all.length === 0) throw new InvalidMessageError('no producer is active');
  return all.map(({ id, name, apiUrl, windowMinutes }) => ({
    ...{ id, name: NAMES[id] ?? slug(name) },
    apiPath: apiUrl.split('/').findLast((part) => part !== '') ?? apiUrl,
    windowMs: windowMinutes === null ? undefined : windowMinutes * MINUTE_MS,
    ...{ ...LIMITS, ...limits },
  }));
}

/** So many requests in any such time, by how far back they ask. */
export type RateLimit = Readonly<{ requests: number; withinMs: number }>;
export type RateClass = Readonly<{ belowMs: number; limits: readonly RateLimit[] }>;

/** The provider's limits; what it refuses is not counted. The last class holds for all that is older. */
export const RATE_CLASSES: readonly RateClass[] = [
  {
    belowMs: 30 * MINUTE_MS,
    limits: [
      { requests: 20, withinMs: 10 * MINUTE_MS },
      { requests: 60, withinMs: HOUR_MS },
    ],
  },
  {
    belowMs: 24 * HOUR_MS,
    limits: [
      { requests: 4, withinMs: 10 * MINUTE_MS },
      { requests: 10, withinMs: HOUR_MS },
    ],
  },
  {
    belowMs: Infinity,
    limits: [
      { requests: 2, withinMs: 30 * MINUTE_MS },
      { requests: 4, withinMs: 2 * HOUR_MS },
    ],
  },
];

/** The longest time that any limit looks back. */
export const LONGEST_LIMIT_MS = Math.max(
  ...RATE_CLASSES.flatMap(({ limits }) => limits.map(({ withinMs }) => withinMs)),
);

export type AskedBefore = Readonly<{ at: number; backMs: number }>;

const classOf = (backMs: number): number =>
  RATE_CLASSES.findIndex(({ belowMs }) => backMs < belowMs || belowMs === Infinity);

/** Whether the provider would take one more request that goes so far back; Infinity asks for everything. */
export function mayAsk(asked: readonly AskedBefore[], backMs: number, now: number): boolean {
  const rateClass = classOf(backMs);
  const times = asked.filter((one) => classOf(one.backMs) === rateClass).map(({ at }) => at);
  return (RATE_CLASSES[rateClass]?.limits ?? []).every(
    ({ requests, withinMs }) => times.filter((at) => now - at < withinMs).length < requests,
  );
}
