import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  BetViewSchema,
  DecisionListSchema,
  DecisionViewSchema,
  HoldListSchema,
  HoldViewSchema,
  PreviewSchema,
} from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, betBody, fits, FIXTURE } from '../testing/mod.ts';

const URL = '/v1/operations/settlement';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let operator: string;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 10 });
  ({ pool } = database);
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool);
  operator = await rig.logIn('operator');
});
afterEach(async () => {
  await rig.stop();
  await pool.query('DELETE FROM settlement_hold; DELETE FROM market_closed');
  const { results } = await verifyLedger(pool);
  expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
});

const place = async (marketKey: string, stake: string, outcomeId: string) => {
  const token = await rig.rich('50000.00');
  const body = betBody({ marketKey, outcomeId, stake });
  const reply = await rig.post('/v1/bets', { token, key: newId(), body });
  return { token, ...fits(BetViewSchema, reply) };
};
const ask = (path: string, body: object, token = operator) =>
  rig.post(`${URL}${path}`, { token, body });
const result = (home: string, others: string, code?: string) => ({
  kind: 'market-result',
  fixtureId: FIXTURE,
  marketKey: 'match-result',
  outcomes: [
    { id: 'home', result: home },
    { id: 'draw', result: others },
    { id: 'away', result: others },
  ],
  ...(code === undefined ? {} : { code }),
});
const refusal = (code: string): unknown => expect.objectContaining({ code }) as unknown;

/** A second operator, whom nobody but this test knows. */
async function second(): Promise<string> {
  const { username } = await rig.register();
  await pool.query(`UPDATE app_user SET role = 'operator' WHERE username = $1`, [username]);
  const body = { username, password: 'long enough' };
  const reply = await rig.post('/v1/auth/login', { body });
  return (reply.body as { token: string }).token;
}

describe('who may', () => {
  const calls: [string, object][] = [
    ['/preview', result('won', 'lost')],
    ['/decisions', { action: result('won', 'lost'), reason: 'no result came' }],
    ['/holds', { fixtureId: FIXTURE, reason: 'odd stakes' }],
  ];
  test.each(calls)('only operators: %s', async (path, body) => {
    for (const role of ['bettor', 'trader'] as const)
      expect(await ask(path, body, await rig.logIn(role))).toMatchObject({ status: 403 });
    expect(await rig.post(`${URL}${path}`, { body })).toMatchObject({ status: 401 });
  });
});

