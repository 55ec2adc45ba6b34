import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createMetrics, ManualClock, silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshClickhouse,
  freshDatabase,
  hasClickhouse,
  type TestClickHouse,
  type TestDatabase,
} from '#test/harness/mod.ts';

import { openBooks, type Books } from '../testing/books.ts';
import { reconcile, startReconciler, type ReconcileReport } from './reconcile.ts';

const NOW = Date.UTC(2026, 2, 14, 15);
const MINUTE_MS = 60_000;

describe.skipIf(!hasClickhouse())('reconciliation', () => {
  let database: TestDatabase;
  let clickhouse: TestClickHouse;
  let books: Books;

  beforeEach(async () => {
    [database, clickhouse] = await Promise.all([freshDatabase(), freshClickhouse()]);
    books = await openBooks(database.pool);
  });
  afterEach(async () => {
    await Promise.all([database.drop(), clickhouse.drop()]);
  });

  const ports = () => ({ pool: database.pool, clickhouse: clickhouse.client, clock: systemClock });
  const run = (): Promise<readonly ReconcileReport[]> =>
    reconcile(ports(), { fromMs: NOW, toMs: NOW + 10 * MINUTE_MS }, 0);
  const rows = async (query: string): Promise<unknown[]> =>
    (await clickhouse.client.query({ query, format: 'JSONEachRow' })).json();
  const agreed = { differed: 0, remaining: 0, backfilled: 0 };

  test('nothing on both sides agrees', async () => {
    expect(await run()).toEqual([
      { name: 'bet', rows: 0, ...agreed },
      { name: 'ledger_entry', rows: 0, ...agreed },
    ]);
  });

  test('what is missing comes from PostgreSQL, and then they agree', async () => {
    const bet = await books.bet({ receivedAt: NOW + 5, stakeMinor: 1_000n });
    await books.settle(bet, 2_000n, NOW + 3 * MINUTE_MS);
    await books.bet({ receivedAt: NOW + 2 * MINUTE_MS, stakeMinor: 300n });
    await books.deposit(5_000n, NOW + 1);
    await books.deposit(700n, NOW + 2 * MINUTE_MS);
    expect(await run()).toEqual([
      { name: 'bet', rows: 2, differed: 2, remaining: 0, backfilled: 2 },
      { name: 'ledger_entry', rows: 4, differed: 2, remaining: 0, backfilled: 4 },
    ]);
    expect(await run()).toMatchObject([agreed, agreed]);
    expect(
      await rows(
        `SELECT status, version, toString(payout) AS payout, leg_result, leg_odds, toString(at) AS at
         FROM bet ORDER BY received_at`,
      ),
    ).toEqual([
      {
        status: 'settled',
        version: 3,
        payout: '20',
        leg_result: ['won'],
        leg_odds: [2],
        at: '2026-03-14 15:03:00.000',
      },
      {
        status: 'accepted',
        version: 2,
        payout: null,
        leg_result: [''],
        leg_odds: [2],
        at: '2026-03-14 15:02:00.000',
      },
    ]);
    expect(
      await rows(
        `SELECT purpose, kind, toInt32(amount_minor) AS amount, toInt32(balance_after_minor) AS balance
         FROM ledger_entry ORDER BY toUInt64(entry_id)`,
      ),
    ).toEqual([
      { purpose: 'wallet', kind: 'deposit', amount: 5_000, balance: 5_000 },
      { purpose: 'cash', kind: 'deposit', amount: -5_000, balance: null },
      { purpose: 'wallet', kind: 'deposit', amount: 700, balance: 5_700 },
      { purpose: 'cash', kind: 'deposit', amount: -700, balance: null },
    ]);
  });

  test('a bet whose last change was missed is brought up to date', async () => {
    const bet = await books.bet({ receivedAt: NOW, stakeMinor: 1_000n });
    await run();
    await books.settle(bet, 0n, NOW + MINUTE_MS);
    expect(await run()).toMatchObject([{ differed: 1, backfilled: 1, remaining: 0 }, agreed]);
    expect(await rows('SELECT status FROM bet')).toEqual([{ status: 'settled' }]);
  });

  test('rows outside the window are left alone', async () => {
    await books.deposit(5n, NOW - 1);
    await books.deposit(5n, NOW + 10 * MINUTE_MS);
    expect(await run()).toMatchObject([{ rows: 0 }, { rows: 0, ...agreed }]);
  });

  test('rows that PostgreSQL does not have are reported, not deleted', async () => {
    await books.deposit(5n, NOW);
    await run();
    await clickhouse.client.command({
      query: `INSERT INTO ledger_entry_raw SELECT * REPLACE ('invented' AS entry_id) FROM ledger_entry_raw`,
    });
    expect(await run()).toMatchObject([agreed, { differed: 1, remaining: 1 }]);
  });

  test('every minute, with the newest minutes left to the writer', async () => {
    const clock = new ManualClock(NOW);
    const metrics = createMetrics('test');
    await books.deposit(5n, NOW - MINUTE_MS);
    await books.deposit(7n, NOW - 5 * MINUTE_MS);
    const reconciler = startReconciler({ ...ports(), clock, log: silentLogger(), metrics });
    const copied = async (): Promise<number | undefined> => {
      const counter = metrics.registry.getSingleMetric('overround_analytics_backfilled_total');
      const values = (await counter?.get())?.values ?? [];
      return values.find(({ labels }) => labels['table'] === 'ledger_entry')?.value;
    };
    // Time goes on while a pass talks to its servers, but not past `latest`.
    const copiedBy = (latest: number) =>
      expect.poll(
        async () => {
          if (clock.now() < latest) await clock.advance(5_000);
          return copied();
        },
        { timeout: 20_000 },
      );
    await copiedBy(NOW + MINUTE_MS).toBe(2);
    await copiedBy(NOW + 20 * MINUTE_MS).toBe(4);
    await reconciler.stop();
    expect(clock.pending).toBe(0);
  });
});
