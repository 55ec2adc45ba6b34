import { withTransaction, type Pool } from '#platform/mod.ts';

import { applyReport } from './inbox.ts';
import { movePayment } from './move.ts';
import { lockPayment } from './payment-rows.ts';
import type { PaymentProvider, ProviderAnswer } from './provider/port.ts';
import type { Payment } from './transitions/mod.ts';

const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** How long an attempt has for itself before anyone may make the next. */
const retryAfter = (attempts: number): number =>
  Math.min(RETRY_MS * 2 ** Math.min(attempts, 10), LONGEST_RETRY_MS);

/**
 * Tells the provider of the next payment that is due. That it is being told is committed first, so that it can
 * no longer be cancelled; if nothing is heard it is told again under the same key, for as long as it takes:
 * only the provider's word ends a payment. Returns false when none is due; rejects when nothing was heard.
 */
export async function sendNext(
  pool: Pool,
  provider: PaymentProvider,
  clock: Readonly<{ now(): number }>,
): Promise<boolean> {
  const payment = await claimNext(pool, provider, clock.now());
  if (!payment) return false;
  const { id, kind, method, instrumentToken, currency, amountMinor } = payment;
  const order = { paymentId: id, kind, method, instrumentToken, currency, amountMinor };
  const answer = await provider.start(order);
  await withTransaction(pool, (client) => applyAnswer(client, payment, answer, clock.now()));
  return true;
}

async function claimNext(
  pool: Pool,
  provider: PaymentProvider,
  at: number,
): Promise<Payment | undefined> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; attempts: number }>(
      `SELECT id, attempts FROM payment
       WHERE status IN ('queued', 'sent') AND due_at <= $1 AND provider = $2
       ORDER BY due_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
      [at, provider.name],
    );
    const [row] = rows;
    const payment = row && (await lockPayment(client, row.id));
    if (!payment) return undefined;
    await client.query('UPDATE payment SET attempts = attempts + 1 WHERE id = $1', [payment.id]);
    const sendAgainAt = at + retryAfter(row.attempts);
    const context = { actor: 'payments', at, sendAgainAt };
    const sent = await movePayment(client, payment, { kind: 'send' }, context);
    return sent.kind === 'moved' ? sent.payment : undefined;
  });
}

async function applyAnswer(
  client: Parameters<Parameters<typeof withTransaction>[1]>[0],
  { id, provider }: Payment,
  answer: ProviderAnswer,
  at: number,
): Promise<void> {
  if (answer.kind === 'taken') {
    await applyReport(client, provider, answer.report, at);
    return;
  }
  const payment = await lockPayment(client, id);
  if (!payment) return;
  const event = { kind: 'refuse', reason: answer.reason } as const;
  await movePayment(client, payment, event, { actor: provider, at });
}
