import { beforeEach, describe, expect, it } from 'vitest';

import type { OddsMessage } from '#contracts/mod.ts';

import { makeHub } from './test-hub.ts';
import { FIXTURE, OTHER_FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';

const delta = (seq: number, odds: number): OddsMessage =>
  sampleDelta(seq, { markets: [sampleMarket(2, seq, { odds })] });

let made: ReturnType<typeof makeHub>;
beforeEach(() => {
  made = makeHub();
});

describe('a token', () => {
  it('of the past is answered by what changed since', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    const before = join();
    subscribe(before.client);
    settle();
    for (let seq = 2; seq < 9; seq += 1) publish(delta(seq, 10_100 + seq));
    const after = join();
    for (const [id, board] of before.reference.boards) after.reference.boards.set(id, board);
    const { epoch = 0, seq = 0 } = before.reference.boards.get(FIXTURE) ?? {};
    const joined = subscribe(after.client, {}, { [FIXTURE]: { epoch, seq } });
    expect(joined).toEqual({ fixtures: 1, resumed: 1 });
    settle();
    expect(after.reference.counts).toMatchObject({ image: 0, delta: 1, checksums: 1 });
    expect(after.reference.boards.get(FIXTURE)?.seq).toBe(8);
  });

  const asked = { [FIXTURE]: { epoch: 1, seq: 3 } };

  it('of the present is answered by an empty delta with a checksum', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ seq: 3 }));
    const { client, outlet, texts } = join();
    subscribe(client, {}, asked);
    expect(client.group.session.tops.record()).toEqual({ [FIXTURE]: null });
    texts.length = 0;
    outlet.write = ({ frames }) => {
      for (const frame of frames) texts.push(frame.payload('json').toString());
    };
    settle();
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      expect.objectContaining({
        op: 'delta',
        seq: 3,
        prev: 3,
        markets: [],
        checksum: expect.any(Number) as number,
      }),
    ]);
    expect(client.group.session.tops.record()).toEqual({ [FIXTURE]: [1, 3] });
  });

  it('that is ahead of this gateway is waited for, and nobody goes back in time', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ seq: 1 }));
    const { client, outlet, log, reference } = join();
    reference.boards.set(FIXTURE, { ...sampleOdds({ seq: 3 }), info: undefined, markets: {} });
    subscribe(client, {}, asked);
    settle();
    publish(sampleDelta(2));
    settle();
    expect(log).toEqual([]);
    publish(sampleDelta(3));
    publish(sampleDelta(4, { markets: [] }));
    outlet.write = () => log.push('sent');
    settle();
    expect(log).toEqual(['sent']);
    expect(client.group.session.tops.record()).toEqual({ [FIXTURE]: [1, 4] });
  });

  it.each([
    ['of another owner', { epoch: 1, seq: 3 }, 2],
    ['of a time before this gateway knew the fixture', { epoch: 2, seq: 1 }, 2],
  ])('%s is answered by the image', (_, token, epoch) => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ epoch, seq: 3 }));
    const { client, reference } = join();
    expect(subscribe(client, {}, { [FIXTURE]: token })).toEqual({ fixtures: 1, resumed: 0 });
    settle();
    expect(reference.counts).toMatchObject({ image: 1, delta: 0 });
  });

  it('of a fixture that is not known yet is kept until it is', () => {
    const { publish, settle, join, subscribe } = made;
    const { client, outlet } = join();
    const ops: string[] = [];
    outlet.write = ({ frames }) => {
      for (const { op } of frames) ops.push(op);
    };
    subscribe(client, { fixtures: [FIXTURE] }, asked);
    publish(sampleOdds({ seq: 3 }));
    publish(sampleOdds({ fixtureId: OTHER_FIXTURE, seq: 3 }));
    settle();
    expect(ops).toEqual(['delta']);
  });

  it('is not good for steps that only another gateway saw', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ seq: 1 }));
    publish(sampleOdds({ seq: 6 }));
    const { client, reference } = join();
    subscribe(client, {}, asked);
    settle();
    expect(reference.counts).toMatchObject({ image: 1 });
  });

  it('waits for all subscriptions through which the board was seen', () => {
    const { hub, publish, settle, join, subscribe } = made;
    const markets = [sampleMarket(2, 1), sampleMarket(3, 1, { odds: 50_000 })];
    publish(sampleOdds({ seq: 3, markets }));
    const before = join();
    subscribe(before.client, { mainOnly: true });
    subscribe(before.client, { marketTypes: ['total-goals'] });
    settle();
    const after = join();
    for (const [id, board] of before.reference.boards) after.reference.boards.set(id, board);
    hub.holdBack(after.client, true);
    subscribe(after.client, { mainOnly: true }, asked);
    settle();
    publish(sampleDelta(4, { suspended: ['score'] }));
    expect(after.log).toEqual([]);
    subscribe(after.client, { marketTypes: ['total-goals'] }, asked);
    hub.holdBack(after.client, false);
    settle();
    expect(after.reference.counts).toMatchObject({ image: 0, delta: 1, checksums: 1 });
    expect(after.reference.boards.get(FIXTURE)).toMatchObject({
      seq: 4,
      state: { suspended: ['score'] },
    });
  });
});
