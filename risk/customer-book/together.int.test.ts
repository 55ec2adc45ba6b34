import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ManualClock, newId, silentLogger } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { arbitrageEvidence } from './arbitrage.ts';
import { startReviews } from './review-job.ts';
import { reviewCustomers, type ReviewedFlag } from './review.ts';
import { forgetThings, sharedThings } from './shared-traits.ts';
import { factorHistory, factorOf, flags, setFactorLimits, undoFactor } from './store.ts';

const HOUR = 3_600_000;
const DEED = { actor: 'anna', reason: 'policy', at: 1 };

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

type Role = 'bettor' | 'trader';
async function newAccount(role: Role = 'bettor', currency = 'EUR'): Promise<string> {
  const [user, account] = [newId(), newId()];
  await database.pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'x', $3)`,
    [user, `user-${user}`, role],
  );
  await database.pool.query('INSERT INTO account (id, user_id, currency) VALUES ($1, $2, $3)', [
    account,
    user,
    currency,
  ]);
  return account;
}

const useDevice = (device: string, at: number, ...accounts: readonly string[]) =>
  database.pool.query(
    `INSERT INTO account_device (account_id, device_hash, first_seen_at, last_seen_at, times)
     SELECT account, sha256(convert_to($2, 'UTF8')), $3, $3, 1 FROM unnest($1::uuid[]) AS account`,
    [accounts, device, at],
  );

type Paid = Readonly<{ kind?: string; amount?: number; card?: string; at?: number }>;
async function pay(account: string, { kind = 'deposit', amount = 5_000, card, at = HOUR }: Paid) {
  const id = newId();
  await database.pool.query(
    `INSERT INTO payment (id, account_id, requested_by, kind, method, provider, currency, amount_minor, done_minor, status, requested_at, updated_at)
     SELECT $1, a.id, a.user_id, $3, 'card', 'simulated', a.currency, $4, $4, 'succeeded', $5, $5 FROM account AS a WHERE a.id = $2`,
    [id, account, kind, amount, at],
  );
  if (card === undefined) return;
  await database.pool.query(
    `INSERT INTO payment_instrument (payment_id, account_id, provider, fingerprint, seen_at)
     VALUES ($1, $2, 'simulated', $3, $4)`,
    [id, account, `fp_card${card.padStart(20, '0')}`, at],
  );
}

type Placed = Readonly<{
  at?: number;
  outcome?: string;
  market?: string;
  stake?: number;
  odds?: number;
  inPlay?: boolean;
  /** Of a free bet, with the shortest odds that it takes. */
  minOdds?: number;
  /** Refused, with the largest stake. */
  told?: string;
}>;
async function bet(account: string, fixture: string, placed: Placed = {}): Promise<void> {
  const { at = HOUR, outcome = 'home', market = 'match-result', stake = 1_000, odds = 2 } = placed;
  const { inPlay = false, minOdds, told } = placed;
  const id = newId();
  const bonus =
    minOdds === undefined
      ? null
      : { kind: 'free-bet', grantId: newId(), stakeReturned: false, minOdds: minOdds * 10_000 };
  await database.pool.query(
    `INSERT INTO bet (id, account_id, status, reason, reason_detail, currency, stake_minor, potential_payout_minor, policy,
       received_at, due_at, decided_at, state_hash, in_play, open_legs, bonus)
     SELECT $1, a.id, $3, $4, $5, a.currency, $6, 1, 'none', $7, $7, $7, '', $8, 1, $9 FROM account AS a WHERE a.id = $2`,
    [
      id,
      account,
      told === undefined ? 'accepted' : 'rejected',
      told === undefined ? null : 'STAKE_ABOVE_LIMIT',
      told === undefined ? null : { maxStake: told },
      stake,
      at,
      inPlay,
      bonus,
    ],
  );
  await database.pool.query(
    `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds, catalogue_version)
     VALUES ($1, 0, $2, $3, $4, $5, $5, 1)`,
    [id, fixture, market, outcome, Math.round(odds * 10_000)],
  );
}

const scope = { sinceMs: 1, nowMs: 99 * HOUR, dryRun: true };
const foundOf = async (...accounts: readonly string[]): Promise<readonly ReviewedFlag[]> =>
  (await reviewCustomers(database.pool, undefined, scope)).filter(({ accountId }) =>
    accounts.includes(accountId),
  );
const kindsOf = async (...accounts: readonly string[]): Promise<readonly string[]> =>
  (await foundOf(...accounts)).map(({ kind }) => kind);

describe('what accounts share', () => {
  test('is told of several customers, never of staff, and by no more than the beginning of a hash', async () => {
    const [ada, bob, alone, trader] = [
      await newAccount(),
      await newAccount(),
      await newAccount(),
      await newAccount('trader'),
    ];
    await useDevice('tablet', HOUR, ada, bob);
    await useDevice('desk', HOUR, alone, trader);
    await pay(ada, { card: '7' });
    await pay(bob, { card: '7' });
    await pay(alone, { card: '8' });
    const { devices, instruments } = await sharedThings(database.pool, 1);
    expect(devices.map(({ account }) => account).toSorted()).toEqual([ada, bob].toSorted());
    expect(instruments.map(({ account }) => account).toSorted()).toEqual([ada, bob].toSorted());
    expect(devices[0]?.trait).toMatch(/^device [0-9a-f]{16}$/u);
    expect(instruments[0]?.trait).toMatch(/^payment instrument [0-9a-f]{16}$/u);
    expect(await sharedThings(database.pool, HOUR + 1)).toEqual({ devices: [], instruments: [] });
    expect(await kindsOf(ada, bob, alone)).toEqual([]);
  });

  test('is forgotten when it is too old for a review, and no sooner', async () => {
    const [ada, bob] = [await newAccount(), await newAccount()];
    await useDevice('old', 5, ada, bob);
    await pay(ada, { card: '5', at: 5 });
    await pay(bob, { card: '5', at: 5 });
    await forgetThings(database.pool, 5);
    const kept = await sharedThings(database.pool, 5);
    expect([kept.devices.length, kept.instruments.length]).toEqual([4, 4]);
    await forgetThings(database.pool, 6);
    expect(await sharedThings(database.pool, 5)).toEqual(await sharedThings(database.pool, HOUR));
  });
});

describe('the review', () => {
  test('finds two accounts on one device that bet together, with words, and three with one card', async () => {
    const [ada, bob] = [await newAccount(), await newAccount()];
    const three = [await newAccount(), await newAccount(), await newAccount()];
    await useDevice('phone', HOUR, ada, bob);
    for (let tip = 0; tip < 4; tip += 1) {
      await bet(ada, `tip-${String(tip)}`, { at: (tip + 1) * HOUR });
      await bet(bob, `tip-${String(tip)}`, { at: (tip + 1) * HOUR + 20_000 });
    }
    await betAlone(await newAccount(), 3_000);
    for (const account of three) await pay(account, { card: '33' });
    const found = await foundOf(ada, bob, ...three);
    expect(
      new Set(found.filter(({ kind }) => kind === 'duplicates').map(({ accountId }) => accountId)),
    ).toEqual(new Set([ada, bob, ...three]));
    const words = found.find(
      ({ accountId, kind }) => accountId === ada && kind === 'duplicates',
    )?.words;
    expect(words).toMatch(
      /One of 2 accounts .* up to 4 times .* They share device [0-9a-f]{16}\./u,
    );
    const card = found.find(({ accountId }) => accountId === three[0])?.words;
    expect(card).toMatch(/One of 3 accounts that hang together. They share payment instrument/u);
  });

  test('finds who backs all sides before matches, and not who hedges in play', async () => {
    const [arbitrageur, hedger] = [await newAccount(), await newAccount()];
    for (let match = 0; match < 6; match += 1) {
      for (const [account, inPlay] of [
        [arbitrageur, false],
        [hedger, true],
      ] as const) {
        const fixture = `arb-${account}-${String(match)}`;
        const market = 'total-goals|line=2.5';
        await bet(account, fixture, { market, outcome: 'over', odds: 2.1 });
        await bet(account, fixture, { market, outcome: 'under', odds: 2.08, inPlay });
      }
    }
    const found = await foundOf(arbitrageur, hedger);
    expect(found.map(({ accountId, kind }) => [accountId, kind])).toEqual([
      [arbitrageur, 'arbitrage'],
    ]);
    expect(found[0]?.words).toContain('on 6 of 6 markets before the match');
  });

  test('counts the largest stake that was told just before, in any currency', async () => {
    const account = await newAccount('bettor', 'JPY');
    for (let match = 0; match < 3; match += 1) {
      const fixture = `told-${String(match)}`;
      await bet(account, fixture, { stake: 90_000, told: '7431', at: HOUR });
      await bet(account, fixture, { stake: 7_431, at: HOUR + 60_000 });
      await bet(account, fixture, { stake: 7_500, at: HOUR + 400_000 });
    }
    const evidence = await arbitrageEvidence(database.pool, 1, []);
    expect(evidence.get(account)).toMatchObject({
      bets: 6,
      oddStakes: 3,
      maxStakes: 3,
      markets: 3,
      locked: 0,
    });
  });

  test('finds free bets whose other side an account on the same device backs, and says so', async () => {
    const [abuser, mule, stranger] = [await newAccount(), await newAccount(), await newAccount()];
    await useDevice('farm', HOUR, abuser, mule);
    const honest = await newAccount();
    for (let match = 0; match < 5; match += 1) {
      const fixture = `bonus-${String(match)}`;
      await bet(abuser, fixture, { minOdds: 1.5, odds: 4 });
      await bet(mule, fixture, { outcome: 'away', at: 9 * HOUR });
      await bet(honest, `honest-${String(match)}`, { minOdds: 1.5, odds: 3 });
      await bet(stranger, `honest-${String(match)}`, { outcome: 'away' });
    }
    const found = await foundOf(abuser, mule, honest, stranger);
    expect(found.map(({ accountId, kind }) => [accountId, kind])).toEqual([
      [abuser, 'bonus-abuse'],
    ]);
    expect(found[0]?.words).toContain('of 5 of 5 bets with a bonus another outcome was backed');
    expect(found[0]?.figures).toMatchObject({ bonusBets: 5, opposed: 5, shortest: 0 });
  });

  test('finds deposits that go out again after the shortest prices that bonuses allow', async () => {
    const [abuser, honest] = [await newAccount(), await newAccount()];
    for (const account of [abuser, honest])
      for (let match = 0; match < 8; match += 1)
        await bet(account, `short-${account}-${String(match)}`, { minOdds: 1.5, odds: 1.55 });
    await pay(abuser, { amount: 10_000 });
    await pay(abuser, { amount: 9_000, kind: 'withdrawal' });
    await bet(honest, 'own', { stake: 20_000 });
    await pay(honest, { amount: 10_000 });
    await pay(honest, { amount: 9_000, kind: 'withdrawal' });
    const found = await foundOf(abuser, honest);
    expect(found.map(({ accountId, kind }) => [accountId, kind])).toEqual([
      [abuser, 'bonus-abuse'],
    ]);
    expect(found[0]?.words).toContain('90.0 % of the deposits went out again');
  });
});

test('the job writes each finding once, lowers factors within the limits, and can be undone', async () => {
  const { pool } = database;
  await setFactorLimits(pool, { leastBps: 3_000, mostStepBps: 6_000 }, DEED);
  const clock = new ManualClock(99 * HOUR);
  const jobs = [0, 1].map(() =>
    startReviews({ pool, clickhouse: undefined, clock, log: silentLogger(), everyMs: HOUR }),
  );
  await clock.advance(HOUR);
  await expect.poll(async () => (await flags(pool, 100)).length, { timeout: 20_000 }).toBe(10);
  await Promise.all(jobs.map((job) => job.stop()));
  const found = await flags(pool, 100);
  const once = new Set(found.map(({ accountId, kind }) => `${accountId} ${kind}`));
  expect(once.size).toBe(found.length);
  const abuse = found.find(({ kind }) => kind === 'bonus-abuse');
  if (abuse === undefined) throw new Error('it was found');
  expect(await factorOf(pool, abuse.accountId)).toBe(5_000);
  await undoFactor(pool, abuse.accountId, { ...DEED, reason: 'a gift of ours' });
  expect(await factorOf(pool, abuse.accountId)).toBe(10_000);
  const causes = (await factorHistory(pool, abuse.accountId)).map(({ cause, actor }) => [
    cause,
    actor,
  ]);
  expect(causes).toEqual([
    ['undo', 'anna'],
    ['flag', 'engine'],
  ]);
  expect(await reviewCustomers(pool, undefined, { ...scope, dryRun: false })).toEqual([]);
});

/** So many bets on fixtures that nobody else bets on. */
const betAlone = (account: string, count: number) =>
  database.pool.query(
    `WITH placed AS (
       INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy,
         received_at, due_at, decided_at, state_hash, in_play, open_legs)
       SELECT gen_random_uuid(), $1, 'accepted', 'EUR', 500, 200, 'none', n, n, n, '', false, 1
       FROM generate_series(1, $2::int) AS n RETURNING id, received_at)
     INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds)
     SELECT id, 0, 'alone-' || received_at, 'match-result', 'home', 20000 FROM placed`,
    [account, count],
  );
