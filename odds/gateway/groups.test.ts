import { fc, test as property } from '@fast-check/vitest';
import { beforeEach, describe, expect, it } from 'vitest';

import { boardOf } from './test-client.ts';
import { makeHub } from './test-hub.ts';
import { FIXTURE, OTHER_FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';

const BEHIND = 65 * 1024;
const delta = (seq: number, fixture = FIXTURE) =>
  sampleDelta(seq, { fixtureId: fixture, markets: [sampleMarket(2, seq, { odds: 10_100 + seq })] });

let made: ReturnType<typeof makeHub>;
beforeEach(() => {
  made = makeHub();
  for (const fixtureId of [FIXTURE, OTHER_FIXTURE]) made.publish(sampleOdds({ fixtureId }));
});

const joined = (count: number, asked: Parameters<typeof made.subscribe>[1] = {}) =>
  Array.from({ length: count }, () => {
    const reader = made.join();
    made.subscribe(reader.client, { id: 1, ...asked });
    made.settle();
    return reader;
  });
const groups = (): number => made.hub.groups.size;

describe('clients that want the same', () => {
  it('share a session as soon as they have been sent the same', () => {
    joined(5);
    expect(groups()).toBe(1);
    joined(3, { windowMs: 100 });
    expect(groups()).toBe(2);
    joined(2, { fixtures: [FIXTURE] });
    expect(groups()).toBe(3);
  });

  it('are in groups that can be written to in one go', () => {
    joined(600);
    const sizes = [...made.hub.groups].map(({ clients }) => clients.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(128);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(600);
    expect(sizes.length).toBeLessThan(8);
  });

  it('part when one asks for something, and meet again', () => {
    const [first, ...others] = joined(4);
    if (first === undefined) throw new Error('nobody has joined');
    made.hub.resync(first.client, [FIXTURE]);
    expect(groups()).toBe(2);
    made.settle();
    expect(groups()).toBe(1);
    expect(first.reference.counts.image).toBe(3);
    for (const { reference } of others) expect(reference.counts.image).toBe(2);
  });

  it('part when one does not read, which the others do not notice', () => {
    const [slow, quick] = joined(2);
    if (slow === undefined || quick === undefined) throw new Error('nobody has joined');
    slow.outlet.unsent = BEHIND;
    for (const seq of [2, 3, 4]) {
      made.publish(delta(seq));
      made.settle();
    }
    expect(groups()).toBe(2);
    expect([slow, quick].map(({ reference }) => reference.counts.delta)).toEqual([0, 3]);
    slow.outlet.unsent = 0;
    made.hub.drained(slow.client);
    made.settle();
    expect(groups()).toBe(1);
    expect(slow.reference.boards).toEqual(quick.reference.boards);
  });

  it('leave nothing behind when they go', () => {
    const readers = joined(3);
    for (const { client } of readers) made.hub.remove(client);
    made.publish(delta(2));
    made.settle();
    expect([groups(), made.hub.clients.size]).toEqual([0, 0]);
    for (const { reference } of readers) expect(reference.counts.delta).toBe(0);
  });
});

const step = fc.oneof(
  fc.record({ do: fc.constantFrom('publish', 'publish', 'settle', 'suspend'), at: fc.nat(1) }),
  fc.record({ do: fc.constantFrom('stop', 'read', 'resync', 'narrow', 'widen'), at: fc.nat(4) }),
);

property.prop([fc.array(step, { maxLength: 60 })])(
  'whoever stops, reads on or asks, and whenever: everyone ends with the board and missed nothing',
  (steps) => {
    made = makeHub();
    const fixtures = [FIXTURE, OTHER_FIXTURE];
    const seqs = [1, 1];
    for (const fixtureId of fixtures) made.publish(sampleOdds({ fixtureId }));
    const readers = joined(5);
    const next = (at: number, suspended: 'score'[] = []): void => {
      const seq = (seqs[at] = (seqs[at] ?? 0) + 1);
      made.publish({ ...delta(seq, fixtures[at]), state: sampleOdds({ seq, suspended }).state });
    };
    for (const { do: what, at } of steps) {
      const reader = readers[at];
      if (what === 'publish') next(at);
      if (what === 'suspend') next(at, ['score']);
      if (what === 'settle') made.settle();
      if (reader === undefined) continue;
      if (what === 'stop') reader.outlet.unsent = BEHIND;
      if (what === 'resync') made.hub.resync(reader.client, [FIXTURE]);
      if (what === 'narrow') made.subscribe(reader.client, { id: 1, fixtures: [FIXTURE] });
      if (what === 'widen') made.subscribe(reader.client, { id: 1 });
      if (what !== 'read') continue;
      reader.outlet.unsent = 0;
      made.hub.drained(reader.client);
    }
    for (const { outlet, client } of readers) {
      outlet.unsent = 0;
      made.subscribe(client, { id: 1 });
    }
    made.settle();
    for (const at of [0, 1]) next(at);
    made.settle();
    expect(groups()).toBe(1);
    for (const { reference } of readers)
      for (const [at, fixtureId] of fixtures.entries())
        expect(reference.boards.get(fixtureId)).toEqual(
          boardOf({ ...sampleOdds({ seq: seqs[at] ?? 0 }), markets: delta(seqs[at] ?? 0).markets }),
        );
  },
);
