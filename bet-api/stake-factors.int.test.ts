import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  accountId,
  type DecideRequestOf,
  fixtureId,
  marketKeyOf,
  outcomeId,
  type Odds,
} from '#contracts/mod.ts';
import { ManualClock, newId, silentLogger } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import type { HostPort } from './host-port.ts';
import { readStakeFactors, withStakeFactors } from './stake-factors.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const REQUEST: Omit<DecideRequestOf<'max-stake'>, 'accountId'> = {
  op: 'max-stake',
  selection: {
    fixtureId: fixtureId('f'),
    marketKey: marketKeyOf('match-result'),
    outcomeId: outcomeId('home'),
    odds: 20_000 as Odds,
  },
  currency: 'EUR',
};

const changeFactor = (account: string, seq: number, toBps: number) =>
  database.pool.query(
    `INSERT INTO customer_factor_change (id, account_id, seq, from_bps, to_bps, cause, actor, reason, at)
     VALUES ($1, $2, $3, 10000, $4, 'person', 'anna', 'a test', 1)`,
    [newId(), account, seq, toBps],
  );

test('hosts are told the factor of a customer who has one, soon after it has changed', async () => {
  const { pool } = database;
  const [user, account] = [newId(), accountId(newId())];
  await pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, 'factor', 'x', 'bettor')`,
    [user],
  );
  await pool.query(`INSERT INTO account (id, user_id, currency) VALUES ($1, $2, 'EUR')`, [
    account,
    user,
  ]);
  await changeFactor(account, 1, 2_500);
  const clock = new ManualClock(0);
  const asked: (number | undefined)[] = [];
  const unasked = () => Promise.reject(new Error('not asked'));
  const host: HostPort = {
    receive: unasked,
    decide: unasked,
    release: unasked,
    command: unasked,
    maxStake: ({ stakeFactorBps }) => {
      asked.push(stakeFactorBps);
      return Promise.resolve({ verdict: 'max-stake', maxStakeMinor: '0' });
    },
  };
  const factors = await readStakeFactors({ pool, clock, log: silentLogger() });
  const port = withStakeFactors(host, factors);
  await port.maxStake({ ...REQUEST, accountId: account });
  await port.maxStake({ ...REQUEST, accountId: accountId(newId()) });
  expect(asked).toEqual([2_500, undefined]);

  await changeFactor(account, 2, 500);
  await clock.advance(2_000);
  await expect.poll(() => factors.of(account)).toBe(500);
  await changeFactor(account, 3, 10_000);
  await clock.advance(2_000);
  await expect.poll(() => factors.of(account)).toBeUndefined();
  await factors.stop();
});

test('before the first reading nobody is told that a customer is ordinary', async () => {
  const away = await freshDatabase({ maxConnections: 1 });
  await away.pool.query('DROP VIEW customer_factor');
  const clock = new ManualClock(0);
  const factors = await readStakeFactors({ pool: away.pool, clock, log: silentLogger() });
  const asked: string[] = [];
  const answered = (name: string) => () => {
    asked.push(name);
    return Promise.reject(new Error('not reached'));
  };
  const port = withStakeFactors(
    {
      receive: answered('receive'),
      decide: answered('decide'),
      release: answered('release'),
      command: answered('command'),
      maxStake: answered('max-stake'),
    },
    factors,
  );
  const request = { ...REQUEST, accountId: accountId(newId()) };
  await expect(port.maxStake(request)).rejects.toMatchObject({ code: 'HOST_UNAVAILABLE' });
  expect(asked).toEqual([]);
  await factors.stop();
  await away.drop();
});
