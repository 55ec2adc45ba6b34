import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  BetViewSchema,
  fixtureId,
  GrantAuditSchema,
  GrantListSchema,
  MaxStakeSchema,
  oddsFromDecimal,
  parseMoney,
  type GrantView,
} from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, betBody, boardImage, fits, FIXTURE, show, type Reply } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let operator: string;
let customer: Readonly<{ token: string; account: string }>;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 10 });
  ({ pool } = database);
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool, { ticketLimits: { maxLegs: 6, maxLines: 20 } });
  operator = await rig.logIn('operator');
  const token = await rig.rich();
  customer = { token, account: (await rig.me(token)).accountId };
});
afterEach(async () => {
  await rig.stop();
  const { results } = await verifyLedger(pool);
  expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
});

const freeBody = (changed: object = {}) => ({
  kind: 'free-bet',
  accountId: customer.account,
  currency: 'EUR',
  amount: '10.00',
  stakeReturned: false,
  expiresAt: rig.clock.now() + 1_000,
  reason: 'welcome',
  ...changed,
});
const boostBody = (changed: object = {}) => ({
  kind: 'boost',
  accountId: customer.account,
  currency: 'EUR',
  of: 'winnings',
  percent: 20,
  cap: '50.00',
  expiresAt: rig.clock.now() + 1_000,
  reason: 'a slow day',
  ...changed,
});

const ask = (body: object, key = newId(), token = operator): Promise<Reply> =>
  rig.post('/v1/operations/bonuses', { token, key, body });
async function granted(body: object): Promise<string> {
  const reply = await ask(body);
  expect(reply).toMatchObject({ status: 201 });
  return fits(GrantAuditSchema.properties.bonuses.items, reply).bonusId;
}
const bet = (changed: object): Promise<Reply> =>
  rig.post('/v1/bets', { token: customer.token, key: newId(), body: betBody({ ...changed }) });
const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;
async function mine(): Promise<readonly GrantView[]> {
  return fits(GrantListSchema, await rig.get('/v1/me/bonuses', { token: customer.token })).bonuses;
}

describe('granting', () => {
  test('is for operators, once for a key, and told to the customer', async () => {
    const body = freeBody();
    expect(codeOf(await ask(body, newId(), customer.token))).toBe('FORBIDDEN');
    expect(codeOf(await rig.post('/v1/operations/bonuses', { token: operator, body }))).toBe(
      'IDEMPOTENCY_KEY_MISSING',
    );
    const key = newId();
    const [first, again] = [await ask(body, key), await ask(body, key)];
    expect(again).toMatchObject({ status: 201, body: first.body as object });
    expect(codeOf(await ask({ ...body, amount: '11.00' }, key))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await mine()).toMatchObject([
      { kind: 'free-bet', status: 'open', amount: '10.00', stakeReturned: false, betId: null },
    ]);
  });

  test('is audited: who gave what to whom and why, and who took it away', async () => {
    const bonusId = await granted(boostBody());
    const url = `/v1/operations/bonuses/${bonusId}/revoke`;
    const body = { reason: 'a mistake' };
    expect(codeOf(await rig.post(url, { token: customer.token, body }))).toBe('FORBIDDEN');
    const revoked = await rig.post(url, { token: operator, body });
    expect(revoked).toMatchObject({ status: 200, body: { status: 'revoked' } });
    await rig.post(url, { token: operator, body: { reason: 'again' } });
    const list = await rig.get(`/v1/operations/bonuses?accountId=${customer.account}`, {
      token: operator,
    });
    expect(fits(GrantAuditSchema, list).bonuses).toMatchObject([
      {
        bonusId,
        percent: 20,
        cap: '50.00',
        grantedBy: 'operator',
        reason: 'a slow day',
        revoked: { by: 'operator', reason: 'a mistake' },
      },
    ]);
    expect(await mine()).toEqual([]);
    expect(codeOf(await bet({ bonusId }))).toBe('BONUS_ENDED');
    const none = `/v1/operations/bonuses/${newId()}/revoke`;
    expect(codeOf(await rig.post(none, { token: operator, body }))).toBe('BONUS_NOT_FOUND');
  });

  test.each<[string, () => object]>([
    ['AMOUNT_INVALID', () => freeBody({ amount: '0.00' })],
    ['AMOUNT_INVALID', () => freeBody({ amount: '1.001' })],
    ['AMOUNT_ABOVE_LIMIT', () => freeBody({ amount: '10000.01' })],
    ['ACCOUNT_NOT_FOUND', () => freeBody({ accountId: newId() })],
    ['CURRENCY_MISMATCH', () => freeBody({ currency: 'GBP' })],
    ['BAD_REQUEST', () => freeBody({ expiresAt: rig.clock.now() })],
    ['BAD_REQUEST', () => freeBody({ accountId: undefined })],
    ['BAD_REQUEST', () => boostBody({ accountId: undefined })],
    ['BAD_REQUEST', () => boostBody({ fixtureId: FIXTURE, marketKey: 'match-result' })],
    ['BAD_REQUEST', () => boostBody({ accountId: undefined, fixtureId: FIXTURE })],
    ['BAD_REQUEST', () => boostBody({ outcomeId: 'home' })],
    ['BAD_REQUEST', () => boostBody({ percent: 12.345 })],
    ['AMOUNT_INVALID', () => boostBody({ cap: '-1.00' })],
  ])('is refused with %s', async (code, body) => {
    expect(codeOf(await ask(body()))).toBe(code);
  });

  test('nobody grants anything to himself', async () => {
    const { accountId } = await rig.me(operator);
    expect(codeOf(await ask(freeBody({ accountId })))).toBe('APPROVER_IS_REQUESTER');
  });
});

