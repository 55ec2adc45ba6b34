import { beforeEach, describe, expect, it } from 'vitest';

import { CLOSE_SLOW_CONSUMER, fixtureId, type OddsMessage } from '#contracts/mod.ts';

import { makeHub } from './test-hub.ts';
import { FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';

const KIB = 1024;
const delta = (seq: number, odds: number): OddsMessage =>
  sampleDelta(seq, { markets: [sampleMarket(2, seq, { odds })] });

let made: ReturnType<typeof makeHub>;
beforeEach(() => {
  made = makeHub();
});

describe('a slow reader', () => {
  it('is merged for, and gets the last state when it reads on', () => {
    const { hub, publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    const slow = join();
    const quick = join();
    for (const { client } of [slow, quick]) subscribe(client);
    settle();
    slow.outlet.unsent = 65 * KIB;
    for (let seq = 2; seq < 30; seq += 1) {
      publish(delta(seq, 10_100 + seq));
      settle();
    }
    expect(slow.reference.counts.delta).toBe(0);
    expect(quick.reference.counts.delta).toBe(28);
    slow.outlet.unsent = 0;
    hub.drained(slow.client);
    settle();
    expect(slow.reference.counts.delta).toBe(1);
    expect(slow.reference.conflated.at(-1)).toBe('slow');
    expect(slow.reference.boards).toEqual(quick.reference.boards);
  });

  it('still learns at once that something is suspended', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    const slow = join();
    subscribe(slow.client);
    settle();
    slow.outlet.unsent = 65 * KIB;
    publish(sampleDelta(2, { suspended: ['feed'] }));
    expect(slow.reference.boards.get(FIXTURE)?.state.suspended).toEqual(['feed']);
  });

  it('is not sent many images at once, but one after the other as it reads', () => {
    const { hub, publish, settle, join, subscribe } = makeHub({ mergeAboveBytes: 2 * KIB });
    for (let index = 0; index < 20; index += 1)
      publish(sampleOdds({ fixtureId: fixtureId(`match-${String(index)}`) }));
    const slow = join();
    const { write } = slow.outlet;
    slow.outlet.write = (written) => {
      for (const { jsonBytes } of written.frames) slow.outlet.unsent += jsonBytes;
      write(written);
    };
    subscribe(slow.client);
    settle();
    expect(slow.reference.counts.image).toBe(4);
    for (let round = 0; round < 10; round += 1) {
      slow.outlet.unsent = 0;
      hub.drained(slow.client);
      settle();
    }
    expect(slow.reference.boards.size).toBe(20);
  });

  it('is closed when more than 1 MiB waits for it', () => {
    const { hub, publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    const slow = join();
    subscribe(slow.client);
    slow.outlet.unsent = 1024 * KIB + 1;
    settle();
    expect(slow.outlet.closed).toBe(CLOSE_SLOW_CONSUMER);
    expect(hub.clients.size).toBe(0);
    publish(delta(2, 18_000));
    settle();
    expect(slow.log).toEqual([]);
  });

  it('is closed after 10 seconds in which it took nothing, also when nothing new happens', async () => {
    const { hub, publish, settle, join, subscribe, clock } = made;
    publish(sampleOdds());
    const slow = join();
    subscribe(slow.client);
    slow.outlet.unsent = 65 * KIB;
    settle();
    await clock.advance(9_999);
    hub.closeSlow();
    expect(slow.outlet.closed).toBe(0);
    await clock.advance(1);
    hub.closeSlow();
    expect(slow.outlet.closed).toBe(CLOSE_SLOW_CONSUMER);
  });
});
