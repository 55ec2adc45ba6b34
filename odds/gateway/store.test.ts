import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import type { OddsMessage, PublishedMarket } from '#contracts/mod.ts';

import { OddsFrames } from './frames.ts';
import { boardOf, ReferenceClient, type Board } from './test-client.ts';
import { FIXTURE, sampleMarket, sampleOdds } from './test-samples.ts';
import { OddsStore, type Position } from './store.ts';

const delta = (seq: number, fields: Partial<OddsMessage> = {}): OddsMessage =>
  sampleOdds({ kind: 'delta', seq, prev: seq - 1, markets: [], ...fields });

function storeWith(...messages: readonly OddsMessage[]): OddsStore {
  const store = new OddsStore();
  for (const message of messages) store.apply(message);
  return store;
}

describe('the board of a fixture', () => {
  it('starts with an image: a delta before it is a gap', () => {
    const store = new OddsStore();
    expect(store.apply(delta(7))).toEqual({ did: 'gap' });
    expect(store.needsImage(FIXTURE)).toBe(true);
    expect(store.fixtures()).toEqual([]);
    expect(store.imageOf(FIXTURE)).toBeUndefined();
    expect(store.apply(sampleOdds({ seq: 7 })).did).toBe('applied');
    expect(store.needsImage(FIXTURE)).toBe(false);
  });

  it('merges a delta and tells what changed since any sequence', () => {
    const store = storeWith(
      sampleOdds({ seq: 1, markets: [sampleMarket(1, 1), sampleMarket(2, 1), sampleMarket(3, 1)] }),
      delta(2, { markets: [sampleMarket(1, 2, { odds: 15_000 })] }),
      delta(3, { removed: [sampleMarket(3, 1).key] }),
    );
    expect(store.deltaSince(FIXTURE, 1)).toMatchObject({
      kind: 'delta',
      prev: 1,
      seq: 3,
      markets: [sampleMarket(1, 2, { odds: 15_000 })],
      removed: [sampleMarket(3, 1).key],
    });
    expect(store.deltaSince(FIXTURE, 2)?.markets).toEqual([]);
    expect(store.imageOf(FIXTURE)?.markets.map(({ key }) => key)).toEqual([
      sampleMarket(1, 1).key,
      sampleMarket(2, 1).key,
    ]);
  });

  it('ignores what it has already and what a fenced-off owner says', () => {
    const store = storeWith(sampleOdds({ epoch: 3, seq: 5 }));
    expect(store.apply(sampleOdds({ epoch: 2, seq: 9 }))).toEqual({
      did: 'ignored',
      why: 'old-epoch',
    });
    expect(store.apply(delta(5, { epoch: 3 }))).toEqual({ did: 'ignored', why: 'duplicate' });
    expect(store.apply(sampleOdds({ epoch: 3, seq: 4 }))).toEqual({
      did: 'ignored',
      why: 'duplicate',
    });
    expect(store.position(FIXTURE)).toMatchObject({ epoch: 3, seq: 5 });
  });

  it('keeps deltas that came too early until what is missing arrives', () => {
    const store = storeWith(sampleOdds({ seq: 1 }));
    expect(store.apply(delta(3, { markets: [sampleMarket(3, 1)] })).did).toBe('gap');
    expect(store.apply(delta(2, { markets: [sampleMarket(2, 2)] })).did).toBe('applied');
    expect(store.position(FIXTURE)).toMatchObject({ seq: 3 });
    expect(store.needsImage(FIXTURE)).toBe(false);
  });

  it('heals a gap by an image without losing what readers have', () => {
    const store = storeWith(
      sampleOdds({ seq: 1, markets: [sampleMarket(1, 1), sampleMarket(2, 1)] }),
      delta(4, { markets: [sampleMarket(2, 2)] }),
    );
    expect(store.apply(sampleOdds({ seq: 4, markets: [sampleMarket(2, 2)] })).did).toBe('applied');
    expect(store.deltaSince(FIXTURE, 1)).toMatchObject({
      markets: [sampleMarket(2, 2)],
      removed: [sampleMarket(1, 1).key],
    });
  });

  it('needs an image of a new owner before it shows anything of it', () => {
    const store = storeWith(sampleOdds({ epoch: 1, seq: 9 }));
    expect(store.apply(delta(2, { epoch: 2 })).did).toBe('gap');
    expect(store.needsImage(FIXTURE)).toBe(true);
    store.apply(sampleOdds({ epoch: 2, seq: 2 }));
    expect(store.position(FIXTURE)).toMatchObject({ epoch: 2, seq: 2 });
    expect(store.needsImage(FIXTURE)).toBe(false);
  });

  it('forgets removals after a while; who is older than that gets an image', () => {
    const store = storeWith(sampleOdds({ seq: 1, markets: [] }));
    for (let seq = 2; seq <= 700; seq += 2) {
      store.apply(delta(seq, { markets: [sampleMarket(seq, 1)] }));
      store.apply(delta(seq + 1, { removed: [sampleMarket(seq, 1).key] }));
    }
    expect(store.deltaSince(FIXTURE, 1)).toBeUndefined();
    expect(store.deltaSince(FIXTURE, 699)?.removed).toHaveLength(1);
  });

  it.each([
    ['the fixture is suspended', delta(2, { state: sampleOdds({ suspended: ['score'] }).state })],
    ['a market is suspended', delta(2, { markets: [sampleMarket(2, 2, { status: 'suspended' })] })],
    ['a market leaves', delta(2, { removed: [sampleMarket(2, 1).key] })],
  ])('calls it urgent when %s', (_, message) => {
    const store = storeWith(sampleOdds({ seq: 1, markets: [sampleMarket(2, 1)] }));
    expect(store.apply(message)).toEqual({ did: 'applied', urgent: true });
  });

  it('calls a price that moves, and a market that opens, not urgent', () => {
    const store = storeWith(sampleOdds({ seq: 1, markets: [sampleMarket(2, 1)] }));
    const moved = delta(2, { markets: [sampleMarket(2, 2, { odds: 12_000 }), sampleMarket(3, 1)] });
    expect(store.apply(moved)).toEqual({ did: 'applied', urgent: false });
  });
});

