import { fc, test } from '@fast-check/vitest';
import { beforeEach, describe, expect, it } from 'vitest';

import { Boards } from './boards.ts';
import { checksumOf } from './checksum.ts';
import { delta, FIXTURE, image, market, suspended, topsOf } from './test-world.ts';
import type { Delta, Image, Market } from './wire.ts';

let boards: Boards;
beforeEach(() => {
  boards = new Boards();
});

const keys = (): string[] => [...(boards.get(FIXTURE)?.markets.keys() ?? [])];
const seq = (): number | undefined => boards.get(FIXTURE)?.seq;

describe('a board', () => {
  it('is what the image says, whatever it was before', () => {
    boards.receive(image(3), 0);
    boards.receive(image(1, { epoch: 2, markets: [market(5, 1)] }), 0);
    expect(keys()).toEqual([market(5, 1).key]);
    expect(boards.get(FIXTURE)).toMatchObject({ epoch: 2, seq: 1 });
  });

  it('follows deltas, over any number of merged steps, and tells what changed', () => {
    boards.receive(image(3), 0);
    const moved = market(1, 2);
    const gone = market(2, 1).key;
    const update = boards.receive(delta(9, { prev: 3, markets: [moved], removed: [gone] }), 0);
    expect(update).toMatchObject({ closed: true, board: { seq: 9 } });
    expect(update?.changed).toEqual(new Set([moved.key, gone]));
    expect(boards.get(FIXTURE)?.markets.get(moved.key)).toEqual(moved);
  });

  it('keeps names that a delta does not repeat', () => {
    const info = { sport: 'football', competition: 'Cup', home: 'A', away: 'B', startsAt: 1 };
    boards.receive(image(1, { info }), 0);
    boards.receive(delta(2), 0);
    expect(boards.get(FIXTURE)?.info).toEqual(info);
  });

  it('keeps the state of which a delta does not speak', () => {
    boards.receive(image(1, { state: suspended }), 0);
    const { state } = image(1);
    expect(boards.receive(delta(2), 0)?.board.state).toEqual(suspended);
    expect(boards.receive(delta(3, { checksum: checksumOf(state, image(1).markets) }), 0)).toBe(
      undefined,
    );
    boards.receive(image(4), 0);
    expect(boards.receive(delta(5, { state: suspended }), 0)?.board.state).toEqual(suspended);
  });

  it.each([
    ['the fixture is suspended', delta(2, { state: suspended }), true],
    ['a market is', delta(2, { markets: [market(1, 2, { status: 'suspended' })] }), true],
    ['a market leaves', delta(2, { removed: [market(1, 1).key] }), true],
    ['a price moves', delta(2, { markets: [market(1, 2)] }), false],
    ['a market comes', delta(2, { markets: [market(7, 1)] }), false],
  ])('says that something closed when %s', (_, message, closed) => {
    boards.receive(image(1), 0);
    expect(boards.receive(message, 0)?.closed).toBe(closed);
  });
});

