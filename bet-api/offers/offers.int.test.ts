import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { BetViewSchema, fixtureId, type ErrorCode } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  ApiRig,
  betBody,
  boardImage,
  codeIn,
  fits,
  FIXTURE,
  show,
  type Reply,
} from '../testing/mod.ts';
import { OFFER_LIFE_MS, type Offer } from './offer.ts';

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

const place = (body: unknown = betBody(), key = newId()): Promise<Reply> =>
  rig.post('/v1/bets', { token, key, body });
const take = (offerId: string, by = token): Promise<Reply> =>
  rig.post(`/v1/offers/${offerId}/take`, { token: by });
const offerIn = ({ body }: Reply): Offer | undefined =>
  (body as { detail?: { offer?: Offer } }).detail?.offer;

/** The host refuses like this, once. */
function refuseOnce(
  code: ErrorCode,
  more: { offered?: number; maxStakeMinor?: string } = {},
): void {
  rig.host.onReceive = (request) => {
    rig.host.onReceive = (next) => rig.host.received(next);
    return 'selection' in request ? { verdict: 'reject', code, ...more } : 'away';
  };
}

async function offered(body?: unknown): Promise<Offer> {
  const offer = offerIn(await place(body));
  if (!offer) throw new Error('no offer');
  return offer;
}

describe('a refused bet offers', () => {
  test('the price that there is', async () => {
    refuseOnce('PRICE_CHANGED', { offered: 23_000, maxStakeMinor: '50000' });
    const offer = await offered();
    expect(offer).toMatchObject({ odds: 2.3, expiresAt: rig.clock.now() + OFFER_LIFE_MS });
    const taken = await take(offer.offerId);
    expect(taken.status).toBe(201);
    expect(fits(BetViewSchema, taken)).toMatchObject({ odds: 2.3, stake: '10.00' });
    expect(await rig.me(token)).toMatchObject({ balance: '90.00', staked: '10.00' });
  });

  test.each(['STAKE_ABOVE_LIMIT', 'RISK_WORST_CASE', 'RISK_BUDGET', 'PAYOUT_ABOVE_LIMIT'] as const)(
    'the stake that would be taken: %s',
    async (code) => {
      refuseOnce(code, { offered: 25_000, maxStakeMinor: '412' });
      const offer = await offered();
      expect(offer).toMatchObject({ stake: '4.12' });
      expect(fits(BetViewSchema, await take(offer.offerId))).toMatchObject({
        odds: 2.5,
        stake: '4.12',
      });
    },
  );

  test('what the customer has, and both at once', async () => {
    expect(await offered(betBody({ stake: '500.00' }))).toMatchObject({ stake: '100.00' });
    refuseOnce('PRICE_CHANGED', { offered: 24_000, maxStakeMinor: '300' });
    expect(await offered()).toMatchObject({ odds: 2.4, stake: '3.00' });
  });

  test('the price at the end of the delay', async () => {
    rig.host.delayMs = 3_000;
    rig.host.onDecide = () => ({
      verdict: 'reject',
      code: 'PRICE_CHANGED',
      offered: 21_000,
    });
    const key = newId();
    const placing = place(betBody(), key);
    await expect.poll(async () => (await rig.me(token)).staked).toBe('10.00');
    await rig.clock.advance(3_000);
    const refused = await placing;
    expect(offerIn(refused)).toMatchObject({ odds: 2.1 });
    expect((await place(betBody(), key)).body).toEqual(refused.body);
    expect(await rig.me(token)).toMatchObject({ balance: '100.00', staked: '0.00' });
  });

  test('a system a stake that is whole on every line, at the new price of its leg', async () => {
    const legs = [FIXTURE, 'test-2'].map((id) => ({
      fixtureId: id,
      marketKey: 'match-result',
      outcomeId: 'home',
      odds: 2.5,
    }));
    const system = { legs, folds: [1, 2], unitStake: '2.00', pricePolicy: 'none' };
    rig.host.onReceive = (request) => {
      if (request.selection.fixtureId === FIXTURE) return rig.host.received(request);
      rig.host.onReceive = (next) => rig.host.received(next);
      return { verdict: 'reject', code: 'PRICE_CHANGED', offered: 22_000, maxStakeMinor: '500' };
    };
    const offer = await offered(system);
    expect(offer).toMatchObject({ odds: 2.2, leg: 1, stake: '4.98' });
    const taken = fits(BetViewSchema, await take(offer.offerId));
    expect(taken).toMatchObject({ stake: '4.98', unitStake: '1.66', lines: 3 });
    expect(taken.legs.map(({ odds }) => odds)).toEqual([2.5, 2.2]);
  });

  test.each([
    ['MARKET_SUSPENDED', {}],
    ['PRICE_CHANGED', {}],
    ['STAKE_ABOVE_LIMIT', { maxStakeMinor: '0' }],
  ] as const)('nothing where there is nothing: %s', async (code, more) => {
    refuseOnce(code, more);
    const refused = await place();
    expect(codeIn(refused)).toBe(code);
    expect(offerIn(refused)).toBeUndefined();
  });
});

describe('an offer', () => {
  test('is taken once, however often it is asked for', async () => {
    refuseOnce('PRICE_CHANGED', { offered: 23_000 });
    const { offerId } = await offered();
    const replies = await Promise.all([take(offerId), take(offerId), take(offerId)]);
    for (const reply of replies) expect([201, 409]).toContain(reply.status);
    const again = await take(offerId);
    expect(again.status).toBe(201);
    await rig.clock.advance(OFFER_LIFE_MS);
    expect((await take(offerId)).body).toEqual(again.body);
    expect(await rig.me(token)).toMatchObject({ balance: '90.00', staked: '10.00' });
  });

  test('expires', async () => {
    refuseOnce('PRICE_CHANGED', { offered: 23_000 });
    const { offerId } = await offered();
    await rig.clock.advance(OFFER_LIFE_MS);
    expect(codeIn(await take(offerId))).toBe('OFFER_EXPIRED');
  });

  test('that is refused again has another one', async () => {
    refuseOnce('PRICE_CHANGED', { offered: 23_000 });
    const { offerId } = await offered();
    refuseOnce('PRICE_CHANGED', { offered: 20_000 });
    const second = await take(offerId);
    expect(codeIn(second)).toBe('PRICE_CHANGED');
    const next = offerIn(second);
    expect(next).toMatchObject({ odds: 2 });
    expect(fits(BetViewSchema, await take(next?.offerId ?? '')).odds).toBe(2);
  });

  test('is known only to its account', async () => {
    refuseOnce('PRICE_CHANGED', { offered: 23_000 });
    const { offerId } = await offered();
    const stranger = await rig.rich();
    expect(codeIn(await take(offerId, stranger))).toBe('OFFER_NOT_FOUND');
    expect(codeIn(await take(newId()))).toBe('OFFER_NOT_FOUND');
    const accepted = fits(BetViewSchema, await place());
    expect(codeIn(await take(accepted.betId))).toBe('OFFER_NOT_FOUND');
    expect((await rig.post(`/v1/offers/${offerId}/take`)).status).toBe(401);
  });
});
