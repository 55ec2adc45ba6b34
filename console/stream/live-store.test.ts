import { beforeEach, describe, expect, it } from 'vitest';

import { fixtureId, marketKey, outcomeId, type PublishedMarket } from '#contracts/mod.ts';

import { cellTopic } from './cells.ts';
import { CONNECTION, FIXTURES, fixtureTopic, LiveStore } from './live-store.ts';
import { FIXTURE, market, sampleBoard } from './test-messages.ts';

const OVER = cellTopic(FIXTURE, market('2.5', 0).key, outcomeId('over'));

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

/** A board on which exactly these markets are, all of them new to the store. */
const show = (seq: number, ...markets: readonly PublishedMarket[]): void => {
  const keys = [...(store.board(FIXTURE)?.markets.keys() ?? []), ...markets.map(({ key }) => key)];
  store.takeBoard(sampleBoard(seq, markets), new Set(keys));
};

describe('prices', () => {
  it('change only for the cell that moved, once a frame, with the way they went', () => {
    show(1, market('2.5', 19_000), market('3.5', 30_000));
    const moved = heard(OVER);
    const other = heard(cellTopic(FIXTURE, market('3.5', 0).key, outcomeId('over')));
    show(2, market('2.5', 19_500), market('3.5', 30_000));
    show(3, market('2.5', 18_000), market('3.5', 30_000));
    expect(moved.times).toBe(0);
    frame();
    expect(moved.times).toBe(1);
    expect(other.times).toBe(0);
    expect(store.cell(OVER)).toMatchObject({ odds: 18_000, direction: 'down', moves: 2 });
  });

  it('stay the same object while what they show is the same', () => {
    show(1, market('2.5', 19_000));
    const before = store.cell(OVER);
    show(2, market('2.5', 19_000));
    expect(store.cell(OVER)).toBe(before);
  });

  it('keep their last figure when suspended, without a move', () => {
    show(1, market('2.5', 19_000));
    show(2, market('2.5', 19_000, 'suspended'));
    expect(store.cell(OVER)).toEqual({
      odds: 19_000,
      status: 'suspended',
      direction: null,
      moves: 0,
    });
  });

  it('are all suspended with their fixture, before their markets say so, and open with it', () => {
    show(1, market('2.5', 19_000), market('3.5', 30_000, 'settled'));
    const suspended = { state: { ...sampleBoard(1, []).state, suspended: ['score' as const] } };
    const markets = [market('2.5', 19_000), market('3.5', 30_000, 'settled')];
    store.takeBoard(sampleBoard(2, markets, suspended), []);
    expect(store.cell(OVER)).toMatchObject({ odds: 19_000, status: 'suspended' });
    const other = cellTopic(FIXTURE, market('3.5', 0).key, outcomeId('over'));
    expect(store.cell(other)?.status).toBe('settled');
    store.takeBoard(sampleBoard(3, markets), []);
    expect(store.cell(OVER)).toMatchObject({ odds: 19_000, status: 'active', moves: 0 });
  });

  it('go with their market, and with their fixture', () => {
    show(1, market('2.5', 19_000), market('3.5', 30_000));
    show(2, market('3.5', 30_000));
    expect(store.cell(OVER)).toBeUndefined();
    show(3, market('2.5', 19_000));
    store.drop(FIXTURE);
    expect([store.cell(OVER), store.board(FIXTURE), store.fixtures()]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });
});

describe('fixtures', () => {
  it('are listed in play first; a score does not list them anew', () => {
    const { state } = sampleBoard(1, []);
    const id = fixtureId('a-coming-match');
    const coming = { fixtureId: id, state: { ...state, status: 'not-started' as const } };
    store.takeBoard(sampleBoard(1, [], coming), []);
    store.takeBoard(sampleBoard(1, []), []);
    expect(store.fixtures().map(({ fixtureId: each }) => each)).toEqual([FIXTURE, id]);
    frame();
    const list = heard(FIXTURES);
    const fixture = heard(fixtureTopic(FIXTURE));
    const score = { home: 1, away: 0 };
    store.takeBoard(sampleBoard(2, [], { state: { ...state, score } }), []);
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

it('market keys of the samples are real ones', () => {
  expect(market('2.5', 19_000).key).toBe(marketKey('total-goals', { line: '2.5' }));
});