describe('what does not fit', () => {
  it.each([
    ['a delta without a board', undefined, delta(2)],
    ['a delta after a hole', image(1), delta(4)],
    ['a delta of another owner', image(1), delta(2, { epoch: 2 })],
    ['a delta with a wrong checksum', image(1), delta(2, { checksum: 1 })],
    ['an image with a wrong checksum', image(1), image(2, { checksum: 1 })],
  ])('is not taken, and the board is asked for: %s', (_, first, second) => {
    if (first !== undefined) boards.receive(first, 0);
    expect(boards.receive(second, 0)).toBeUndefined();
    expect(boards.isConfirmed(FIXTURE)).toBe(false);
    expect(seq()).toBe(first?.seq);
    expect(boards.takeWanted(0)).toEqual([FIXTURE]);
  });

  it.each([
    ['the same again', delta(2)],
    ['an older one', delta(1, { prev: 0 })],
    ['an older image', image(1)],
    ['what an earlier owner said', delta(9, { epoch: 0, prev: 2 })],
  ])('changes nothing when it is %s', (_, message) => {
    boards.receive(image(1), 0);
    boards.receive(delta(2), 0);
    expect(boards.receive(message, 0)).toBeUndefined();
    expect([seq(), boards.isConfirmed(FIXTURE)]).toEqual([2, true]);
    expect(boards.takeWanted(0)).toEqual([]);
  });

  it('is asked for when a gateway begins before the board, though it comes to the same position', () => {
    const [first, second] = [market(1, 1), market(2, 1)];
    boards.receive(image(5, { markets: [first, second] }), 0);
    boards.doubtAll(100);
    // Through other subscriptions, of which the client knows nothing when it drops this.
    expect(boards.receive(image(4, { markets: [first] }), 100)).toBeUndefined();
    expect(boards.receive(delta(5, { prev: 4 }), 100)).toBeUndefined();
    expect(boards.compare(topsOf({ [FIXTURE]: 5 }), 200)).toEqual([]);
    expect(boards.receive(delta(6, { prev: 5 }), 300)).toBeUndefined();
    expect([boards.isConfirmed(FIXTURE), boards.takeWanted(300)]).toEqual([false, [FIXTURE]]);
    boards.receive(image(6, { markets: [first] }), 400);
    expect([keys(), boards.isConfirmed(FIXTURE)]).toEqual([[first.key], true]);
  });

  it('is asked for once in two seconds, until it comes', () => {
    boards.receive(delta(2), 0);
    const asked = [0, 1999, 2000, 2001, 5000].map((atMs) => boards.takeWanted(atMs).length);
    expect(asked).toEqual([1, 0, 1, 0, 1]);
    boards.receive(image(2), 5000);
    expect(boards.takeWanted(9000)).toEqual([]);
  });
});

describe('segments', () => {
  const all = [1, 2, 3, 4, 5].map((line) => market(line, 1));
  const parts = (ofSeq: number): Image[] => [
    image(ofSeq, { segment: 'first', markets: all.slice(0, 2) }),
    image(ofSeq, { segment: 'middle', markets: all.slice(2, 4) }),
    image(ofSeq, {
      segment: 'last',
      markets: all.slice(4),
      checksum: checksumOf(image(1).state, all),
    }),
  ];

  it('count when the last is there', () => {
    const [first, middle, last] = parts(3).map((part) => boards.receive(part, 0));
    expect([first, middle]).toEqual([undefined, undefined]);
    expect(last?.board.markets.size).toBe(5);
  });

  it('of an image that was begun again are not mixed with the old ones', () => {
    const [first, middle] = parts(3);
    for (const part of [first, middle, ...parts(4)]) if (part) boards.receive(part, 0);
    expect(boards.get(FIXTURE)).toMatchObject({ seq: 4 });
    expect(keys()).toHaveLength(5);
  });

  it('with a hole are not taken', () => {
    for (const part of parts(3).slice(1)) expect(boards.receive(part, 0)).toBeUndefined();
    expect(boards.takeWanted(0)).toEqual([FIXTURE]);
  });
});

describe('the tops of a heartbeat', () => {
  beforeEach(() => {
    boards.receive(image(4), 0);
  });

  it('say that all is well', () => {
    expect(boards.keepOnly(topsOf({ [FIXTURE]: 4 }))).toEqual([]);
    expect(boards.compare(topsOf({ [FIXTURE]: 4 }), 0)).toEqual([]);
    expect(boards.takeWanted(0)).toEqual([]);
  });

  it('show what was lost, also of a fixture that is not known yet', () => {
    boards.compare(topsOf({ [FIXTURE]: 5, other: 1 }), 0);
    expect(boards.takeWanted(0)).toEqual([FIXTURE, 'other']);
    expect(boards.isConfirmed(FIXTURE)).toBe(false);
  });

  it('show that another owner has taken over, at whatever sequence', () => {
    boards.compare({ [FIXTURE]: [2, 4] }, 0);
    expect(boards.takeWanted(0)).toEqual([FIXTURE]);
  });

  it('show what has ended', () => {
    expect(boards.keepOnly({})).toEqual([FIXTURE]);
    expect(boards.get(FIXTURE)).toBeUndefined();
    expect(boards.keepOnly({})).toEqual([]);
  });

  it('of null say that the board is on its way', () => {
    boards.doubtAll(0);
    expect(boards.compare(topsOf({ [FIXTURE]: null }), 0)).toEqual([]);
    expect(boards.takeWanted(0)).toEqual([]);
    expect(boards.isConfirmed(FIXTURE)).toBe(false);
  });

  it('confirm a board from before an interruption', () => {
    boards.doubtAll(0);
    expect(boards.compare(topsOf({ [FIXTURE]: 4 }), 0)).toMatchObject([{ board: { seq: 4 } }]);
    expect(boards.isConfirmed(FIXTURE)).toBe(true);
  });
});

