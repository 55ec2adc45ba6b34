import { expect } from 'vitest';

import {
  BetMessageSchema,
  LedgerEntryMessageSchema,
  ResultMessageSchema,
  type AccountId,
  type BetId,
  type MarketKey,
} from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { parserOf, type Pool } from '#platform/mod.ts';
import { freshDatabase } from '#test/harness/mod.ts';

import { resultFixture, type Resulted } from '../resulting.ts';
import { settleFixture, type SettleCounts } from '../settle.ts';
import { customer, placeBet, storeEvents, testPorts, type TestLeg } from './book.ts';
import { MatchScript } from './match-script.ts';

export type Scene = Readonly<{
  pool: Pool;
  ports: ReturnType<typeof testPorts>;
  /** A customer with 1,000.00 EUR. */
  account: AccountId;
  /** An accepted single of 10.00 EUR at 2.50 on `test-1` unless told otherwise. */
  single(market: MarketKey, outcome: string, odds?: number, stakeMinor?: bigint): Promise<BetId>;
  /** Stores what the match says so far, results and settles it in chunks of three. */
  finish(match: MatchScript): Promise<{ resulted: Resulted; counts: SettleCounts }>;
  /** Bodies of the outbox by subject, in order; % stands for anything. */
  outbox(subject: string): Promise<Record<string, unknown>[]>;
  /** Every invariant of the ledger holds, and every message fits its schema. */
  expectSound(): Promise<void>;
  close(): Promise<void>;
}>;

/** Settlement on a database of its own. */
export async function openScene(): Promise<Scene> {
  const database = await freshDatabase();
  const { pool } = database;
  const ports = testPorts(pool);
  const account = await customer(pool);
  return {
    pool,
    ports,
    account,
    single: (market, outcome, odds = 2.5, stakeMinor = 1_000n) =>
      placeBet(pool, { account, stakeMinor, legs: [legOf(market, outcome, odds)] }),
    finish: async (match) => {
      await storeEvents(pool, match.events);
      const resulted = await resultFixture(ports, match.fixture);
      const counts = await settleFixture(ports, match.fixture, { chunkSize: 3 });
      return { resulted, counts };
    },
    outbox: async (subject) => {
      const { rows } = await pool.query<{ body: Record<string, unknown> }>(
        'SELECT body FROM outbox WHERE subject LIKE $1 ORDER BY id',
        [subject],
      );
      return rows.map(({ body }) => body);
    },
    expectSound: async () => {
      const verdict = await verifyLedger(pool);
      expect(verdict.results.filter(({ failure }) => failure !== null)).toEqual([]);
      await expectMessagesFit(pool);
    },
    close: () => database.drop(),
  };
}

const PARSERS: Readonly<Record<string, (body: unknown) => unknown>> = {
  bet: parserOf(BetMessageSchema),
  ledger: parserOf(LedgerEntryMessageSchema),
  result: parserOf(ResultMessageSchema),
};

async function expectMessagesFit(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ subject: string; body: unknown }>(
    'SELECT subject, body FROM outbox ORDER BY id',
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { subject, body } of rows) {
    const parse = PARSERS[subject.split('.')[0] ?? ''];
    expect(parse?.(body), subject).toEqual(body);
  }
}

export const legOf = (
  market: MarketKey,
  outcome: string,
  odds = 2.5,
  fixture = 'test-1',
): TestLeg => ({ fixture: new MatchScript(fixture).fixture, market, outcome, odds });
