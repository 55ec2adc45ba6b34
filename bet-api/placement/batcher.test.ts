import { expect, test } from 'vitest';

import { Batcher } from './batcher.ts';

type Run = { items: readonly number[]; finish: () => void; fail: (error: Error) => void };

function setUp(options: { maxItems?: number; lanes?: number } = {}) {
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
  });
  return { batcher, runs };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('starts at once when idle, and collects what comes while a lane is busy', async () => {
  const { batcher, runs } = setUp();
  const first = batcher.submit(1);
  const rest = [batcher.submit(2), batcher.submit(3)];
  expect(runs.map(({ items }) => items)).toEqual([[1]]);
  runs[0]?.finish();
  expect(await first).toBe('1');
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  runs[1]?.finish();
  expect(await Promise.all(rest)).toEqual(['2', '3']);
});

test('keeps to its lanes and to the size of a batch', async () => {
  const { batcher, runs } = setUp({ maxItems: 2, lanes: 2 });
  const results = [1, 2, 3, 4, 5].map((item) => batcher.submit(item));
  expect(runs.map(({ items }) => items)).toEqual([[1], [2]]);
  for (let index = 0; index < 4; index += 1) {
    runs[index]?.finish();
    await turn();
  }
  expect(runs.map(({ items }) => items)).toEqual([[1], [2], [3, 4], [5]]);
  expect(await Promise.all(results)).toEqual(['1', '2', '3', '4', '5']);
});

test('one bad item fails alone', async () => {
  const { batcher, runs } = setUp();
  const settled = Promise.allSettled([0, 1, 2, 3].map((item) => batcher.submit(item)));
  runs[0]?.finish();
  await turn();
  runs[1]?.fail(new RangeError('somewhere in here'));
  await turn();
  for (const bad of [false, true, false]) {
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
  runs[0]?.finish();
  await turn();
  runs[1]?.fail(new Error('connection refused'));
  await turn();
  expect(runs).toHaveLength(2);
  expect((await settled).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
  ]);
});