describe('after an interruption', () => {
  it('a board is right again with the first message that follows', () => {
    boards.receive(image(4), 0);
    boards.doubtAll(10);
    expect(boards.isConfirmed(FIXTURE)).toBe(false);
    const { markets } = boards.get(FIXTURE) ?? { markets: new Map<string, Market>() };
    boards.receive(
      delta(4, { prev: 4, checksum: checksumOf(image(1).state, markets.values()) }),
      20,
    );
    expect(boards.isConfirmed(FIXTURE)).toBe(true);
  });

  it('a gateway that stays behind is believed in the end', () => {
    boards.receive(image(4, { epoch: 9 }), 0);
    boards.doubtAll(10);
    expect(boards.receive(image(2), 20)).toBeUndefined();
    // Asked for its own, it says the same as long as it is behind.
    expect(boards.takeWanted(6500)).toEqual([FIXTURE]);
    expect(boards.receive(image(2), 6510)).toBeUndefined();
    expect(boards.takeWanted(8009)).toEqual([]);
    expect(boards.takeWanted(8510)).toEqual([FIXTURE]);
    boards.receive(image(2), 8520);
    expect(boards.get(FIXTURE)).toMatchObject({ epoch: 1, seq: 2 });
    expect(boards.isConfirmed(FIXTURE)).toBe(true);
  });
});

const change = fc.record({
  line: fc.nat(4),
  isRemoval: fc.boolean(),
  fate: fc.constantFrom('arrives', 'arrives', 'arrives', 'lost', 'twice', 'late' as const),
});

test.prop([fc.array(change, { maxLength: 80 })])(
  'whatever is lost, doubled or late, a board that is confirmed is one that the gateway had, and asking heals it',
  (changes) => {
    const client = new Boards();
    const truth = new Map<string, Market>();
    const history = new Map<number, string>();
    const told = (): string => JSON.stringify([...truth].sort());
    const held = (): string => JSON.stringify([...(client.get(FIXTURE)?.markets ?? [])].sort());
    const whole = (at: number): Image => image(at, { markets: [...truth.values()] });
    let late: Delta[] = [];
    client.receive(whole(0), 0);
    history.set(0, told());
    for (const [index, { line, isRemoval, fate }] of changes.entries()) {
      const at = index + 1;
      const changed = market(line, at);
      if (isRemoval) truth.delete(changed.key);
      else truth.set(changed.key, changed);
      history.set(at, told());
      const message = delta(at, isRemoval ? { removed: [changed.key] } : { markets: [changed] });
      if (fate === 'late') late.push(message);
      else if (fate !== 'lost') client.receive(message, at);
      if (fate === 'twice') client.receive(message, at);
      if (late.length > 2) {
        for (const each of late) client.receive(each, at);
        late = [];
      }
      if (client.isConfirmed(FIXTURE))
        expect(held()).toBe(history.get(client.get(FIXTURE)?.seq ?? -1));
    }
    client.compare(topsOf({ [FIXTURE]: changes.length }), 1e6);
    if (client.takeWanted(1e6).length > 0) client.receive(whole(changes.length), 1e6);
    expect(client.isConfirmed(FIXTURE)).toBe(true);
    expect(held()).toBe(told());
  },
);
