import { expect, test } from 'vitest';

import { Batcher } from './batcher.ts';

type Run = { items: readonly number[]; finish: () => void; fail: (error: Error) => void };

type Limits = { maxItems?: number; lanes?: number; worthALane?: number };

function setUp(options: Limits = {}) {
  const runs: Run[] = [];
  const batcher = new Batcher<number, string>({
    run: (items) =>
      new Promise((resolve, reject) => {
        runs.push({
          items,
          finish: () => {
            resolve(items.map(String));
          },
          fail: reject,
        });
      }),
    isOfOneItem: (error) => error instanceof RangeError,
    maxItems: options.maxItems ?? 100,
    lanes: options.lanes ?? 1,
    worthALane: options.worthALane ?? 1,
    schedule: setImmediate,
  });
  return { batcher, runs };
}

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Until what is put off behind what happens now has been done, too. */
const turn = async (): Promise<void> => {
  await immediate();
  await immediate();
};

test('starts with what comes in one turn, and collects what comes while a lane is busy', async () => {
  const { batcher, runs } = setUp();
  const first = [batcher.submit(1), batcher.submit(2)];
  await turn();
  const rest = [batcher.submit(3), batcher.submit(4)];
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([[1, 2]]);
  runs[0]?.finish();
  expect(await Promise.all(first)).toEqual(['1', '2']);
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  runs[1]?.finish();
  expect(await Promise.all(rest)).toEqual(['3', '4']);
});

test('those who ask again as soon as they are answered stay together', async () => {
  const { batcher, runs } = setUp();
  const askTwice = async (item: number): Promise<string> => {
    await batcher.submit(item);
    for (let hop = 0; hop < 50; hop += 1) await Promise.resolve();
    return batcher.submit(item);
  };
  const answers = [1, 2, 3].map(askTwice);
  for (const run of [0, 1]) {
    await turn();
    runs[run]?.finish();
    await turn();
  }
  expect(runs.map(({ items }) => items)).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(await Promise.all(answers)).toEqual(['1', '2', '3']);
});

test('keeps to its lanes and to the size of a batch', async () => {
  const { batcher, runs } = setUp({ maxItems: 2, lanes: 2 });
  const results = [1, 2, 3, 4, 5, 6, 7].map((item) => batcher.submit(item));
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  for (let index = 0; index < 4; index += 1) {
    runs[index]?.finish();
    await turn();
  }
  expect(runs.map(({ items }) => items)).toEqual([[1, 2], [3, 4], [5, 6], [7]]);
  expect(await Promise.all(results)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});

test('takes a further lane only for so many, and an idle one for anything', async () => {
  const { batcher, runs } = setUp({ lanes: 2, worthALane: 3 });
  const results = [batcher.submit(1)];
  await turn();
  results.push(batcher.submit(2), batcher.submit(3));
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([[1]]);
  results.push(batcher.submit(4));
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
  results.push(batcher.submit(5));
  for (const run of [1, 0, 2]) {
    runs[run]?.finish();
    await turn();
  }
  expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5]]);
  expect(await Promise.all(results)).toEqual(['1', '2', '3', '4', '5']);
});

test('a batch that can hold fewer items than a lane is worth takes the lane when it is full', async () => {
  const { batcher, runs } = setUp({ maxItems: 1, lanes: 2, worthALane: 3 });
  const results = [batcher.submit(1), batcher.submit(2)];
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([[1], [2]]);
  for (const run of runs) run.finish();
  expect(await Promise.all(results)).toEqual(['1', '2']);
});

test('one bad item fails alone', async () => {
  const { batcher, runs } = setUp();
  const settled = Promise.allSettled([0, 1, 2, 3].map((item) => batcher.submit(item)));
  await turn();
  runs[0]?.fail(new RangeError('somewhere in here'));
  await turn();
  for (const bad of [false, false, true, false]) {
    const run = runs.at(-1);
    expect(run?.items).toHaveLength(1);
    if (bad) run?.fail(new RangeError('this one'));
    else run?.finish();
    await turn();
  }
  expect((await settled).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

test('a server that is away fails the whole batch at once', async () => {
  const { batcher, runs } = setUp();
  const settled = Promise.allSettled([0, 1, 2].map((item) => batcher.submit(item)));
  await turn();
  runs[0]?.fail(new Error('connection refused'));
  await turn();
  expect(runs).toHaveLength(1);
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
