import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { ConfigSchema } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, temporaryFolder, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { DEFAULT_BET_API_CONFIG } from '../config.ts';
import { ApiRig, betBody, fits } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let consoleDir: string;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  consoleDir = temporaryFolder('console-');
  mkdirSync(join(consoleDir, 'assets'));
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>Overround</title>');
  writeFileSync(join(consoleDir, 'assets', 'app-1a2b.js'), 'export {};');
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(async () => {
  expect((await verifyLedger(pool)).results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(async () => {
  rig = await ApiRig.start(pool, { consoleDir });
});
afterEach(() => rig.stop());

describe('the edge', () => {
  test.each([
    ['broken JSON', { payload: '{"odds":', headers: { 'content-type': 'application/json' } }],
    ['another type', { payload: '<odds/>', headers: { 'content-type': 'text/xml' } }],
    ['an unknown field', { payload: betBody({ bonus: true }) }],
    ['a missing field', { payload: betBody({ stake: undefined }) }],
    ['nothing', {}],
  ])('%s is a bad request', async (_, given) => {
    const token = await rig.logIn('bettor');
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': newId() };
    const reply = await rig.app.http.inject({
      method: 'POST',
      url: '/v1/bets',
      ...given,
      headers: { ...headers, ...('headers' in given ? given.headers : {}) },
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({
      code: 'BAD_REQUEST',
      detail: { problems: [expect.any(String)] },
    });
  });

  test('a body above 64 KiB, and an id that is none', async () => {
    const token = await rig.logIn('bettor');
    const large = await rig.post('/v1/bets', {
      token,
      body: betBody({ stake: '1'.repeat(65_536) }),
    });
    expect(large).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    const id = await rig.get('/v1/bets/not-a-uuid', { token });
    expect(id).toMatchObject({ status: 404, body: { code: 'BET_NOT_FOUND' } });
  });

  test('too many requests are told when to come back; health checks never are', async () => {
    await rig.stop();
    rig = await ApiRig.start(pool, { rateLimit: { max: 3, windowMs: 5_000 } });
    const replies = [];
    for (let index = 0; index < 4; index += 1) replies.push(await rig.get('/v1/config'));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(replies[3]?.body).toMatchObject({ code: 'RATE_LIMITED' });
    expect(Number(replies[3]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await rig.get('/healthz')).status).toBe(200);
  });

  test('log in has a limit of its own', async () => {
    await rig.stop();
    rig = await ApiRig.start(pool, { authRateLimit: { max: 2, windowMs: 60_000 } });
    const body = { username: 'nobody', password: 'guess' };
    const statuses = [];
    for (let index = 0; index < 3; index += 1)
      statuses.push((await rig.post('/v1/auth/login', { body })).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  test('an unknown address is NOT_FOUND for programs and the page for browsers', async () => {
    const html = { accept: 'text/html,*/*' };
    expect((await rig.get('/')).body).toContain('<title>Overround</title>');
    expect((await rig.get('/trading/live', { headers: html })).body).toContain('Overround');
    for (const [url, headers] of [
      ['/v1/nope', html],
      ['/missing.js', html],
      ['/nope', {}],
    ] as const)
      expect(await rig.get(url, { headers })).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
    const file = await rig.get('/assets/app-1a2b.js');
    expect(file.headers['cache-control']).toContain('immutable');
    expect((await rig.get('/')).headers['cache-control']).toBe('no-cache');
    const escape = await rig.get('/assets/..%2f..%2f..%2fetc%2fpasswd', { headers: html });
    expect(escape.body).not.toContain('root:');
    await rig.stop();
    rig = await ApiRig.start(pool, { consoleDir: undefined });
    expect((await rig.get('/', { headers: html })).status).toBe(404);
  });

  test('configuration, health and metrics', async () => {
    const config = fits(ConfigSchema, await rig.get('/v1/config'));
    expect(config).toEqual({
      gatewayUrl: DEFAULT_BET_API_CONFIG.gatewayUrl,
      attributions: [],
      accumulatorBonus: true,
    });
    expect((await rig.get('/healthz')).body).toEqual({ status: 'ok', fixtures: 1 });
    await rig.post('/v1/bets', { token: await rig.rich(), key: newId(), body: betBody() });
    expect((await rig.get('/metrics')).body).toContain('overround_bets_total{code="ACCEPTED"');
  });

  test('a failure of ours says nothing of its cause', async () => {
    rig.host.onReceive = () => {
      throw new TypeError('secret detail');
    };
    const reply = await rig.post('/v1/bets', {
      token: await rig.rich(),
      key: newId(),
      body: betBody(),
    });
    expect(reply).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(JSON.stringify(reply.body)).not.toContain('secret');
  });
});

describe('documents', () => {
  type Document = {
    openapi: string;
    paths: Record<
      string,
      Record<string, { security?: unknown; responses: Record<string, unknown> }>
    >;
  };

  test('OpenAPI 3.1 has every route with its answers and refusals', async () => {
    const document = (await rig.get('/openapi.json')).body as Document;
    expect(document.openapi).toBe('3.1.0');
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.sort()).toEqual([
      'delete /v1/bets/{betId}/auto-cash-out',
      'get /healthz',
      'get /v1/account/payments',
      'get /v1/account/payments/{paymentId}',
      'get /v1/account/statement',
      'get /v1/audit/checkpoint',
      'get /v1/audit/consistency',
      'get /v1/audit/keys',
      'get /v1/bets',
      'get /v1/bets/{betId}',
      'get /v1/bets/{betId}/auto-cash-out',
      'get /v1/bets/{betId}/cash-out',
      'get /v1/bets/{betId}/cash-outs',
      'get /v1/bets/{betId}/explanation',
      'get /v1/bets/{betId}/proof',
      'get /v1/config',
      'get /v1/fixtures',
      'get /v1/fixtures/{fixtureId}',
      'get /v1/me',
      'get /v1/me/bonuses',
      'get /v1/operations/bonuses',
      'get /v1/operations/payments',
      'get /v1/operations/settlement/decisions',
      'get /v1/operations/settlement/holds',
      'get /v1/trading/bets',
      'get /v1/trading/customers',
      'get /v1/trading/customers/{accountId}',
      'get /v1/trading/feeds',
      'get /v1/trading/fixtures/{fixtureId}/commands',
      'get /v1/trading/fixtures/{fixtureId}/explain',
      'get /v1/trading/integrity',
      'get /v1/trading/lay-off',
      'get /v1/trading/referrals',
      'get /v1/trading/risk',
      'get /v1/virtual/rounds',
      'get /v1/virtual/rounds/{round}',
      'post /v1/account/deposits',
      'post /v1/account/payments/{paymentId}/cancel',
      'post /v1/account/withdrawals',
      'post /v1/auth/login',
      'post /v1/auth/logout',
      'post /v1/auth/password',
      'post /v1/auth/refresh',
      'post /v1/auth/register',
      'post /v1/bets',
      'post /v1/bets/max-stake',
      'post /v1/bets/{betId}/cancel',
      'post /v1/bets/{betId}/cash-out',
      'post /v1/fixtures/{fixtureId}/builder',
      'post /v1/me/deposits',
      'post /v1/offers/{offerId}/take',
      'post /v1/operations/bonuses',
      'post /v1/operations/bonuses/{bonusId}/revoke',
      'post /v1/operations/payments/{paymentId}/approve',
      'post /v1/operations/payments/{paymentId}/reject',
      'post /v1/operations/settlement/decisions',
      'post /v1/operations/settlement/decisions/{decisionId}/approve',
      'post /v1/operations/settlement/decisions/{decisionId}/reject',
      'post /v1/operations/settlement/holds',
      'post /v1/operations/settlement/holds/{holdId}/release',
      'post /v1/operations/settlement/preview',
      'post /v1/trading/customers/{accountId}/factor',
      'post /v1/trading/customers/{accountId}/undo',
      'post /v1/trading/fixtures/{fixtureId}/commands',
      'post /v1/trading/fixtures/{fixtureId}/what-if',
      'post /v1/trading/lay-off/orders/{orderId}/cancel',
      'post /v1/trading/lay-off/orders/{orderId}/send',
      'post /v1/trading/lay-off/propose',
      'post /v1/trading/referrals/{betId}',
      'post /v1/virtual/rounds/{round}/client-seeds',
      'put /v1/bets/{betId}/auto-cash-out',
    ]);
    for (const methods of Object.values(document.paths))
      for (const { responses } of Object.values(methods))
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['4XX', '5XX']));
    expect(document.paths['/v1/bets']?.['post']?.security).toEqual([{ token: [] }]);
    expect(document.paths['/v1/fixtures']?.['get']?.security).toBeUndefined();
  });

  test('the reference page loads nothing from elsewhere', async () => {
    const page = await rig.get('/reference/');
    expect(page.status).toBe(200);
    const addresses = String(page.body).match(
      /(?:src|href|url)\s*[=:(]\s*["']?(?:https?:)?\/\/[^"')\s]+/g,
    );
    expect(addresses).toBeNull();
    expect((await rig.get('/reference/js/scalar.js')).status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+';/);
    const elsewhere = String((await rig.get('/')).headers['content-security-policy']);
    expect(elsewhere).toContain("script-src 'self';");
  });
});
