import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { limitsOf } from './lay-off-desk.ts';
import { layOff } from './lay-off.ts';

const OPTIONS = {
  loss: '200000',
  gain: '100000',
  price: '3.2',
  commission: '0.02',
  band: '0',
  smallest: '200',
};

test('the hedge of the reference, as an order and filled', async () => {
  expect(await layOff(OPTIONS)).toMatchObject({
    hedge: { backMinor: 95_057 },
    order: { side: 'BACK', limitOrder: { size: 950.57, price: 3.2 } },
    fills: [{ matchedMinor: 95_057, averageOdds: 3.2 }],
  });
  expect(await layOff({ ...OPTIONS, offer: ['3.3:20000', '3.2:10000'] })).toMatchObject({
    fills: [{ matchedMinor: 30_000, remainingMinor: 65_057 }],
  });
  expect(await layOff({ ...OPTIONS, band: '300000' })).toMatchObject({ hedge: null });
});

test('what became of orders is read from a message of the order stream', async () => {
  const orders = join(mkdtempSync(join(tmpdir(), 'overround-lay-off-')), 'orders.json');
  const uo = [{ id: '1', rfo: 'lay-off-1', status: 'EC', sm: 950.57, sr: 0, avp: 3.25 }];
  writeFileSync(orders, JSON.stringify({ op: 'ocm', oc: [{ id: '1.1', orc: [{ id: 1, uo }] }] }));
  expect((await layOff({ ...OPTIONS, orders })).fills).toEqual([
    {
      orderRef: 'lay-off-1',
      status: 'complete',
      matchedMinor: 95_057,
      averageOdds: 3.25,
      remainingMinor: 0,
    },
  ]);
});

test.each([
  { price: '1' },
  { price: 'x' },
  { loss: '' },
  { commission: '1' },
  { offer: ['3.2'] },
  { orders: '/nowhere.json' },
])('%j is refused', async (changes) => {
  await expect(layOff({ ...OPTIONS, ...changes })).rejects.toThrow(InputError);
});

describe('limits', () => {
  const all = { band: '1', order: '2', match: '3', day: '4', actor: 'anna', reason: 'May' };
  const defaults = { leastOdds: '1.01', smallest: '200' };

  test('are all or none', () => {
    expect(limitsOf(defaults)).toBeUndefined();
    expect(limitsOf({ ...all, ...defaults, automatic: true })).toEqual({
      automatic: true,
      bandMinor: '1',
      leastOdds: 10_100,
      smallestMinor: '200',
      orderMinor: '2',
      matchMinor: '3',
      dayMinor: '4',
    });
  });

  test.each([
    { day: undefined },
    { actor: '' },
    { band: '-1' },
    { order: '1.5' },
    { leastOdds: '1' },
    { leastOdds: 'x' },
    { smallest: 'x' },
  ])('with %j are refused', (changes) => {
    expect(() => limitsOf({ ...all, ...defaults, ...changes } as never)).toThrow(InputError);
  });
});
