import { describe, expect, it } from 'vitest';

import { samplesOf, type Watched } from './figures.ts';
import { fixtureName, type PlannedEvent } from './plan.ts';
import type { Sighting } from './probe.ts';

const event = (version: number, dueMs: number, kind: PlannedEvent['kind']): PlannedEvent => ({
  fixture: 0,
  version,
  dueMs,
  kind,
});

/** A message that knows of the version, seen at `at`; each hop before took a millisecond. */
const seen = (feedVersion: number, at: number, changed: Partial<Sighting> = {}): Sighting => ({
  fixtureId: fixtureName(0),
  feedVersion,
  isSuspended: false,
  at,
  bytes: 100,
  stamps: {
    occurredAt: at - 7,
    receivedAt: at - 6,
    feedPublishedAt: at - 5,
    hostReceivedAt: at - 4,
    pricedAt: at - 3,
    publishedAt: at - 2,
    gatewayAt: at - 1,
  },
  ...changed,
});

const watched = (...sightings: Sighting[]): Watched => ({
  fixtures: new Set([fixtureName(0)]),
  sightings,
});

const TIMES = { startAt: 1_000, warmUpMs: 10 };

describe('what probes saw', () => {
  it('counts from when an event was due, once per probe, and hop by hop', () => {
    const plan = [event(4, 5, 'clock'), event(5, 20, 'clock')];
    const probes = [watched(seen(4, 1_009), seen(5, 1_027)), watched(seen(5, 1_050))];
    const { toOdds, missed, hops, bytes } = samplesOf(probes, plan, TIMES);
    expect([toOdds, missed, bytes.oddsBytes]).toEqual([[7, 30], 0, 100]);
    // The second probe's message is stamped for another moment than the event's.
    expect([...hops.values()].every((times) => times.length === 1 && times[0] === 1)).toBe(true);
    expect(hops.has('hostToPublished')).toBe(false);
  });

  it('takes a message without prices of its event for none', () => {
    const early = seen(5, 1_025);
    const unpriced = { ...early, stamps: { ...early.stamps, pricedAt: 900 } };
    const probes = [watched(unpriced, seen(5, 1_040))];
    expect(samplesOf(probes, [event(5, 20, 'clock')], TIMES).toOdds).toEqual([20]);
  });

  it('tells the suspension by a goal from the prices after it', () => {
    const suspended = { isSuspended: true };
    const probes = [
      watched(seen(4, 1_015), seen(5, 1_027, suspended), seen(5, 1_100, suspended), seen(5, 1_120)),
    ];
    const samples = samplesOf(probes, [event(5, 20, 'goal')], TIMES);
    expect(samples).toMatchObject({ toOdds: [], toSuspension: [7], toNewPrices: [100], missed: 0 });
    expect(samples.suspensionHops.get('hostToPublished')).toEqual([2]);
    expect(samples.suspensionHops.has('hostToPricing')).toBe(false);
  });

  it('counts what never came', () => {
    const plan = [event(5, 20, 'goal'), event(6, 30, 'bet-stop'), event(7, 40, 'clock')];
    const probe = watched(seen(6, 1_050, { isSuspended: true }));
    expect(samplesOf([probe], plan, TIMES).missed).toBe(2);
  });

  it('asks nobody for what he does not follow', () => {
    const elsewhere = { fixtures: new Set([fixtureName(1)]), sightings: [] };
    const { missed, toOdds } = samplesOf([elsewhere], [event(5, 20, 'clock')], TIMES);
    expect([missed, toOdds]).toEqual([0, []]);
  });
});
