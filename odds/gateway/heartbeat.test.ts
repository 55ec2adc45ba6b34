import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import type { FixtureId } from '#contracts/mod.ts';

import type { Frame } from './frame.ts';
import { HEARTBEAT_SLOTS, Heartbeats } from './heartbeat.ts';
import { makeHub } from './test-hub.ts';
import { FIXTURE, OTHER_FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';
import { Tops } from './tops.ts';

const UP = { silent: false, stale: new Set<FixtureId>() };
const NO_ACCOUNTS = { standingOf: () => undefined, clients: () => [] };
const CLIENTS = 2.5 * HEARTBEAT_SLOTS;
const BOTH = [FIXTURE, OTHER_FIXTURE];

function listener(made: ReturnType<typeof makeHub>, fixtures?: readonly FixtureId[]) {
  const { client, outlet } = made.join();
  made.subscribe(client, fixtures === undefined ? {} : { fixtures });
  made.settle();
  const frames: Frame[] = [];
  outlet.write = (written) => frames.push(...written.frames);
  const beats = () =>
    frames.map((frame) => JSON.parse(frame.payload('json').toString()) as unknown);
  return { client, frames, beats };
}

describe('heartbeats', () => {
  it('carry what was last sent to each, and the state of the hosts of what it follows', () => {
    const made = makeHub();
    made.publish(sampleOdds({ seq: 4 }));
    made.publish(sampleOdds({ seq: 9, fixtureId: OTHER_FIXTURE }));
    const all = listener(made);
    const one = listener(made, [FIXTURE]);
    const heartbeats = new Heartbeats(made.hub, NO_ACCOUNTS);
    heartbeats.beat(1, UP);
    heartbeats.beat(3, { silent: false, stale: new Set([OTHER_FIXTURE]) });
    heartbeats.beat(4, { silent: false, stale: new Set(BOTH) });
    heartbeats.beat(5, { silent: true, stale: new Set() });
    const tops = { [FIXTURE]: [1, 4], [OTHER_FIXTURE]: [1, 9] };
    const op = 'heartbeat';
    expect(all.beats()).toEqual([
      { op, at: 1, upstream: 'up', stale: [], tops },
      { op, at: 3, upstream: 'stale', stale: [OTHER_FIXTURE], tops },
      { op, at: 4, upstream: 'stale', stale: BOTH, tops },
      { op, at: 5, upstream: 'stale', stale: [], tops },
    ]);
    const mine = { [FIXTURE]: [1, 4] };
    expect(one.beats()).toEqual([
      { op, at: 1, upstream: 'up', stale: [], tops: mine },
      // Nothing has changed for it: this is its turn.
      { op, at: 3, upstream: 'up', stale: [], tops: mine },
      { op, at: 4, upstream: 'stale', stale: [FIXTURE], tops: mine },
      { op, at: 5, upstream: 'stale', stale: [], tops: mine },
    ]);
  });

  it('come to each client once in a period, to some at a time', () => {
    const made = makeHub();
    const all = Array.from({ length: CLIENTS }, () => listener(made));
    const heartbeats = new Heartbeats(made.hub, NO_ACCOUNTS);
    for (let turn = 0; turn < HEARTBEAT_SLOTS; turn += 1) heartbeats.beat(0, UP);
    for (const { frames } of all) frames.length = 0;
    const heard = Array.from({ length: HEARTBEAT_SLOTS }, () => {
      const before = all.reduce((sum, { frames }) => sum + frames.length, 0);
      heartbeats.beat(1, UP);
      return all.reduce((sum, { frames }) => sum + frames.length, 0) - before;
    });
    expect(Math.max(...heard)).toBe(Math.ceil(CLIENTS / HEARTBEAT_SLOTS));
    expect(all.map(({ frames }) => frames.length)).toEqual(all.map(() => 1));
  });

  it('are the same bytes for clients that have been sent the same', () => {
    const made = makeHub();
    made.publish(sampleOdds());
    const [first, second] = [listener(made), listener(made)];
    const filtered = made.join();
    made.subscribe(filtered.client, { marketTypes: ['next-goal'] });
    made.settle();
    made.publish(sampleDelta(2, { elapsedMs: 60_000, markets: [sampleMarket(2, 2)] }));
    made.settle();
    const last: Frame[] = [];
    filtered.outlet.write = ({ frames }) => last.push(...frames);
    new Heartbeats(made.hub, NO_ACCOUNTS).beat(1, UP);
    expect(first.frames.at(-1)).toBe(second.frames.at(-1));
    expect(last.at(-1)).not.toBe(first.frames.at(-1));
  });

  it('say null of a fixture whose image is still to come', () => {
    const made = makeHub();
    made.publish(sampleOdds());
    const { client, beats } = listener(made);
    made.hub.resync(client, [FIXTURE]);
    new Heartbeats(made.hub, NO_ACCOUNTS).beat(1, UP);
    expect(beats()).toEqual([expect.objectContaining({ tops: { [FIXTURE]: null } })]);
  });
});

const top = fc.oneof(
  fc.record({ epoch: fc.nat(3), seq: fc.nat(5) }),
  fc.constant(null),
  fc.constant('gone' as const),
);
const entry = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), top);
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

test.prop([fc.array(entry), fc.array(entry)])(
  'fingerprints are equal exactly when the tops are',
  (left, right) => {
    const topsAfter = (changes: readonly Entry[]): Tops => {
      const tops = new Tops();
      for (const [fixture, last] of changes)
        if (last === 'gone') tops.delete(fixture as FixtureId);
        else tops.set(fixture as FixtureId, last);
      return tops;
    };
    const sorted = (tops: Tops): unknown => Object.entries(tops.record()).sort();
    const [a, b] = [topsAfter(left), topsAfter(right)];
    const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
    expect(a.fingerprint === b.fingerprint).toBe(same);
  },
);

it('fingerprints of all small positions differ, the missing one too', () => {
  const tops = [null, ...Array.from({ length: 64 }, (_, at) => ({ epoch: at >> 3, seq: at & 7 }))];
  const fingerprints = tops.map((last) => {
    const made = new Tops();
    made.set('c' as FixtureId, last);
    return made.fingerprint;
  });
  expect(new Set(fingerprints).size).toBe(tops.length);
});
