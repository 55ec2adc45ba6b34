import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { betId, type BetId } from '#contracts/mod.ts';
import { balanceOf, verifyLedger } from '#ledger/mod.ts';
import { newId, seededRandom, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { checkStakeRules, lockCustomers, withStakeHeld } from '../accounts/customer.ts';
import { createCustomer, PlacementRig } from '../testing/mod.ts';
import { decideSingle } from './decide-bet.ts';
import { betOf } from './hold.ts';
import type { BetOrder } from './order.ts';
import { placeAtOnce, type DecidedItem } from './place-at-once.ts';
import { receiveBet } from './receive.ts';

let database: TestDatabase;
let pool: Pool;
let rig: PlacementRig;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 20 });
  pool = database.pool;
});
afterAll(async () => {
  const verdict = await verifyLedger(pool);
  expect(verdict.results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(() => {
  rig = new PlacementRig(pool);
});

type Token = DecidedItem['decision']['legs'][0]['token'];

/** Receive and decide as the placement does, with the token changed as told. */
async function decided(order: BetOrder, changed: Partial<Token> = {}): Promise<DecidedItem> {
  const outcome = await receiveBet(rig.host, order);
  if (outcome.kind !== 'received') throw new Error('refused');
  const bet = betOf({ order, kind: 'hold', received: outcome.received, claimLeaseMs: 0 });
  rig.host.onDecide = (request) => rig.host.accepted(request, changed);
  const decision = await decideSingle(rig.host, bet);
  if (decision?.verdict !== 'accept') throw new Error('not accepted');
  return { order, bet, decision };
}

const kindsOf = async (items: readonly DecidedItem[]): Promise<readonly string[]> =>
  (await placeAtOnce({ pool, clock: rig.clock }, items)).map(({ kind }) => kind);

const isWritten = async (bet: BetId): Promise<boolean> => (await rig.stored(bet)) !== undefined;

test.each<[string, (item: DecidedItem) => Promise<unknown>]>([
  ['the market is closed', ({ bet }) => close(bet.legs[0].marketKey)],
  ['the fixture is closed', () => close('*')],
  [
    'the reservation is buried',
    ({ bet }) =>
      pool.query('SELECT bury_reservation($1, $2, 1)', [bet.betId, bet.legs[0].fixtureId]),
  ],
])('is left to the ordinary way when %s', async (_, happen) => {
  const account = await createCustomer(pool);
  const item = await decided(rig.order(account));
  await happen(item);
  expect(await kindsOf([item])).toEqual(['left']);
  expect(await isWritten(item.bet.betId)).toBe(false);
  expect(await balanceOf(pool, account)).toBe(100_00n);
});

const close = (market: string): Promise<unknown> =>
  pool.query('INSERT INTO market_closed VALUES ($1, $2, 1, 1)', [rig.fixture, market]);

test.each<[string, Partial<Token>]>([
  ['expired', { expiresAt: 0 }],
  ['of an earlier owner', { ownerEpoch: -1 }],
  ['of a later owner', { ownerEpoch: 1 }],
  ['for another bet', { betId: betId(newId()) }],
  ['for another shard', { shard: 99 }],
])('is left when the token is %s', async (_, changed) => {
  const item = await decided(rig.order(await createCustomer(pool)), changed);
  expect(await kindsOf([item])).toEqual(['left']);
  expect(await isWritten(item.bet.betId)).toBe(false);
});

test('a worse price than the policy allows, and a key that is in use, are left', async () => {
  const account = await createCustomer(pool);
  const first = await decided(rig.order(account));
  const again = await decided({ ...rig.order(account), key: first.order.key });
  const worse = await decided(rig.order(account));
  const [leg] = worse.decision.legs;
  const lower = { ...worse.decision, legs: [{ ...leg, odds: 24_000 as never }] as const };
  const dearer = { ...worse, decision: lower };
  expect(await kindsOf([first, again, dearer])).toEqual(['placed', 'left', 'left']);
  expect(await kindsOf([again])).toEqual(['left']);
  expect(await balanceOf(pool, account)).toBe(90_00n);
});

test('one key in two batches that wait for each other is placed once, and nobody else is left out', async () => {
  const account = await createCustomer(pool);
  const one = await decided(rig.order(account));
  const other = await decided({ ...rig.order(account), key: one.order.key });
  const neighbour = await decided(rig.order(await createCustomer(pool)));
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM account WHERE id = $1 FOR UPDATE', [account]);
  const batches = [kindsOf([one]), kindsOf([other, neighbour])];
  await expect.poll(waiting).toBe(2);
  await client.query('COMMIT');
  client.release();
  const [first, second] = await Promise.all(batches);
  expect([...(first ?? []), second?.[0]].sort()).toEqual(['left', 'placed']);
  expect(second?.[1]).toBe('placed');
  expect(await balanceOf(pool, account)).toBe(90_00n);
});

test('batches that wait for the same accounts add up, whichever row they first saw', async () => {
  const accounts = [await createCustomer(pool), await createCustomer(pool)];
  const batches = await Promise.all(
    [0, 1, 2].map(() => Promise.all(accounts.map((account) => decided(rig.order(account))))),
  );
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(`UPDATE account SET version = version + 1 WHERE id = ANY ($1)`, [accounts]);
  const placing = batches.map(kindsOf);
  await expect.poll(waiting).toBe(batches.length);
  await client.query('COMMIT');
  client.release();
  expect(new Set((await Promise.all(placing)).flat())).toEqual(new Set(['placed']));
  const { rows } = await pool.query(
    `SELECT a.staked_today_minor AS staked, a.version AS changes, w.balance_minor AS balance, w.version AS entries
     FROM account AS a JOIN ledger_account AS w ON w.id = a.id WHERE a.id = ANY ($1)`,
    [accounts],
  );
  const each = { staked: 30_00n, changes: 4n, balance: 70_00n, entries: 4n };
  expect(rows).toEqual([each, each]);
});

/** Sessions of this database that wait for a lock. */
async function waiting(): Promise<number | null> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount;
}

test('nothing is placed that the rules of the account refuse, and all that they allow in a row', async () => {
  const random = seededRandom('accounts');
  for (let round = 0; round < 40; round += 1) {
    const account = await createCustomer(pool, { balanceMinor: BigInt(1 + random.int(60)) * 100n });
    await pool.query(
      `UPDATE account SET status = $2, daily_stake_limit_minor = $3, stake_day = $4, staked_today_minor = $5
       WHERE id = $1`,
      [
        account,
        random.pick(['open', 'open', 'open', 'closed', 'excluded']),
        random.pick([null, 0, 1_500, 4_000]),
        Math.floor(rig.clock.now() / 86_400_000) - random.pick([0, 0, 1]),
        random.pick([0, 700]),
      ],
    );
    const orders = Array.from({ length: 1 + random.int(5) }, () =>
      rig.order(account, { stakeMinor: BigInt(1 + random.int(30)) * 100n }),
    );
    const allowed = await allowedInARow(orders);
    const kinds = await kindsOf(await Promise.all(orders.map((order) => decided(order))));
    expect(kinds).toEqual(orders.map((_, at) => (at < allowed ? 'placed' : 'left')));
  }
});

/** How many of the orders the ordinary way would hold before the first that it refuses. */
async function allowedInARow(orders: readonly BetOrder[]): Promise<number> {
  const client = await pool.connect();
  try {
    const [first] = orders;
    let customer = first && (await lockCustomers(client, [first.accountId])).get(first.accountId);
    let allowed = 0;
    for (const { stakeMinor, receivedAt } of orders) {
      if (!customer || checkStakeRules(customer, stakeMinor, receivedAt)) break;
      customer = withStakeHeld(customer, stakeMinor, receivedAt);
      allowed += 1;
    }
    return allowed;
  } finally {
    client.release();
  }
}

test('burying and placing at once agree, whoever is first', async () => {
  const account = await createCustomer(pool, { balanceMinor: 100_000_00n });
  const said = new Set<string>();
  for (let round = 0; round < 40; round += 1) {
    const item = await decided(rig.order(account));
    const bury = async (): Promise<string | undefined> => {
      const { rows } = await pool.query<{ said: string }>(
        'SELECT bury_reservation($1, $2, 1) AS said',
        [item.bet.betId, rig.fixture],
      );
      return rows[0]?.said;
    };
    const place = async (): Promise<string> => (await kindsOf([item])).join('');
    const [buried, placed] =
      round % 2
        ? await Promise.all([bury(), place()])
        : (await Promise.all([place(), bury()])).reverse();
    expect([buried, placed]).toEqual(
      placed === 'placed' ? ['firm', 'placed'] : ['tombstone', 'left'],
    );
    said.add(String(placed));
  }
  expect(said.size).toBeGreaterThan(0);
});