describe('results by hand', () => {
  test('are shown before they are done, and large ones wait for somebody else', async () => {
    const bet = await place('match-result', '30000.00', 'home');
    const action = result('won', 'lost');
    const preview = fits(PreviewSchema, await ask('/preview', action));
    expect(preview).toMatchObject({
      needsSecond: true,
      effect: {
        bets: 1,
        currencies: [{ currency: 'EUR', stakes: '30000.00', payoutsAfter: '75000.00' }],
      },
    });
    expect((await pool.query('SELECT FROM settlement_decision')).rowCount).toBe(0);
    const asked = await ask('/decisions', { action, reason: 'the feed has no result' });
    expect(asked.status).toBe(201);
    const decision = fits(DecisionViewSchema, asked);
    expect(decision).toMatchObject({ status: 'waiting', proposedBy: 'operator' });
    const url = `/decisions/${decision.decisionId}`;
    const { effectKey } = decision;
    const own = await ask(`${url}/approve`, { effectKey });
    expect(own).toMatchObject({ status: 403, body: refusal('APPROVER_IS_REQUESTER') });
    const other = await second();
    const unseen = await ask(`${url}/approve`, { effectKey: 'another' }, other);
    expect(unseen).toMatchObject({ status: 409, body: refusal('EFFECT_CHANGED') });
    const done = fits(DecisionViewSchema, await ask(`${url}/approve`, { effectKey }, other));
    expect(done).toMatchObject({ status: 'applied', effectKey });
    const again = await ask(`${url}/reject`, { reason: 'too late' }, other);
    expect(again).toMatchObject({ status: 409, body: refusal('DECISION_NOT_WAITING') });
    const waits = await rig.get(`${URL}/decisions?status=waiting`, { token: operator });
    expect(fits(DecisionListSchema, waits).decisions).toEqual([]);
    // The market is closed from the first proposal on.
    const late = await rig.post('/v1/bets', { token: bet.token, key: newId(), body: betBody() });
    expect(late).toMatchObject({ status: 409, body: refusal('MARKET_CLOSED') });
  });

  const changed = (changes: object) => ({ ...result('won', 'lost'), ...changes });
  test.each<[string, object, string]>([
    [
      'a market without some outcome',
      changed({ outcomes: [{ id: 'home', result: 'won' }] }),
      'RESULT_INVALID',
    ],
    [
      'an outcome twice',
      changed({ outcomes: [...result('won', 'lost').outcomes, { id: 'home', result: 'won' }] }),
      'RESULT_INVALID',
    ],
    ['a void without a code', result('void', 'void'), 'RESULT_INVALID'],
    ['a code without a void', result('won', 'lost', 'INTEGRITY'), 'RESULT_INVALID'],
    ['an unknown market', changed({ marketKey: 'no-such-market' }), 'MARKET_NOT_FOUND'],
    ['an unknown fixture', changed({ fixtureId: 'nowhere' }), 'FIXTURE_NOT_FOUND'],
    ['an unknown word', result('perhaps', 'lost'), 'BAD_REQUEST'],
  ])('%s is refused', async (_, action, code) => {
    if (code !== 'FIXTURE_NOT_FOUND') await place('match-result', '1.00', 'home');
    expect((await ask('/preview', action)).body).toEqual(refusal(code));
    expect((await ask('/decisions', { action, reason: 'because' })).body).toEqual(refusal(code));
  });
});

test('single selections are void; those of others, or of no bet, are refused', async () => {
  const bet = await place('match-result', '10.00', 'home');
  const voiding = (selections: readonly object[]) => ({
    kind: 'selection-void',
    fixtureId: FIXTURE,
    code: 'PALPABLE_ERROR',
    selections,
  });
  const chosen = { betId: bet.betId, leg: 0 };
  for (const wrong of [
    { ...chosen, leg: 1 },
    { ...chosen, betId: newId() },
  ])
    expect((await ask('/preview', voiding([chosen, wrong]))).body).toEqual(
      refusal('SELECTION_NOT_FOUND'),
    );
  const asked = await ask('/decisions', {
    action: voiding([chosen]),
    reason: 'odds of 25.0 for 2.5',
  });
  expect(fits(DecisionViewSchema, asked)).toMatchObject({
    status: 'applied',
    selections: [{ betId: bet.betId, leg: 0 }],
    effect: { currencies: [{ payoutsAfter: '10.00' }] },
  });
});

test.each(['approve', 'reject'])('nobody can %s what was not proposed', async (verb) => {
  const body = verb === 'approve' ? { effectKey: 'any' } : { reason: 'there is none' };
  const reply = await ask(`/decisions/${newId()}/${verb}`, body);
  expect(reply).toMatchObject({ status: 404, body: refusal('DECISION_NOT_FOUND') });
});

