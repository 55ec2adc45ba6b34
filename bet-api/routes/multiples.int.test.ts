import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import {
  BetListSchema,
  BetViewSchema,
  CashOutViewSchema,
  fixtureId,
  formatMoney,
  MaxStakeSchema,
  parseMoney,
  type DecideRequestOf,
} from '#contracts/mod.ts';
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

/** The whole stakes at which each fixture loses its limit if all legs win; asked and kept the same way. */
function limitLosses(limits: Readonly<Record<string, bigint>>): void {
  const SCALE = 1_000_000_000n;
  const gain = ({ selection, share }: DecideRequestOf<'max-stake' | 'receive'>): bigint => {
    const { rest, onLeg } = share?.most ?? { rest: '0', onLeg: String(SCALE) };
    return BigInt(rest) + (BigInt(onLeg) * BigInt(selection.odds)) / 10_000n - SCALE;
  };
  const mostOf = (request: DecideRequestOf<'max-stake' | 'receive'>): bigint =>
    ((limits[request.selection.fixtureId] ?? 0n) * SCALE) / gain(request);
  rig.host.onMaxStake = (request) => ({
    verdict: 'max-stake',
    maxStakeMinor: String(mostOf(request)),
  });
  rig.host.onReceive = (request) =>
    BigInt(request.stakeMinor) <= mostOf(request)
      ? rig.host.received(request)
      : { verdict: 'reject', code: 'RISK_WORST_CASE', maxStakeMinor: String(mostOf(request)) };
}

const three = { legs: [onHome(FIXTURE), onHome('test-2'), { ...onHome('test-3'), odds: 1.5 }] };

test.each([
  ['a double', double(), { [FIXTURE]: 50_00n, 'test-2': 31_77n }, 1],
  [
    'a trixie',
    { ...three, system: 'Trixie' },
    { [FIXTURE]: 90_00n, 'test-2': 44_00n, 'test-3': 99_00n },
    4,
  ],
  [
    'doubles',
    { ...three, folds: [2] },
    { [FIXTURE]: 90_00n, 'test-2': 97_00n, 'test-3': 20_01n },
    3,
  ],
])('the largest stake of %s is taken, and no more', async (_, body, limits, lines) => {
  show(rig.book, boardImage({ fixtureId: fixtureId('test-3') }), rig.clock.monotonic());
  limitLosses(limits);
  const { unitStake: _unit, pricePolicy: _policy, ...wanted } = double(body);
  const reply = await rig.post('/v1/bets/max-stake', { token, body: wanted });
  const most = fits(MaxStakeSchema, reply);
  const unit = parseMoney(most.unitStake ?? '', 'EUR') ?? 0n;
  expect(most).toMatchObject({ lines, maxStake: formatMoney(unit * BigInt(lines), 'EUR') });
  const atUnit = (minor: bigint): Promise<Reply> =>
    place(double({ ...body, unitStake: formatMoney(minor, 'EUR') }));
  expect(await atUnit(unit + 1n)).toMatchObject({ body: { code: 'RISK_WORST_CASE' } });
  expect((await atUnit(unit)).status).toBe(201);
});

test.each([
  // 5 % of the winnings on top, far from the cap.
  ['five legs', 5, 5_000_00n],
  // 25 %, up to 10,000.00: below the cap, about it and past it.
  ['ten legs', 10, 20_000_00n],
  ['ten legs about the cap', 10, 50_000_00n],
  ['ten legs past the cap', 10, 300_000_00n],
])('the largest stake of an accumulator of %s counts its bonus', async (_, count, limit) => {
  const legs = Array.from({ length: count }, (_leg, at) => onHome(`acca-${at}`));
  for (const { fixtureId: id } of legs)
    show(rig.book, boardImage({ fixtureId: fixtureId(id) }), rig.clock.monotonic());
  limitLosses(Object.fromEntries(legs.map(({ fixtureId: id }) => [id, limit])));
  const reply = await rig.post('/v1/bets/max-stake', { token, body: { legs } });
  const unit = parseMoney(fits(MaxStakeSchema, reply).unitStake ?? '', 'EUR') ?? 0n;
  expect(unit).toBeGreaterThan(0n);
  const atUnit = (minor: bigint): Promise<Reply> =>
    place(double({ legs, unitStake: formatMoney(minor, 'EUR') }));
  expect(await atUnit(unit + 1n)).toMatchObject({ body: { code: 'RISK_WORST_CASE' } });
  expect((await atUnit(unit)).status).toBe(201);
});

test('the largest stake of a builder is its host’s, and of no bet more than the wallet', async () => {
  const parts = ['home', 'draw'].map((outcomeId) => ({ marketKey: 'match-result', outcomeId }));
  const body = { legs: [{ fixtureId: FIXTURE, builder: parts, odds: 3 }] };
  const most = async (): Promise<unknown> =>
    (await rig.post('/v1/bets/max-stake', { token, body })).body;
  const asked: unknown[] = [];
  rig.host.onMaxStake = (request) => {
    asked.push(request);
    return { verdict: 'max-stake', maxStakeMinor: '1234' };
  };
  expect(await most()).toEqual({ maxStake: '12.34' });
  expect(asked).toMatchObject([{ selection: { also: [{ outcomeId: 'draw' }] } }]);
  rig.host.onMaxStake = () => ({ verdict: 'max-stake', maxStakeMinor: '99999' });
  expect(await most()).toEqual({ maxStake: '100.00' });
  rig.host.onMaxStake = () => ({ verdict: 'max-stake', maxStakeMinor: '9' });
  expect(await most()).toEqual({ maxStake: '0.00' });
  rig.host.onMaxStake = () => ({ verdict: 'reject', code: 'LEG_NOT_COMBINABLE' });
  expect(await most()).toMatchObject({ code: 'LEG_NOT_COMBINABLE' });
});

test.each([
  ['LEGS_RELATED', { legs: [onHome(FIXTURE), { ...onHome(FIXTURE), outcomeId: 'draw' }] }],
  ['SYSTEM_INVALID', { ...three, system: 'Goliath' }],
  ['FIXTURE_NOT_FOUND', { legs: [onHome(FIXTURE), onHome('nowhere')] }],
  ['BAD_REQUEST', { legs: [] }],
  ['BAD_REQUEST', { ...three, unitStake: '1.00' }],
])('the largest stake: %s', async (code, body) => {
  const reply = await rig.post('/v1/bets/max-stake', { token, body });
  expect(reply.body).toMatchObject({ code });
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
