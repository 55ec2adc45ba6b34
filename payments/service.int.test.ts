import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { verifyLedger } from '#ledger/mod.ts';
import {
  createMetrics,
  newId,
  seededRandom,
  silentLogger,
  systemClock,
  type Pool,
} from '#platform/mod.ts';
import { freshDatabase, temporaryFolder, type TestDatabase } from '#test/harness/mod.ts';

import { findPayment } from './payment-rows.ts';
import { httpProvider } from './provider/mod.ts';
import { sign, SIGNATURE_HEADER } from './provider/signature.ts';
import { startPayments, type PaymentsService } from './service.ts';
import { startSimulatedProvider, type SimulatedProvider } from './simulated/mod.ts';
import type { DeliveryFaults } from './simulated/deliveries.ts';
import { World, type Customer } from './testing/mod.ts';

const SECRET = 'the secret of the webhooks';
const KEY = 'our key at the provider';
const LOST: DeliveryFaults = { lost: 1, repeated: 0, late: 0, lateByMs: 0 };

let database: TestDatabase;
let pool: Pool;
let world: World;
let customer: Customer;
let journal: string;
let provider: SimulatedProvider | undefined;
let service: PaymentsService | undefined;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  world = new World(pool, 'service');
});
afterAll(() => database.drop());
beforeEach(async () => {
  journal = join(temporaryFolder('provider-'), 'books.jsonl');
  await pool.query('UPDATE payment_provider SET log_position = 0');
  customer = await world.customer('EUR', 100_00n);
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
  await stopProvider();
});

async function stopProvider(): Promise<void> {
  await provider?.stop();
  provider = undefined;
}

const startProvider = async (faults?: DeliveryFaults): Promise<SimulatedProvider> =>
  (provider = await startSimulatedProvider({
    port: 0,
    host: '127.0.0.1',
    clock: systemClock,
    random: seededRandom('service'),
    newId,
    log: silentLogger(),
    apiKey: KEY,
    webhookSecrets: [SECRET],
    stepMs: 20,
    clearEveryMs: 3_600_000,
    journal,
    ...(faults ? { faults } : {}),
  }));

const startService = async (url: string, apiKey = KEY): Promise<PaymentsService> =>
  (service = await startPayments({
    pool,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('test'),
    provider: httpProvider({ name: 'simulated', url, apiKey, timeoutMs: 2_000 }),
    webhook: { port: 0, host: '127.0.0.1', secrets: [SECRET], publicUrl: undefined },
    readLogEveryMs: 100,
  }));

