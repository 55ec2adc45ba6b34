import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { BetListSchema, BetViewSchema, CashOutViewSchema, fixtureId } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig, boardImage, fits, FIXTURE, show, type Reply } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let token: string;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterAll(async () => {
  expect((await verifyLedger(pool)).results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(async () => {
  rig = await ApiRig.start(pool);
  show(rig.book, boardImage({ fixtureId: fixtureId('test-2') }), rig.clock.monotonic());
  token = await rig.rich();
});
afterEach(() => rig.stop());

const onHome = (fixture: string) => ({
  fixtureId: fixture,
  marketKey: 'match-result',
  outcomeId: 'home',
  odds: 2.5,
});
const double = (changed: object = {}) => ({
  legs: [onHome(FIXTURE), onHome('test-2')],
  unitStake: '10.00',
  pricePolicy: 'none',
  ...changed,
});
const place = (body: unknown, key = newId()): Promise<Reply> =>
  rig.post('/v1/bets', { token, key, body });

test('a double over HTTP: placed once, listed as one bet with its legs', async () => {
  const key = newId();
  const placed = await place(double(), key);
  expect(placed.status).toBe(201);
  const view = fits(BetViewSchema, placed);
  expect(view).toMatchObject({ type: 'Double', odds: 6.25, potentialPayout: '62.50' });
  expect((await place(double(), key)).body).toEqual(placed.body);
  expect(await place(double({ unitStake: '9.00' }), key)).toMatchObject({
    body: { code: 'IDEMPOTENCY_KEY_REUSED' },
  });
  await place({ ...double(), legs: [onHome('test-2')] });
  const list = await rig.get('/v1/bets?limit=2', { token });
  expect(fits(BetListSchema, list).bets.map(({ type }) => type)).toEqual(['Single', 'Double']);
  expect(fits(BetViewSchema, await rig.get(`/v1/bets/${view.betId}`, { token }))).toEqual(view);
  expect(await rig.me(token)).toMatchObject({ balance: '80.00', staked: '20.00' });
});

test('a double is worth the product of its legs, when all their hosts answer', async () => {
  const { betId } = fits(BetViewSchema, await place(double()));
  const quote = () => rig.get(`/v1/bets/${betId}/cash-out`, { token });
  // 10.00 × 1.3 × 1.3, and 5 % of each leg kept.
  expect(fits(CashOutViewSchema, await quote())).toMatchObject({ fair: '16.90', value: '15.25' });
  rig.quotes.onCashOut = ({ fixtureId }) =>
    fixtureId === FIXTURE ? 'away' : rig.quotes.cashOutQuote;
  expect(await quote()).toMatchObject({ status: 503, body: { code: 'HOST_UNAVAILABLE' } });
  // Won legs count at their price, without a host and without a margin.
  await pool.query(
    `UPDATE bet_leg SET result = 'won', result_version = 1 WHERE bet_id = $1 AND leg = 0`,
    [betId],
  );
  const offer = fits(CashOutViewSchema, await quote());
  expect(offer).toMatchObject({ fair: '32.50', value: '30.87' });
  const body = { quoteId: offer.quoteId, pricePolicy: 'none' };
  const taken = await rig.post(`/v1/bets/${betId}/cash-out`, { token, key: newId(), body });
  expect(taken).toMatchObject({ status: 200, body: { paid: '30.87' } });
  expect(await rig.me(token)).toMatchObject({ balance: '120.87', staked: '0.00' });
});

test('mistakes are told of the body that was meant', async () => {
  expect(await place(double({ stake: '1.00' }))).toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST', detail: { problems: ['body/stake is not known'] } },
  });
  expect(await place({ ...double(), unitStake: undefined })).toMatchObject({
    body: { detail: { problems: ['body must have required properties unitStake'] } },
  });
});

test.each([
  ['LEGS_RELATED', 400, { legs: [onHome(FIXTURE), { ...onHome(FIXTURE), outcomeId: 'draw' }] }],
  ['LEG_DUPLICATE', 400, { legs: [onHome(FIXTURE), onHome(FIXTURE)] }],
  ['SYSTEM_INVALID', 400, { system: 'Goliath' }],
  ['LEGS_TOO_MANY', 400, { legs: Array.from({ length: 64 }, (_, at) => onHome(`m-${at}`)) }],
  [
    'LINES_TOO_MANY',
    400,
    { legs: Array.from({ length: 40 }, (_, at) => onHome(`m-${at}`)), folds: [20] },
  ],
  ['STAKE_INVALID', 400, { unitStake: 'much' }],
  ['FIXTURE_NOT_FOUND', 404, { legs: [onHome(FIXTURE), onHome('nowhere')] }],
])('%s over HTTP', async (code, status, changed) => {
  expect(await place(double(changed))).toMatchObject({ status, body: { code } });
  expect(await rig.me(token)).toMatchObject({ balance: '100.00' });
});

test.each(['LEGS_CONTRADICTORY', 'LEG_NOT_COMBINABLE'] as const)(
  '%s, as the host says',
  async (code) => {
    rig.host.onReceive = () => ({ verdict: 'reject', code });
    const parts = ['home', 'draw'].map((outcomeId) => ({ marketKey: 'match-result', outcomeId }));
    const legs = [{ fixtureId: FIXTURE, builder: parts, odds: 3 }, onHome('test-2')];
    const reply = await place(double({ legs }));
    expect(reply).toMatchObject({ status: 409, body: { code, detail: { leg: 0 } } });
  },
);