/** One step of the host: a market set to a new value, or removed; or a new owner. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ line: fc.nat(5), odds: fc.integer({ min: 10_100, max: 99_999 }) }),
  },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.constant('new-owner' as const) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Every message that the host sent, and the board that it had after each. */
function play(steps: readonly Step[]) {
  const markets = new Map<string, PublishedMarket>();
  const sent: Readonly<{ message: OddsMessage; image: OddsMessage }>[] = [];
  let [epoch, seq, version] = [1, 0, 0];
  const image = (): OddsMessage => sampleOdds({ epoch, seq, markets: [...markets.values()] });
  const boards = new Map<string, Board | undefined>();
  const send = (message: OddsMessage): void => {
    sent.push({ message, image: image() });
    boards.set(`${String(epoch)}/${String(seq)}`, boardOf(image()));
  };
  send(image());
  for (const each of steps) {
    const prev = seq;
    seq += 1;
    if (each === 'new-owner') {
      [epoch, seq] = [epoch + 1, 0];
      send(image());
    } else if ('remove' in each) {
      const { key } = sampleMarket(each.remove, 1);
      markets.delete(key);
      send(sampleOdds({ kind: 'delta', epoch, seq, prev, markets: [], removed: [key] }));
    } else {
      version += 1;
      const market = sampleMarket(each.line, version, { odds: each.odds });
      markets.set(market.key, market);
      send(sampleOdds({ kind: 'delta', epoch, seq, prev, markets: [market] }));
    }
  }
  return { sent, boards, image };
}

/** What the way to the gateway does to a message: any of it at any time. */
const fate = fc.record({
  lost: fc.boolean(),
  twice: fc.boolean(),
  /** By how many messages it is overtaken. */
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
  /** The whole board is sent in its place. */
  asImage: fc.boolean(),
  /** Which of the readers read after it. */
  reads: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
});

type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;

function deliveries(sent: ReturnType<typeof play>['sent'], fates: readonly Fate[]) {
  return sent
    .flatMap(({ message, image }, index) => {
      const given = fates[index % fates.length];
      if (given === undefined || given.lost) return [];
      const { late, twice, asImage, reads } = given;
      const once = { message: asImage ? image : message, at: index + late, reads };
      return twice ? [once, { ...once, at: once.at + 2 }] : [once];
    })
    .sort((a, b) => a.at - b.at);
}

describe('store, frames and clients together', () => {
  test.prop([fc.array(step, { maxLength: 60 }), fc.array(fate, { minLength: 1, maxLength: 60 })])(
    'whatever is lost, doubled, late or of an old owner: readers never see a board that the host did not have, and end with the last one',
    (steps, fates) => {
      const host = play(steps);
      const store = new OddsStore();
      const frames = new OddsFrames(store);
      const readers = [0, 1, 2].map(() => ({
        client: new ReferenceClient(),
        sent: undefined as Position | undefined,
      }));
      const read = (reader: (typeof readers)[number]): void => {
        const frame = frames.next(FIXTURE, reader.sent);
        const position = store.position(FIXTURE);
        reader.sent = position && { epoch: position.epoch, seq: position.seq };
        if (frame !== undefined) reader.client.receive(frame.text);
        const board = reader.client.boards.get(FIXTURE);
        expect(board).toEqual(boardOf(store.imageOf(FIXTURE)));
        if (board === undefined) return;
        const { epoch, seq } = board;
        expect(board).toEqual(host.boards.get(`${String(epoch)}/${String(seq)}`));
      };
      for (const { message, reads } of deliveries(host.sent, fates)) {
        store.apply(message);
        for (const [index, reader] of readers.entries()) if (reads[index] === true) read(reader);
      }
      // What the gateway does about a gap, or about a fixture that it only knows by name.
      store.apply(host.image());
      expect(store.needsImage(FIXTURE)).toBe(false);
      for (const reader of readers) read(reader);
      expect(readers[0]?.client.boards.get(FIXTURE)).toEqual(boardOf(host.image()));
    },
  );
});
