import { expect, test } from 'vitest';

import { inTurn } from './in-turn.ts';

test('what comes later begins when what came before has ended, well or not', async () => {
  const queue = inTurn();
  const told: string[] = [];
  const first = Promise.withResolvers<undefined>();
  const one = queue(async () => {
    told.push('one begins');
    await first.promise;
    throw new Error('one failed');
  });
  const two = queue(() => {
    told.push('two begins');
    return Promise.resolve('two');
  });
  await Promise.resolve();
  expect(told).toEqual(['one begins']);
  first.resolve(undefined);
  await expect(one).rejects.toThrow('one failed');
  expect(await two).toBe('two');
  expect(told).toEqual(['one begins', 'two begins']);
});
