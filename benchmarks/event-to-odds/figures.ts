import type { FixtureId } from '#contracts/mod.ts';

import { mean } from '../report/percentiles.ts';
import { fixtureName, type PlannedEvent, type PlannedKind } from './plan.ts';
import type { Sighting } from './probe.ts';

/** How long it took from the moment at which an event was due, once per event and probe; milliseconds. */
export type Samples = Readonly<{
  /** Of an event that suspends nothing: until its odds are there. */
  toOdds: readonly number[];
  /** Of a goal or a stop of bets: until the fixture is suspended. */
  toSuspension: readonly number[];
  /** Of a goal: until there are prices again. */
  toNewPrices: readonly number[];
  /** The same hop by hop; a suspension is not priced first. */
  hops: Hops;
  suspensionHops: Hops;
  /** Mean size of the messages of events and of suspensions. */
  bytes: Readonly<{ oddsBytes: number; suspensionBytes: number }>;
  /** Events that a probe never saw. */
  missed: number;
}>;

type Stamps = Sighting['stamps'];
type Moments = Required<Stamps> & Readonly<{ seenAt: number }>;

/** From one stamp to the next, in the order of the way. */
const HOPS = {
  dueToReceived: ['occurredAt', 'receivedAt'],
  receivedToFeedPublished: ['receivedAt', 'feedPublishedAt'],
  feedPublishedToHost: ['feedPublishedAt', 'hostReceivedAt'],
  hostToPricing: ['hostReceivedAt', 'pricedAt'],
  pricingToPublished: ['pricedAt', 'publishedAt'],
  hostToPublished: ['hostReceivedAt', 'publishedAt'],
  publishedToGateway: ['publishedAt', 'gatewayAt'],
  gatewayToSeen: ['gatewayAt', 'seenAt'],
} as const satisfies Record<string, readonly [keyof Moments, keyof Moments]>;
type Hop = keyof typeof HOPS;
export type Hops = ReadonlyMap<Hop, readonly number[]>;

type Timed = PlannedEvent & Readonly<{ dueAt: number }>;

const isSuspension = (kind: PlannedKind): boolean => kind === 'goal' || kind === 'bet-stop';
const hasPrices = ({ isSuspended, stamps }: Sighting): boolean =>
  isSuspended || stamps.pricedAt >= stamps.hostReceivedAt;

/** A client that was looked at: which fixtures it followed, and all that it saw of them. */
export type Watched = Readonly<{
  fixtures: ReadonlySet<FixtureId>;
  sightings: readonly Sighting[];
}>;

/** What each probe saw of each event of its fixtures that was due after the warm-up. */
export function samplesOf(
  probes: readonly Watched[],
  plan: readonly PlannedEvent[],
  times: Readonly<{ startAt: number; warmUpMs: number }>,
): Samples {
  const events = plan
    .filter(({ dueMs }) => dueMs >= times.warmUpMs)
    .map((event): Timed => ({ ...event, dueAt: times.startAt + event.dueMs }));
  const samples: Collected = {
    toOdds: [],
    toSuspension: [],
    toNewPrices: [],
    hops: new Map(),
    suspensionHops: new Map(),
    oddsSizes: [],
    suspensionSizes: [],
    missed: 0,
  };
  for (const { fixtures, sightings } of probes) {
    const byFixture = Map.groupBy(sightings, ({ fixtureId }) => fixtureId);
    for (const event of events) {
      const name = fixtureName(event.fixture);
      if (!fixtures.has(name)) continue;
      addEvent(samples, event, coveringOf(byFixture.get(name) ?? [], event.version));
    }
  }
  const { oddsSizes, suspensionSizes, ...others } = samples;
  const bytes = { oddsBytes: mean(oddsSizes), suspensionBytes: mean(suspensionSizes) };
  return { ...others, bytes };
}

type Collected = {
  toOdds: number[];
  toSuspension: number[];
  toNewPrices: number[];
  hops: Map<Hop, number[]>;
  suspensionHops: Map<Hop, number[]>;
  oddsSizes: number[];
  suspensionSizes: number[];
  missed: number;
};

function addEvent(samples: Collected, event: Timed, covering: readonly Sighting[]): void {
  const { kind, dueAt } = event;
  const suspends = isSuspension(kind);
  const first = covering.find((seen) => (suspends ? seen.isSuspended : hasPrices(seen)));
  if (first === undefined) {
    samples.missed += 1;
    return;
  }
  (suspends ? samples.toSuspension : samples.toOdds).push(first.at - dueAt);
  (suspends ? samples.suspensionSizes : samples.oddsSizes).push(first.bytes);
  // A message that tells of several events has the stamps of the last.
  if (first.stamps.occurredAt === dueAt)
    addHops(suspends ? samples.suspensionHops : samples.hops, first);
  if (kind !== 'goal') return;
  const open = covering.find((seen) => !seen.isSuspended);
  if (open === undefined) samples.missed += 1;
  else samples.toNewPrices.push(open.at - dueAt);
}

function addHops(hops: Map<Hop, number[]>, { stamps, at, isSuspended }: Sighting): void {
  const moments: Moments = { gatewayAt: Number.NaN, ...stamps, seenAt: at };
  for (const [hop, [from, to]] of Object.entries(HOPS) as [Hop, (typeof HOPS)[Hop]][]) {
    const isOfPricing = from === 'pricedAt' || to === 'pricedAt';
    if (isSuspended ? isOfPricing : hop === 'hostToPublished') continue;
    const times = hops.get(hop) ?? [];
    times.push(moments[to] - moments[from]);
    hops.set(hop, times);
  }
}

/** From the first message on that knows of the version; sightings are in the order of arrival. */
function coveringOf(sightings: readonly Sighting[], version: number): readonly Sighting[] {
  let [low, high] = [0, sightings.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sightings[middle]?.feedVersion ?? 0) < version) low = middle + 1;
    else high = middle;
  }
  return sightings.slice(low, low + 64);
}
