import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { betId } from '#contracts/mod.ts';
import { balanceOf, verifyLedger } from '#ledger/mod.ts';
import { newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { codeOf, createCustomer, matchResult, PlacementRig, thrownBy } from '../testing/mod.ts';
import type { BetOrder } from './order.ts';

let database: TestDatabase;
let pool: Pool;
let rig: PlacementRig;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 20 });
  pool = database.pool;
});
afterAll(async () => {
  expect((await verifyLedger(pool)).ok).toBe(true);
  await database.drop();
});
beforeEach(() => {
  rig = new PlacementRig(pool);
});
afterEach(() => rig.stop());

/** The same request sent once more: the bet that it would become is another one. */
const again = (wanted: BetOrder): BetOrder => ({ ...wanted, betId: betId(newId()) });

test.each<[string, () => unknown]>([
  ['everything is as it was', () => undefined],
  ['the host is away', () => (rig.host.onReceive = () => 'away')],
  ['the host is away when it has to decide', () => (rig.host.onDecide = () => 'away')],
  ['the host would refuse', () => (rig.host.onReceive = refuses)],
  [
    'the market is suspended',
    () => rig.showBoard({ seq: 2, markets: [matchResult({ status: 'suspended' })] }),
  ],
  ['the hosts have not been heard for long', () => rig.clock.advance(60_000)],
])('a repeat gets the first answer from another process when %s', async (_, happens) => {
  const account = await createCustomer(pool);
  const wanted = rig.order(account);
  const first = await rig.answerTo(wanted);
  expect(codeOf(first)).toBe('accepted');
  await happens();
  const repeat = again(wanted);
  expect(await rig.answerTo(repeat, rig.another())).toEqual(first);
  expect(await rig.answerTo(again(wanted))).toEqual(first);
  expect(await rig.stored(repeat.betId)).toBeUndefined();
  expect(await balanceOf(pool, account)).toBe(90_00n);
});

const refuses = () => ({ verdict: 'reject', code: 'STAKE_ABOVE_LIMIT' }) as const;

test('what a host reserved for a repeat is given back', async () => {
  const wanted = rig.order(await createCustomer(pool));
  await rig.answerTo(wanted);
  const repeat = again(wanted);
  await rig.answerTo(repeat, rig.another());
  expect(rig.host.released).toEqual([repeat.betId]);
});

test('the process that answered asks no host a second time', async () => {
  const wanted = rig.order(await createCustomer(pool));
  await rig.answerTo(wanted);
  rig.host.asked.length = 0;
  await rig.answerTo(again(wanted));
  expect(rig.host.asked).toEqual([]);
});

test('another body under the key is refused by another process, with and without a host', async () => {
  const wanted = rig.order(await createCustomer(pool));
  await rig.answerTo(wanted);
  const different = { ...again(wanted), bodyHash: '11'.repeat(32) };
  expect(await thrownBy(rig.answerTo(different, rig.another()))).toBe('IDEMPOTENCY_KEY_REUSED');
  rig.host.onReceive = () => 'away';
  expect(await thrownBy(rig.answerTo(again(different), rig.another()))).toBe(
    'IDEMPOTENCY_KEY_REUSED',
  );
});

test('what nobody answered before is told why it cannot be served', async () => {
  rig.host.onReceive = () => 'away';
  const wanted = rig.order(await createCustomer(pool));
  expect(await thrownBy(rig.answerTo(wanted))).toBe('HOST_UNAVAILABLE');
  rig.host.onReceive = (request) => rig.host.received(request);
  expect(codeOf(await rig.answerTo(again(wanted)))).toBe('accepted');
});
