import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { OddsFrames } from './frames.ts';
import { boardOf, ReferenceClient } from './test-client.ts';
import type { Position } from './position.ts';
import { OddsStore, type Applied } from './store.ts';
import { boardName, deliveries, fate, hostStep, playHost, visible } from './test-host-play.ts';
import { FIXTURE, sampleDelta, sampleInfo, sampleMarket, sampleOdds } from './test-samples.ts';
import { viewOf, WHOLE_BOARD } from './view.ts';

type Message = ReturnType<typeof sampleOdds>;

/** Applies a message and whatever waited for it. */
function take(store: OddsStore, message: Message): Applied[] {
  const did = [store.apply(message)];
  for (let next = store.applyWaiting(FIXTURE); next; next = store.applyWaiting(FIXTURE))
    did.push(next);
  return did;
}

function storeWith(...messages: readonly Message[]): OddsStore {
  const store = new OddsStore();
  for (const message of messages) take(store, message);
  return store;
}

const keysOf = (store: OddsStore): string[] | undefined =>
  store
    .board(FIXTURE)
    ?.stepSince(undefined, WHOLE_BOARD)
    .markets.map(({ key }) => key)
    .sort();
const since = (store: OddsStore, prev: number) => {
  const step = store.board(FIXTURE)?.stepSince(prev, WHOLE_BOARD);
  return { ...step, markets: step?.markets.map(({ value }) => value) };
};

describe('the board of a fixture', () => {
  it('starts with an image: a delta before it is a gap', () => {
    const store = new OddsStore();
    expect(store.apply(sampleDelta(7))).toEqual({ did: 'gap' });
    expect(store.needsImage(FIXTURE)).toBe(true);
    expect(store.fixtures()).toEqual([]);
    expect(store.board(FIXTURE)).toBeUndefined();
    expect(store.apply(sampleOdds({ seq: 7 })).did).toBe('applied');
    store.applyWaiting(FIXTURE);
    expect(store.needsImage(FIXTURE)).toBe(false);
  });

  it('merges a delta and tells what changed since any sequence', () => {
    const store = storeWith(
      sampleOdds({ seq: 1, markets: [sampleMarket(1, 1), sampleMarket(2, 1), sampleMarket(3, 1)] }),
      sampleDelta(2, { markets: [sampleMarket(1, 2, { odds: 15_000 })] }),
      sampleDelta(3, { removed: [sampleMarket(3, 1).key] }),
    );
    expect(since(store, 1)).toMatchObject({
      op: 'delta',
      prev: 1,
      markets: [sampleMarket(1, 2, { odds: 15_000 })],
      removed: [sampleMarket(3, 1).key],
    });
    expect(since(store, 2).markets).toEqual([]);
    expect(keysOf(store)).toEqual([sampleMarket(1, 1).key, sampleMarket(2, 1).key]);
  });

  it('ignores what it has already and what a fenced-off owner says', () => {
    const store = storeWith(sampleOdds({ epoch: 3, seq: 5 }));
    expect(store.apply(sampleOdds({ epoch: 2, seq: 9 }))).toEqual({
      did: 'ignored',
      why: 'old-epoch',
    });
    const duplicate = { did: 'ignored', why: 'duplicate' };
    expect(store.apply(sampleDelta(5, { epoch: 3 }))).toEqual(duplicate);
    expect(store.apply(sampleOdds({ epoch: 3, seq: 4 }))).toEqual(duplicate);
    expect(store.board(FIXTURE)).toMatchObject({ epoch: 3, seq: 5 });
  });

  it('keeps deltas that came too early, and then takes each by itself', () => {
    const store = storeWith(sampleOdds({ seq: 1 }));
    const suspended = sampleMarket(2, 2, { status: 'suspended' });
    expect(store.apply(sampleDelta(3, { markets: [sampleMarket(2, 3)] })).did).toBe('gap');
    expect(take(store, sampleDelta(2, { markets: [suspended] }))).toEqual([
      { did: 'applied', urgent: true, jumped: false },
      { did: 'applied', urgent: false, jumped: false },
    ]);
    expect(store.board(FIXTURE)?.seq).toBe(3);
    expect(store.needsImage(FIXTURE)).toBe(false);
  });

  it('heals a gap by an image without losing what readers have', () => {
    const store = storeWith(
      sampleOdds({ seq: 1, markets: [sampleMarket(1, 1), sampleMarket(2, 1)] }),
      sampleDelta(4, { markets: [sampleMarket(2, 2)] }),
    );
    const image = sampleOdds({ seq: 4, markets: [sampleMarket(2, 2)] });
    expect(store.apply(image)).toEqual({ did: 'applied', urgent: true, jumped: true });
    expect(since(store, 1)).toMatchObject({
      markets: [sampleMarket(2, 2)],
      removed: [sampleMarket(1, 1).key],
    });
  });

  it('needs an image of a new owner before it shows anything of it', () => {
    const store = storeWith(sampleOdds({ epoch: 1, seq: 9 }));
    expect(store.apply(sampleDelta(2, { epoch: 2 })).did).toBe('gap');
    expect(store.needsImage(FIXTURE)).toBe(true);
    take(store, sampleOdds({ epoch: 2, seq: 2, markets: [] }));
    expect(store.board(FIXTURE)).toMatchObject({ epoch: 2, seq: 2 });
    expect(store.needsImage(FIXTURE)).toBe(false);
  });

  it('forgets removals after a while; who is older than that gets an image', () => {
    const store = storeWith(sampleOdds({ seq: 1, markets: [] }));
    for (let seq = 2; seq <= 700; seq += 2) {
      store.apply(sampleDelta(seq, { markets: [sampleMarket(seq, 1)] }));
      store.apply(sampleDelta(seq + 1, { removed: [sampleMarket(seq, 1).key] }));
    }
    expect(since(store, 1).op).toBe('image');
    expect(since(store, 699)).toMatchObject({ op: 'delta', removed: [sampleMarket(700, 1).key] });
  });

  it.each([
    ['the fixture is suspended', sampleDelta(2, { suspended: ['score'] })],
    [
      'a market is suspended',
      sampleDelta(2, { markets: [sampleMarket(2, 2, { status: 'suspended' })] }),
    ],
    ['a market leaves', sampleDelta(2, { removed: [sampleMarket(2, 1).key] })],
    ['a new owner shows less', sampleOdds({ epoch: 2, markets: [] })],
  ])('calls it urgent when %s', (_, message) => {
    const store = storeWith(sampleOdds({ seq: 1, markets: [sampleMarket(2, 1)] }));
    expect(store.apply(message)).toMatchObject({ did: 'applied', urgent: true });
  });

  it('calls a price that moves, and a market that opens, not urgent', () => {
    const store = storeWith(sampleOdds({ seq: 1, markets: [sampleMarket(2, 1)] }));
    const moved = [sampleMarket(2, 2, { odds: 12_000 }), sampleMarket(3, 1)];
    expect(store.apply(sampleDelta(2, { markets: moved }))).toMatchObject({ urgent: false });
  });
});

