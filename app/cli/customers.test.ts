import { expect, test } from 'vitest';

import type { InputError } from '#contracts/mod.ts';

import { deedOf } from './customers.ts';

test('who does it and why are kept as they were said', () => {
  expect(deedOf({ actor: 'anna', reason: 'policy of May' })).toMatchObject({
    actor: 'anna',
    reason: 'policy of May',
  });
});

test.each([
  ['actor', { actor: '', reason: 'x' }],
  ['actor', { actor: ' ', reason: '' }],
  ['reason', { actor: 'anna', reason: '\t' }],
])('an empty %s is refused by its name', (field, said) => {
  const refusal = expect.objectContaining({ field, code: 'FORMAT_INVALID' }) as InputError;
  expect(() => deedOf(said)).toThrow(refusal);
});
