import { beforeEach, describe, expect, it } from 'vitest';

import { fixtureId, outcomeId } from '#contracts/mod.ts';

import { cellTopic } from './cells.ts';
import { CONNECTION, FIXTURES, fixtureTopic, LiveStore } from './live-store.ts';
import { boardMessage, FIXTURE, market } from './test-messages.ts';

const OVER = cellTopic(FIXTURE, market('2.5', 0).key, outcomeId('over'));
const heartbeat = (seqs: Record<string, number>) => ({
  op: 'heartbeat' as const,
  at: 0,
  upstream: 'up' as const,
  stale: [],
  tops: topsOf(seqs),
});

const topsOf = (seqs: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(seqs).map(([id, seq]): [string, [number, number]] => [id, [1, seq]]),
  );

let store: LiveStore;
let frame: () => void;
beforeEach(() => {
  const tasks: (() => void)[] = [];
  store = new LiveStore((task) => tasks.push(task));
  frame = () => {
    for (const task of tasks.splice(0)) task();
  };
});

const heard = (topic: string): { times: number } => {
  const counter = { times: 0 };
  store.topics.subscribe(topic, () => {
    counter.times += 1;
  });
  return counter;
};

describe('prices', () => {
  it('change only for the cell that moved, once a frame, with the way they went', () => {
    store.receive(boardMessage('image', 1, 0, [market('2.5', 19_000), market('3.5', 30_000)]));
    const moved = heard(OVER);
    const other = heard(cellTopic(FIXTURE, market('3.5', 0).key, outcomeId('over')));
    store.receive(boardMessage('delta', 2, 1, [market('2.5', 19_500)]));
    store.receive(boardMessage('delta', 3, 2, [market('2.5', 18_000)]));
    expect(moved.times).toBe(0);
    frame();
    expect(moved.times).toBe(1);
    expect(other.times).toBe(0);
    expect(store.cell(OVER)).toMatchObject({ odds: 18_000, direction: 'down', moves: 2 });
  });

  it('stay the same object while what they show is the same', () => {
    store.receive(boardMessage('image', 1, 0, [market('2.5', 19_000)]));
    const before = store.cell(OVER);
    store.receive(boardMessage('image', 2, 0, [market('2.5', 19_000)]));
    expect(store.cell(OVER)).toBe(before);
  });

  it('keep their last figure when suspended, without a move', () => {
    store.receive(boardMessage('image', 1, 0, [market('2.5', 19_000)]));
    store.receive(boardMessage('delta', 2, 1, [market('2.5', 19_000, 'suspended')]));
    expect(store.cell(OVER)).toEqual({
      odds: 19_000,
      status: 'suspended',
      direction: null,
      moves: 0,
    });
  });

  it('go with their market', () => {
    store.receive(boardMessage('image', 1, 0, [market('2.5', 19_000)]));
    store.receive({ ...boardMessage('delta', 2, 1, []), removed: [market('2.5', 0).key] });
    expect(store.cell(OVER)).toBeUndefined();
  });
});

describe('losses', () => {
  it('are told by a delta that does not follow, and keep the old board until the image comes', () => {
    store.receive(boardMessage('image', 1, 0, [market('2.5', 19_000)]));
    expect(store.receive(boardMessage('delta', 5, 4, []))).toEqual([FIXTURE]);
    expect(store.board(FIXTURE)?.seq).toBe(1);
  });

  it('are told by a heartbeat whose top is another', () => {
    store.receive(boardMessage('image', 4, 0, []));
    expect(store.receive(heartbeat({ [FIXTURE]: 4 }))).toEqual([]);
    expect(store.receive(heartbeat({ [FIXTURE]: 5 }))).toEqual([FIXTURE]);
  });

  it('a fixture that two heartbeats do not name is over', () => {
    store.receive(boardMessage('image', 4, 0, [market('2.5', 19_000)]));
    store.receive(heartbeat({}));
    expect(store.board(FIXTURE)).toBeDefined();
    store.receive(heartbeat({ [FIXTURE]: 4 }));
    store.receive(heartbeat({}));
    store.receive(heartbeat({}));
    expect(store.board(FIXTURE)).toBeUndefined();
    expect(store.fixtures()).toEqual([]);
    expect(store.cell(OVER)).toBeUndefined();
  });
});

describe('fixtures', () => {
  it('are listed in play first; a score does not list them anew', () => {
    const coming = boardMessage('image', 1, 0, []);
    const id = fixtureId('a-coming-match');
    store.receive({
      ...coming,
      fixtureId: id,
      state: { ...coming.state, status: 'not-started' },
    });
    store.receive(boardMessage('image', 1, 0, []));
    expect(store.fixtures().map(({ fixtureId: each }) => each)).toEqual([FIXTURE, id]);
    frame();
    const list = heard(FIXTURES);
    const fixture = heard(fixtureTopic(FIXTURE));
    const goal = boardMessage('delta', 2, 1, []);
    store.receive({ ...goal, state: { ...goal.state, score: { home: 1, away: 0 } } });
    frame();
    expect([list.times, fixture.times]).toEqual([0, 1]);
  });

  it('tells the state of the connection once', () => {
    const told = heard(CONNECTION);
    for (const state of ['live', 'live', 'lost'] as const) {
      store.setConnection(state);
      frame();
    }
    expect(told.times).toBe(2);
  });
});