describe('what is recalled from before the image', () => {
  const [first, second, third] = [1, 2, 3].map((line) => sampleMarket(line, 1));
  const recalled = (): OddsStore => {
    const store = new OddsStore();
    const moved = sampleMarket(2, 2);
    store.recall(sampleDelta(6, { markets: [moved], removed: [sampleMarket(9, 1).key] }));
    store.recall(sampleDelta(7, { markets: [sampleMarket(3, 2)] }));
    const markets = [first, moved, sampleMarket(3, 2)].filter((each) => each !== undefined);
    take(store, sampleOdds({ seq: 7, markets, info: sampleInfo() }));
    return store;
  };

  it('lets readers of that time go on', () => {
    const store = recalled();
    expect([first, second, third]).toHaveLength(3);
    expect(store.board(FIXTURE)?.canResume(5, WHOLE_BOARD)).toBe(true);
    expect(store.board(FIXTURE)?.canResume(4, WHOLE_BOARD)).toBe(false);
    expect(since(store, 5)).toMatchObject({
      op: 'delta',
      markets: [sampleMarket(2, 2), sampleMarket(3, 2)],
      removed: [sampleMarket(9, 1).key],
      info: undefined,
    });
    expect(since(store, 6).markets).toEqual([sampleMarket(3, 2)]);
  });

  it('does not tell which lines were the main ones', () => {
    const mains = viewOf([{ types: undefined, mainOnly: true }]);
    expect(recalled().board(FIXTURE)?.canResume(6, mains)).toBe(false);
    expect(recalled().board(FIXTURE)?.canResume(7, mains)).toBe(true);
  });

  it.each([
    ['with a hole', [sampleDelta(5), sampleDelta(7)], 6],
    ['of an old owner', [sampleDelta(6, { epoch: 0 }), sampleDelta(7)], 6],
    ['that ends too early', [sampleDelta(5), sampleDelta(6)], 7],
  ])('%s is good only from there on', (_, messages, from) => {
    const store = new OddsStore();
    for (const message of messages) store.recall(message);
    take(store, sampleOdds({ seq: 7 }));
    const board = store.board(FIXTURE);
    expect([from - 1, from].map((seq) => board?.canResume(seq, WHOLE_BOARD))).toEqual([
      false,
      true,
    ]);
  });

  it('shows that an image is too old', () => {
    const store = new OddsStore();
    for (const seq of [6, 7]) store.recall(sampleDelta(seq));
    take(store, sampleOdds({ seq: 6 }));
    expect(store.needsImage(FIXTURE)).toBe(true);
    take(store, sampleOdds({ seq: 7 }));
    expect(store.needsImage(FIXTURE)).toBe(false);
  });

  it('shows no fixture by itself', () => {
    const store = new OddsStore();
    store.recall(sampleDelta(6));
    expect([store.fixtures(), store.needsImage(FIXTURE)]).toEqual([[], false]);
  });
});