describe('a free bet', () => {
  test('costs the customer nothing, is in one bet, and shows what it pays', async () => {
    const bonusId = await granted(freeBody());
    const placed = fits(BetViewSchema, await bet({ bonusId }));
    expect(placed).toMatchObject({
      status: 'accepted',
      stake: '10.00',
      potentialPayout: '15.00',
      bonus: { kind: 'free-bet', bonusId, text: 'Free bet, the stake is not paid out' },
    });
    expect(await rig.me(customer.token)).toMatchObject({ balance: '100.00', staked: '0.00' });
    expect(await mine()).toMatchObject([{ status: 'held', betId: placed.betId }]);
    expect(codeOf(await bet({ bonusId }))).toBe('BONUS_TAKEN');
    const read = await rig.get(`/v1/bets/${placed.betId}`, { token: customer.token });
    expect(read.body).toEqual(placed);
  });

  test('of someone else is as if it were not there', async () => {
    const other = await rig.me(await rig.rich());
    const bonusId = await granted(freeBody({ accountId: other.accountId }));
    expect(await bet({ bonusId })).toMatchObject({
      status: 404,
      body: { code: 'BONUS_NOT_FOUND' },
    });
    expect(codeOf(await bet({ bonusId: newId() }))).toBe('BONUS_NOT_FOUND');
  });

  test('ends at its time, and says which condition a bet does not meet', async () => {
    const bonusId = await granted(freeBody({ conditions: { minOdds: 2.6 } }));
    expect(await bet({ bonusId })).toMatchObject({
      status: 409,
      body: { code: 'BONUS_NOT_APPLICABLE', detail: { condition: 'minOdds', needs: 2.6, leg: 0 } },
    });
    expect(await bet({ bonusId, odds: 2.6, stake: '9.99' })).toMatchObject({
      body: { detail: { condition: 'stake', needs: '10.00' } },
    });
    await rig.clock.advance(1_000);
    show(rig.book, boardImage(), rig.clock.monotonic());
    expect(codeOf(await bet({ bonusId, odds: 2.6 }))).toBe('BONUS_ENDED');
  });

  test('comes back when the host refuses the bet, or its price is too low in the end', async () => {
    const bonusId = await granted(freeBody({ conditions: { minOdds: 2.5 } }));
    rig.host.onDecide = () => ({ verdict: 'reject', code: 'RISK_WORST_CASE' });
    expect(codeOf(await bet({ bonusId }))).toBe('RISK_WORST_CASE');
    expect(await mine()).toMatchObject([{ status: 'open' }]);
    rig.host.onDecide = (request) =>
      rig.host.accepted(request, { odds: oddsFromDecimal(2.49) ?? 0 });
    expect(await bet({ bonusId, pricePolicy: 'any' })).toMatchObject({
      body: { code: 'BONUS_NOT_APPLICABLE', detail: { condition: 'minOdds' } },
    });
    rig.host.onDecide = (request) => rig.host.accepted(request);
    expect(await bet({ bonusId })).toMatchObject({ status: 201 });
  });

  test('counts in what the host decides about', async () => {
    const shares: unknown[] = [];
    rig.host.onDecide = (request) => {
      shares.push(request.share?.most);
      return rig.host.accepted(request);
    };
    const bonusId = await granted(boostBody());
    expect(await bet({ bonusId })).toMatchObject({ status: 201 });
    // 10.00 at 2.50 wins 15.00 and a fifth of it, which is 1.12 times 2.50.
    expect(shares).toEqual([{ rest: '0', onLeg: '1120000000' }]);
  });

  test('is taken by one of two bets that come at the same time', async () => {
    const bonusId = await granted(freeBody());
    const replies = await Promise.all([bet({ bonusId }), bet({ bonusId }), bet({ bonusId })]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  test('is not bought back', async () => {
    const bonusId = await granted(freeBody());
    const { betId } = fits(BetViewSchema, await bet({ bonusId }));
    const offer = await rig.get(`/v1/bets/${betId}/cash-out`, { token: customer.token });
    expect(codeOf(offer)).toBe('QUOTE_NOT_POSSIBLE');
    const plain = fits(BetViewSchema, await bet({}));
    const taken = await rig.get(`/v1/bets/${plain.betId}/cash-out`, { token: customer.token });
    expect(taken).toMatchObject({ status: 200 });
  });

  test('needs no money in the wallet, and an open account', async () => {
    const { token } = await rig.register();
    const { accountId } = await rig.me(token);
    const bonusId = await granted(freeBody({ accountId }));
    const body = betBody({ bonusId });
    await pool.query(`UPDATE account SET status = 'closed' WHERE id = $1`, [accountId]);
    const place = () => rig.post('/v1/bets', { token, key: newId(), body });
    expect(codeOf(await place())).toBe('ACCOUNT_CLOSED');
    await pool.query(`UPDATE account SET status = 'open' WHERE id = $1`, [accountId]);
    expect(await place()).toMatchObject({ status: 201 });
  });
});

describe('a boost', () => {
  test('of a price on a market is everyone’s, once each', async () => {
    const scope = { accountId: undefined, fixtureId: FIXTURE, marketKey: 'match-result' };
    const bonusId = await granted(boostBody({ ...scope, of: 'price', percent: 10 }));
    expect((await mine()).map((grant) => grant.bonusId)).toContain(bonusId);
    expect(fits(BetViewSchema, await bet({ bonusId }))).toMatchObject({
      potentialPayout: '27.50',
      bonus: { kind: 'boost', text: '10 % better odds, up to 50.00 EUR', extra: '2.50' },
    });
    expect(codeOf(await bet({ bonusId }))).toBe('BONUS_TAKEN');
    const other = await rig.rich();
    const reply = await rig.post('/v1/bets', {
      token: other,
      key: newId(),
      body: betBody({ bonusId }),
    });
    expect(reply).toMatchObject({ status: 201 });
  });
});

describe('bets of several legs', () => {
  const legs = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const fixture = fixtureId(`bonus-${String(at)}`);
      show(rig.book, boardImage({ fixtureId: fixture }), rig.clock.monotonic());
      return { fixtureId: fixture, marketKey: 'match-result', outcomeId: 'home', odds: 2.5 };
    });
  const place = (body: object): Promise<Reply> =>
    rig.post('/v1/bets', {
      token: customer.token,
      key: newId(),
      body: { unitStake: '1.00', pricePolicy: 'none', ...body },
    });

  test('an accumulator of five gets its bonus, a smaller one and a system do not', async () => {
    expect(fits(BetViewSchema, await place({ legs: legs(5) }))).toMatchObject({
      type: '5-fold',
      // 2.5 to the fifth is 97.66; 5 % of the winnings are 4.83.
      potentialPayout: '102.49',
      bonus: { kind: 'accumulator', bonusId: null, extra: '4.83' },
    });
    expect(fits(BetViewSchema, await place({ legs: legs(4) }))).not.toHaveProperty('bonus');
    const system = fits(BetViewSchema, await place({ legs: legs(5), folds: [4] }));
    expect(system).not.toHaveProperty('bonus');
  });

  test('a free bet pays a whole system, its stake being that of all lines', async () => {
    const bonusId = await granted(freeBody({ amount: '4.00', conditions: { minLegs: 3 } }));
    expect(
      fits(BetViewSchema, await place({ legs: legs(3), system: 'Trixie', bonusId })),
    ).toMatchObject({
      stake: '4.00',
      lines: 4,
      // 3 doubles at 6.25 and a treble at 15.625, less four stakes.
      potentialPayout: '30.38',
    });
    expect(await rig.me(customer.token)).toMatchObject({ staked: '0.00' });
  });

  test('are as large as the operator allows', async () => {
    expect(await place({ legs: legs(7) })).toMatchObject({
      body: { code: 'LEGS_TOO_MANY', detail: { legs: 7, most: 6 } },
    });
    expect(await place({ legs: legs(6), folds: [3, 4] })).toMatchObject({
      body: { code: 'LINES_TOO_MANY', detail: { lines: 35, most: 20 } },
    });
  });

  test('each way only where there are places', async () => {
    expect(codeOf(await place({ legs: legs(2), eachWay: true }))).toBe('EACH_WAY_NOT_OFFERED');
    expect(codeOf(await bet({ eachWay: true }))).toBe('EACH_WAY_NOT_OFFERED');
    expect(await bet({ eachWay: false })).toMatchObject({ status: 201 });
  });
});

describe('the ledger’s invariants', () => {
  test.each([
    ['bonus-funded', 'UPDATE bet SET stake_minor = stake_minor + $2 WHERE id = $1', [1, -1], 'bet'],
    ['grant-of-bet', 'UPDATE bonus_use SET status = $2 WHERE bet_id = $1', ['used', 'held'], 'bet'],
    [
      'grant-kept',
      `UPDATE bet SET bonus = bonus || jsonb_build_object('kind', $2::text) WHERE id = $1`,
      ['boost', 'free-bet'],
      'grant',
    ],
  ])('name what breaks %s', async (name, sql, [wrong, right], subject) => {
    const bonusId = await granted(freeBody());
    const { betId } = fits(BetViewSchema, await bet({ bonusId }));
    await pool.query(sql, [betId, wrong]);
    const { results } = await verifyLedger(pool);
    const failure = results.find((result) => result.name === name)?.failure;
    await pool.query(sql, [betId, right]);
    expect(failure?.first).toBe(subject === 'bet' ? betId : bonusId);
  });
});

describe('the largest stake with a bonus', () => {
  const most = async (bonusId?: string): Promise<Reply> => {
    const { fixtureId: id, marketKey, outcomeId, odds } = betBody();
    const body = { fixtureId: id, marketKey, outcomeId, odds, ...(bonusId && { bonusId }) };
    return rig.post('/v1/bets/max-stake', { token: customer.token, body });
  };
  /** A host that owes 60.00 at most on a selection at 2.50. */
  const owesSixty = (): void => {
    rig.host.onMaxStake = ({ share }) => {
      const onLeg = BigInt(share?.most.onLeg ?? 1_000_000_000);
      const maxStakeMinor = String((60_00n * 1_000_000_000n * 10n) / (onLeg * 25n));
      return { verdict: 'max-stake', maxStakeMinor };
    };
  };

  test('counts what a boost adds, up to its cap, and uses nothing', async () => {
    owesSixty();
    expect(await most()).toMatchObject({ body: { maxStake: '24.00' } });
    // A unit at 2.50 with a fifth more winnings returns 2.80.
    const bonusId = await granted(boostBody());
    expect(await most(bonusId)).toMatchObject({ status: 200, body: { maxStake: '21.42' } });
    const capped = await granted(boostBody({ cap: '1.00' }));
    const { maxStake } = fits(MaxStakeSchema, await most(capped));
    const stakeMinor = parseMoney(maxStake, 'EUR') ?? 0n;
    expect(stakeMinor > 21_42n).toBe(true);
    expect(stakeMinor * 25n + 10_00n <= 600_00n).toBe(true);
    expect(new Set((await mine()).map(({ status }) => status))).toEqual(new Set(['open']));
  });

  test('is refused as the bet would be', async () => {
    expect(codeOf(await most(newId()))).toBe('BONUS_NOT_FOUND');
    const ofOther = (await rig.me(await rig.rich())).accountId;
    expect(codeOf(await most(await granted(boostBody({ accountId: ofOther }))))).toBe(
      'BONUS_NOT_FOUND',
    );
    const onLong = await granted(boostBody({ conditions: { minOdds: 3 } }));
    expect((await most(onLong)).body).toMatchObject({
      code: 'BONUS_NOT_APPLICABLE',
      detail: { condition: 'minOdds', needs: 3 },
    });
    expect((await most(await granted(freeBody()))).body).toMatchObject({
      code: 'BONUS_NOT_APPLICABLE',
      detail: { condition: 'stake', needs: '10.00' },
    });
    const ended = await granted(boostBody());
    await rig.clock.advance(1_000);
    expect(codeOf(await most(ended))).toBe('BONUS_ENDED');
  });
});
