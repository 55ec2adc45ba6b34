import { afterEach, beforeEach, expect, test } from 'vitest';

import { balanceOf, exchangeAccountId, houseAccountId, verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, silentLogger } from '#platform/mod.ts';
import { LayOffDesk, SimulatedMarkets, type PostSettlement } from '#risk/layoff/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { postLayOff } from './lay-off-ledger.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

/** 10.00 backed at 3.0 with 5 % commission, all of it matched. */
async function backed(fixture: string, outcome: string): Promise<string> {
  const id = newId();
  await database.pool.query(
    `INSERT INTO lay_off_order (id, exchange, market_id, selection_id, fixture_id, market_key, outcome_id, side, odds,
       size_minor, risk_minor, currency, commission_bps, status, cause, actor, reason, created_at, sent_at,
       matched_minor, average_odds, remaining_minor, to_settle)
     VALUES ($1, 'betfair', '1.5', 7, $2, 'match-result', $3, 'back', 30000, 1000, 1000, 'EUR', 500, 'done', 'person',
       'anna', 'test', 1, 1, 1000, 3, 0, true)`,
    [id, fixture, outcome],
  );
  return id;
}

async function resulted(fixture: string, version: number, outcomes: object): Promise<void> {
  const { pool } = database;
  await pool.query(
    `INSERT INTO fixture_result (fixture_id, result_version, ending, certainty, rules_version, feed_version, at)
     VALUES ($1, $2, 'completed', 'confirmed', 1, 1, 0)`,
    [fixture, version],
  );
  await pool.query(
    `INSERT INTO market_result (fixture_id, market_key, result_version, outcomes, certainty, rules_version, basis, at)
     VALUES ($1, 'match-result', $2, $3, 'confirmed', 1, 'test', 0)`,
    [fixture, version, outcomes],
  );
}

/** Changes what nobody may change, behind the back of everything that guards it. */
async function tamper(sql: string): Promise<void> {
  const { pool } = database;
  await pool.query('ALTER TABLE lay_off_result DISABLE TRIGGER append_only');
  await pool.query(sql);
  await pool.query('ALTER TABLE lay_off_result ENABLE TRIGGER append_only');
}

const clearing = exchangeAccountId('betfair', 'EUR');
const balances = async () => [
  await balanceOf(database.pool, houseAccountId('house', 'EUR')),
  await balanceOf(database.pool, clearing),
];
const broken = async () => {
  const { results } = await verifyLedger(database.pool);
  return results.flatMap(({ name, failure }) => (failure ? [[name, failure.first]] : []));
};

const deskOn = async (clock: ManualClock, post: PostSettlement = postLayOff) => {
  const { pool } = database;
  const desk = new LayOffDesk({
    ...{ pool, clock, log: silentLogger(), exchange: 'betfair', markets: () => [] },
    port: new SimulatedMarkets({ clock, inPlayDelayMs: 0 }),
    book: {
      liabilitiesOn: () => () => null,
      holdPosition: () => undefined,
      dropPosition: () => undefined,
    },
    ...{ post, currency: 'EUR', commissionBps: 500 },
  });
  await desk.start();
  return desk;
};

test('a position that cannot be posted leaves nothing behind, stops no other, and is tried again', async () => {
  const clock = new ManualClock(1_000_000);
  const [won] = [await backed('league-2', 'home'), await backed('league-2', 'away')];
  await resulted('league-2', 1, { home: 'won', draw: 'lost', away: 'lost' });
  let isBroken = true;
  const desk = await deskOn(clock, async (client, settled, before) => {
    await postLayOff(client, settled, before);
    if (isBroken && settled.order.orderId === won) throw new Error('broken');
  });
  const settled = async () => {
    await clock.advance(2_000);
    return balances();
  };
  await expect.poll(settled).toEqual([-1_000n, 1_000n]);
  expect(await settled()).toEqual([-1_000n, 1_000n]);
  isBroken = false;
  await expect.poll(settled).toEqual([900n, -900n]);
  await desk.stop();
  expect(await broken()).toEqual([]);
});

test('profits of laying off stand in the ledger once, a corrected one in the place of the first', async () => {
  const { pool } = database;
  const clock = new ManualClock(1_000_000);
  const open = () => deskOn(clock);
  const [won, lost] = [await backed('league-1', 'home'), await backed('league-1', 'away')];
  const settled = async () => {
    await clock.advance(2_000);
    return balances();
  };
  // Two at once settle each position once.
  const desks = [await open(), await open()];
  await settled();
  expect(await balances()).toEqual([0n, 0n]);
  await resulted('league-1', 1, { home: 'won', draw: 'lost', away: 'lost' });
  // 20.00 less 1.00 of commission, and the 10.00 that were lost.
  await expect.poll(settled).toEqual([900n, -900n]);
  await settled();
  expect(await balances()).toEqual([900n, -900n]);
  expect(await broken()).toEqual([]);

  await resulted('league-1', 2, { home: 'void', draw: 'void', away: 'won' });
  await expect.poll(settled).toEqual([1_900n, -1_900n]);
  for (const desk of desks) await desk.stop();
  const again = await open();
  await settled();
  await again.stop();
  expect(await balances()).toEqual([1_900n, -1_900n]);
  const { rows } = await pool.query<{ kind: string; count: number }>(
    `SELECT kind, count(*)::int AS count FROM ledger_transfer GROUP BY kind ORDER BY kind`,
  );
  expect(rows).toEqual([
    { kind: 'lay-off', count: 3 },
    { kind: 'lay-off-reversal', count: 2 },
  ]);
  expect(await broken()).toEqual([]);

  await tamper(
    `UPDATE lay_off_result SET profit_minor = profit_minor + 1 WHERE order_id = '${won}'`,
  );
  expect(await broken()).toEqual([
    ['lay-off-posted', won],
    ['lay-off-clearing', clearing],
  ]);
  // One cent more here and one less there: the account is right, neither position is.
  await tamper(
    `UPDATE lay_off_result SET profit_minor = profit_minor - 1 WHERE order_id = '${lost}'`,
  );
  expect(await broken()).toEqual([['lay-off-posted', won]]);
});