const age = ({ epoch, seq }: Position): number => epoch * 1000 + seq;

const FILTERS = [
  {},
  { types: ['match-result', 'total-goals'] },
  { mainOnly: true },
  { mainOnly: true, types: ['total-goals'] },
];
const viewFor = (filter: (typeof FILTERS)[number]) =>
  viewOf([{ types: filter.types && new Set(filter.types), mainOnly: filter.mainOnly ?? false }]);

describe('stores, frames and clients together', () => {
  const steps = fc.array(hostStep, { maxLength: 60 });
  const fates = fc.array(fate, { minLength: 1, maxLength: 60 });
  test.prop([steps, fates, fates], { numRuns: 300 })(
    'whatever is lost, doubled, late or of an old owner, and whichever gateway they read from: readers never see a board that the host did not have, never go back, and end with the last one',
    (played, here, there) => {
      const host = playHost(played);
      const gateways = [here, there].map((each) => {
        const store = new OddsStore();
        return {
          store,
          frames: new OddsFrames(store, 32_768, () => 0),
          ways: deliveries(host.sent, each),
        };
      });
      const readers = FILTERS.map((filter) => ({
        filter,
        view: viewFor(filter),
        client: new ReferenceClient(),
        at: 0,
        sent: undefined as Position | undefined,
        isOwed: true,
      }));
      type Reader = (typeof readers)[number];
      /** Goes to the other gateway with what it holds. */
      const move = (reader: Reader): void => {
        reader.at = 1 - reader.at;
        reader.isOwed = true;
      };
      const read = (reader: Reader): void => {
        const frames = gateways[reader.at]?.frames.next(FIXTURE, {
          ...reader,
          conflated: undefined,
        });
        for (const frame of frames ?? []) {
          const before = reader.client.boards.get(FIXTURE);
          reader.client.receive(frame.payload('json').toString());
          const after = reader.client.boards.get(FIXTURE);
          if (after === undefined) throw new Error('a message without a board');
          if (before !== undefined) expect(age(after)).toBeGreaterThanOrEqual(age(before));
          reader.sent = { epoch: after.epoch, seq: after.seq };
          reader.isOwed = false;
          const truth = host.boards.get(boardName(after));
          if (truth === undefined) throw new Error(`the host was never at ${boardName(after)}`);
          expect(after).toEqual({ ...truth, markets: visible(truth, reader.filter) });
        }
      };
      const longest = Math.max(...gateways.map(({ ways }) => ways.length));
      for (let turn = 0; turn < longest; turn += 1)
        for (const { store, ways } of gateways) {
          const way = ways[turn];
          if (way === undefined) continue;
          take(store, way.message);
          for (const [index, reader] of readers.entries()) {
            if (way.reads[index] === 'move') move(reader);
            if (way.reads[index] !== 'no') read(reader);
          }
        }
      // What a gateway does about a gap, or about a fixture that it only knows by name.
      for (const { store } of gateways) {
        take(store, host.image());
        expect(store.needsImage(FIXTURE)).toBe(false);
      }
      const last = boardOf(host.image());
      for (const reader of readers) {
        read(reader);
        if (last === undefined) throw new Error('the host has no board');
        expect(reader.client.boards.get(FIXTURE)?.markets).toEqual(visible(last, reader.filter));
      }
    },
  );
});