const order = (amountMinor: bigint, kind: 'deposit' | 'withdrawal' = 'deposit') => ({
  ...world.order(customer, kind, amountMinor),
  at: systemClock.now(),
});
const comesTo = async (id: string, wanted: object): Promise<void> => {
  await vi.waitFor(
    async () => expect(await findPayment(pool, customer.accountId, id)).toMatchObject(wanted),
    { timeout: 20_000, interval: 50 },
  );
};
const control = (path: string, body: object): Promise<Response> =>
  fetch(`${provider?.url ?? ''}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify(body),
  });

describe('over HTTP, with signed webhooks', () => {
  test('a deposit, its refund in part, a withdrawal, and the money handed over', async () => {
    await startService((await startProvider()).url);
    const paidIn = await world.request(order(50_00n));
    await comesTo(paidIn.id, { status: 'succeeded', doneMinor: 50_00n });
    await control(`/v1/sandbox/payments/${paidIn.id}/refunds`, { total: '2000' });
    await comesTo(paidIn.id, { refundedMinor: 20_00n });
    const paidOut = await world.request(order(30_00n, 'withdrawal'));
    await comesTo(paidOut.id, { status: 'succeeded', heldMinor: 0n });
    expect(await world.funds(customer)).toBe(100_00n);
    expect(await world.atProvider('EUR')).toBe(0n);
    await control(`/v1/sandbox/payments/${paidIn.id}/chargebacks`, { total: '3000' });
    await comesTo(paidIn.id, { chargedBackMinor: 30_00n });
    expect(await world.atProvider('EUR')).toBe(-30_00n);
    await control('/v1/sandbox/clearings', { currency: 'EUR' });
    await vi.waitFor(async () => expect(await world.atProvider('EUR')).toBe(0n), 5_000);
    const { rows } = await pool.query<{ source: string }>(
      `SELECT DISTINCT source FROM payment_event WHERE source = 'webhook'`,
    );
    expect(rows).toHaveLength(1);
  });

  test('when every webhook is lost, the log tells', async () => {
    await startService((await startProvider(LOST)).url);
    const paid = await world.request(order(50_02n));
    await comesTo(paid.id, { status: 'succeeded' });
  });

  test('a provider that is away is asked until it answers, and remembers after its restart', async () => {
    const { url } = await startProvider();
    await stopProvider();
    await startService(url);
    const paid = await world.request(order(50_00n));
    await comesTo(paid.id, { status: 'sent' });
    await service?.stop();
    const { url: other } = await startProvider();
    await startService(other);
    await comesTo(paid.id, { status: 'succeeded' });
    await stopProvider();
    await service?.stop();
    await startService((await startProvider()).url);
    const answer = await control(`/v1/sandbox/payments/${paid.id}/chargebacks`, { total: '5000' });
    expect(answer.status).toBe(200);
    await comesTo(paid.id, { chargedBackMinor: 50_00n });
  });

  test('a refusal is final, a wrong key is not', async () => {
    const { url } = await startProvider();
    await startService(url, 'another key');
    const paid = await world.request(order(50_09n, 'withdrawal'));
    await comesTo(paid.id, { status: 'sent', heldMinor: 50_09n });
    await service?.stop();
    await startService(url);
    await comesTo(paid.id, { status: 'failed', reason: 'method_not_allowed', heldMinor: 0n });
  });
});

describe('webhooks', () => {
  const post = async (body: string, signature?: string, path = ''): Promise<number> => {
    const url = `${service?.webhookUrl ?? ''}${path}`;
    const headers = signature === undefined ? {} : { [SIGNATURE_HEADER]: signature };
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  const signed = (body: string, at = systemClock.now()): string => sign([SECRET], body, at);

  test('only what is signed, fresh and an event is kept, and once', async () => {
    const { url } = await startProvider();
    await startService(url);
    const event = (id: string): string =>
      JSON.stringify({
        id,
        sequence: 1_000_000,
        type: 'clearing',
        clearing: { id: newId(), currency: 'EUR', amount: '1' },
      });
    const body = event(newId());
    const now = systemClock.now();
    expect(await post(body)).toBe(401);
    expect(await post(body, signed(`${body} `))).toBe(401);
    expect(await post(body, sign(['guess'], body, now))).toBe(401);
    expect(await post(body, signed(body, now - 600_000))).toBe(401);
    for (const wrong of ['', '[]', 'null', '{"id":1}', body.replace('"1"', '"1.5"')])
      expect(await post(wrong, signed(wrong)), wrong).toBe(400);
    expect(await post(body, signed(body), '/elsewhere')).toBe(404);
    const large = JSON.stringify({ text: 'x'.repeat(70_000) });
    expect(await post(large, signed(large))).toBe(413);
    const before = await count();
    expect(await Promise.all([1, 2, 3].map(() => post(body, signed(body))))).toEqual([
      200, 200, 200,
    ]);
    expect(await count()).toBe(before + 1);
  });

  test('what nobody can have meant is refused, and left for a person', async () => {
    const { url } = await startProvider();
    await startService(url);
    const paid = await world.request(order(50_00n));
    await comesTo(paid.id, { status: 'succeeded' });
    const known = {
      reference: paid.id,
      version: 99,
      currency: 'EUR',
      amount: '5000',
      status: 'succeeded',
      done: '5000',
      refunded: '0',
      chargedBack: '0',
      reason: null,
    };
    const ids = await Promise.all(
      [
        { ...known, done: '6000' },
        { ...known, currency: 'USD' },
        { ...known, reference: newId() },
      ].map(async (payment, index) => {
        const id = newId();
        const body = JSON.stringify({ id, sequence: 2_000_000 + index, type: 'payment', payment });
        expect(await post(body, signed(body))).toBe(200);
        return id;
      }),
    );
    await vi.waitFor(async () => {
      const { rows } = await pool.query<{ outcome: string | null }>(
        'SELECT outcome FROM payment_event WHERE event_id = ANY ($1)',
        [ids],
      );
      for (const { outcome } of rows) expect(outcome).toMatch(/^refused: /);
    }, 5_000);
    await comesTo(paid.id, { doneMinor: 50_00n, currency: 'EUR' });
    const { results } = await verifyLedger(pool);
    expect(results.filter(({ failure }) => failure)).toEqual([]);
  });
});

async function count(): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM payment_event');
  return rows[0]?.n ?? 0;
}