test('all bets of a window of time are void together, the others are not', async () => {
  const at = async (): Promise<number> => {
    await rig.clock.advance(100);
    return rig.clock.now();
  };
  const from = await at();
  const first = await place('match-result', '10.00', 'home');
  await at();
  const second = await place('match-result', '20.00', 'away');
  const to = await at();
  const later = await place('match-result', '40.00', 'home');
  const window = { kind: 'window-void', fixtureId: FIXTURE, code: 'PALPABLE_ERROR', from, to };
  for (const [wrong, code] of [
    [{ ...window }, 'WINDOW_INVALID'],
    [{ ...window, to: from }, 'WINDOW_INVALID'],
    [{ ...window, code: 'PUSH' }, 'BAD_REQUEST'],
    [{ ...window, fixtureId: 'nowhere' }, 'FIXTURE_NOT_FOUND'],
  ] as const)
    expect((await ask('/preview', wrong)).body).toEqual(refusal(code));
  await rig.clock.advance(10_000);
  const elsewhere = { ...window, marketKey: 'both-teams-to-score' };
  expect((await ask('/preview', elsewhere)).body).toEqual(refusal('SELECTION_NOT_FOUND'));
  const early = { ...window, to: from + 1 };
  expect(fits(PreviewSchema, await ask('/preview', early)).effect).toMatchObject({
    bets: 1,
    currencies: [{ stakes: '10.00', payoutsAfter: '10.00' }],
  });
  const asked = await ask('/decisions', { action: window, reason: 'prices of another match' });
  const decision = fits(DecisionViewSchema, asked);
  expect(decision).toMatchObject({ kind: 'selection-void', status: 'applied' });
  expect(decision.selections.map(({ betId }) => betId).sort()).toEqual(
    [first.betId, second.betId].sort(),
  );
  expect(decision.selections.some(({ betId }) => betId === later.betId)).toBe(false);
  // What is void already is not void again.
  expect((await ask('/preview', window)).body).toEqual(refusal('SELECTION_NOT_FOUND'));
});

test('a void is taken back once, and only where there is one', async () => {
  const { betId } = await place('match-result', '10.00', 'home');
  const selections = [{ betId, leg: 0 }];
  const undo = { kind: 'void-undo', fixtureId: FIXTURE, selections };
  expect((await ask('/preview', undo)).body).toEqual(refusal('SELECTION_NOT_FOUND'));
  const action = { ...undo, kind: 'selection-void', code: 'PALPABLE_ERROR' };
  await ask('/decisions', { action, reason: '25.0 for 2.5' });
  for (const [wrong, code] of [
    [{ ...undo, selections: [...selections, ...selections] }, 'SELECTION_NOT_FOUND'],
    [{ ...undo, selections: [{ betId, leg: 1 }] }, 'SELECTION_NOT_FOUND'],
    [{ ...undo, fixtureId: 'nowhere' }, 'FIXTURE_NOT_FOUND'],
    [{ ...undo, code: 'INTEGRITY' }, 'BAD_REQUEST'],
    [{ ...undo, selections: [] }, 'BAD_REQUEST'],
  ] as const)
    expect((await ask('/preview', wrong)).body).toEqual(refusal(code));
  const asked = await ask('/decisions', { action: undo, reason: 'the price was right' });
  expect(fits(DecisionViewSchema, asked)).toMatchObject({
    ...{ kind: 'void-undo', status: 'applied', markets: [] },
    selections: [{ betId, leg: 0, basis: 'The void is taken back' }],
  });
  expect((await ask('/preview', undo)).body).toEqual(refusal('SELECTION_NOT_FOUND'));
});

describe('holds', () => {
  test('are placed, listed and released, with names', async () => {
    const asked = await ask('/holds', {
      fixtureId: FIXTURE,
      marketKey: 'match-result',
      reason: 'odd stakes',
    });
    expect(asked.status).toBe(201);
    const { holdId } = fits(HoldViewSchema, asked);
    const open = async (all = '') =>
      fits(HoldListSchema, await rig.get(`${URL}/holds${all}`, { token: operator })).holds;
    expect(await open()).toMatchObject([{ holdId, heldBy: 'operator', releasedBy: null }]);
    const released = await ask(`/holds/${holdId}/release`, { reason: 'nothing in it' });
    expect(fits(HoldViewSchema, released)).toMatchObject({ releasedBy: 'operator' });
    expect(await open()).toEqual([]);
    expect(await open('?all=true')).toHaveLength(1);
    for (const id of [holdId, newId()])
      expect(await ask(`/holds/${id}/release`, { reason: 'again' })).toMatchObject({
        status: 404,
        body: refusal('HOLD_NOT_FOUND'),
      });
  });

  test.each([
    [{ reason: 'of nothing' }],
    [{ reason: 'a market alone', marketKey: 'match-result' }],
    [{ reason: 'both', fixtureId: FIXTURE, betId: newId() }],
  ])('%j is refused', async (body) => {
    expect(await ask('/holds', body)).toMatchObject({ status: 400, body: refusal('BAD_REQUEST') });
  });
});
