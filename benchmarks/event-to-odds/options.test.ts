import { expect, it } from 'vitest';

import { readOptions } from './options.ts';

it('plays two crowds, each in two ways, unless something else is asked for', () => {
  expect(readOptions([])).toMatchObject({ clients: [1000, 5000], fixtures: 20, follow: [5, 20] });
  expect(readOptions(['--fixtures', '8', '--follow', 'all,3'])).toMatchObject({ follow: [8, 3] });
});

it.each([
  ['--follow', '21', '--follow is "21"; there are 20 --fixtures'],
  ['--follow', '0', 'a whole number from 1'],
  ['--follow', '5,some', 'a whole number from 1'],
  ['--clients', '40', 'a whole number from 41'],
  ['--view', 'odd', 'use one of coupon, main, all'],
])('%s %s makes no load', (name, value, why) => {
  expect(() => readOptions([name, value])).toThrow(why);
});
