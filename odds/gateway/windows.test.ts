import { beforeEach, describe, expect, it } from 'vitest';

import type { OddsMessage } from '#contracts/mod.ts';

import { makeHub } from './test-hub.ts';
import { FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';

const delta = (seq: number, odds: number): OddsMessage =>
  sampleDelta(seq, { markets: [sampleMarket(2, seq, { odds })] });

let made: ReturnType<typeof makeHub>;
beforeEach(() => {
  made = makeHub();
});

describe('a window', () => {
  it('merges what happens in it, and ends for everyone at the same moment', async () => {
    const { publish, settle, join, subscribe, clock, sources } = made;
    publish(sampleOdds());
    const readers = [0, 1, 2].map(join);
    for (const { client } of readers) subscribe(client, { windowMs: 250 });
    settle();
    await clock.advance(100);
    for (let seq = 2; seq < 6; seq += 1) publish(delta(seq, 10_100 + seq));
    settle();
    const deltas = () => readers.map(({ reference }) => reference.counts.delta);
    expect(deltas()).toEqual([0, 0, 0]);
    await clock.advance(149);
    settle();
    expect(deltas()).toEqual([0, 0, 0]);
    await clock.advance(1);
    settle();
    expect(deltas()).toEqual([1, 1, 1]);
    expect(readers[0]?.reference.conflated.at(-1)).toBe('window');
    expect(sources.odds.built).toBe(2);
  });

  it('of one step merges nothing, and says so', async () => {
    const { publish, settle, join, subscribe, clock } = made;
    publish(sampleOdds());
    const { client, reference } = join();
    subscribe(client, { windowMs: 50 });
    settle();
    publish(delta(2, 18_000));
    await clock.advance(50);
    settle();
    expect(reference.conflated).toEqual([undefined, undefined]);
  });

  it('is not waited for by a suspension, nor by what was waiting with it', async () => {
    const { publish, settle, join, subscribe, clock } = made;
    publish(sampleOdds());
    const { client, reference } = join();
    subscribe(client, { windowMs: 5000 });
    settle();
    publish(delta(2, 18_000));
    publish(sampleDelta(3, { suspended: ['score'] }));
    expect(reference.boards.get(FIXTURE)).toMatchObject({
      seq: 3,
      state: { suspended: ['score'] },
    });
    await clock.advance(5000);
    settle();
    expect(reference.counts.delta).toBe(1);
  });

  it('is the shortest of the subscriptions that show the fixture', async () => {
    const { publish, settle, join, subscribe, clock } = made;
    publish(sampleOdds());
    const { client, reference } = join();
    subscribe(client, { windowMs: 5000 });
    subscribe(client, { windowMs: 100, fixtures: [FIXTURE] });
    settle();
    publish(delta(2, 18_000));
    await clock.advance(100);
    settle();
    expect(reference.counts.delta).toBe(1);
  });

  it('leaves no timer behind', () => {
    const { hub, publish, settle, join, subscribe, clock } = made;
    publish(sampleOdds());
    subscribe(join().client, { windowMs: 100 });
    settle();
    publish(delta(2, 18_000));
    expect(clock.pending).toBe(1);
    hub.stop();
    expect(clock.pending).toBe(0);
  });
});
