import type { AccountId } from '#contracts/mod.ts';
import type { PoolClient, Queryable } from '#platform/mod.ts';

import type { Payment } from './transitions/mod.ts';

const COLUMNS = `
  p.id, p.account_id AS "accountId", p.requested_by AS "requestedBy", p.kind, p.method, p.instrument_token AS "instrumentToken", p.provider, p.currency,
  p.amount_minor AS "amountMinor", p.status, p.version, p.provider_version AS "providerVersion",
  p.held_minor AS "heldMinor", p.done_minor AS "doneMinor", p.refunded_minor AS "refundedMinor",
  p.charged_back_minor AS "chargedBackMinor", p.reason, p.requested_at::float8 AS "requestedAt",
  p.updated_at::float8 AS "updatedAt"`;

/** The payment with its row locked until the transaction ends. */
export async function lockPayment(client: PoolClient, id: string): Promise<Payment | undefined> {
  const { rows } = await client.query<Payment>(
    `SELECT ${COLUMNS} FROM payment AS p WHERE p.id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return rows[0];
}

/** A payment of this account; undefined for those of others, as for those that do not exist. */
export async function findPayment(
  db: Queryable,
  account: AccountId,
  id: string,
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>(
    `SELECT ${COLUMNS} FROM payment AS p WHERE p.id = $1 AND p.account_id = $2`,
    [id, account],
  );
  return rows[0];
}

/** Payments of an account, newest first. */
export async function listPayments(
  db: Queryable,
  account: AccountId,
  page: Readonly<{ limit: number; before?: string | undefined }>,
): Promise<readonly Payment[]> {
  const { rows } = await db.query<Payment>(
    `SELECT ${COLUMNS} FROM payment AS p
     WHERE p.account_id = $1 AND ($2::uuid IS NULL OR p.id < $2) ORDER BY p.id DESC LIMIT $3`,
    [account, page.before ?? null, page.limit],
  );
  return rows;
}

export type WaitingPayment = Payment & Readonly<{ username: string }>;

/** Withdrawals that wait for an operator, oldest first. */
export async function listWaiting(
  db: Queryable,
  limit: number,
): Promise<readonly WaitingPayment[]> {
  const { rows } = await db.query<WaitingPayment>(
    `SELECT ${COLUMNS}, u.username FROM payment AS p JOIN app_user AS u ON u.id = p.requested_by
     WHERE p.status = 'approval' ORDER BY p.id LIMIT $1`,
    [limit],
  );
  return rows;
}

export async function insertPayment(client: PoolClient, payment: Payment): Promise<void> {
  const { id, accountId, requestedBy, kind, method, provider, currency, amountMinor } = payment;
  await client.query(
    `INSERT INTO payment (id, account_id, requested_by, kind, method, provider, currency, amount_minor, status,
       version, held_minor, requested_at, updated_at, due_at, instrument_token)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14)`,
    [
      id,
      accountId,
      requestedBy,
      kind,
      method,
      provider,
      currency,
      amountMinor,
      payment.status,
      payment.version,
      payment.heldMinor,
      payment.requestedAt,
      payment.status === 'queued' ? payment.requestedAt : null,
      payment.instrumentToken,
    ],
  );
}

/** `dueAt` is when it is sent to the provider next; null when that is not to be. */
export async function updatePayment(
  client: PoolClient,
  payment: Payment,
  dueAt: number | null,
): Promise<void> {
  await client.query(
    `UPDATE payment SET status = $2, version = $3, provider_version = $4, held_minor = $5, done_minor = $6,
       refunded_minor = $7, charged_back_minor = $8, reason = $9, updated_at = $10, due_at = $11
     WHERE id = $1`,
    [
      payment.id,
      payment.status,
      payment.version,
      payment.providerVersion,
      payment.heldMinor,
      payment.doneMinor,
      payment.refundedMinor,
      payment.chargedBackMinor,
      payment.reason,
      payment.updatedAt,
      dueAt,
    ],
  );
}

export type Change = Readonly<{
  event: string;
  actor: string;
  transferId: string | null;
}>;

/** Writes down who changed a payment to what it is now. */
export async function recordChange(
  client: PoolClient,
  payment: Payment,
  { event, actor, transferId }: Change,
): Promise<void> {
  await client.query(
    `INSERT INTO payment_change (payment_id, version, at, event, actor, status, held_minor, done_minor,
       refunded_minor, charged_back_minor, transfer_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      payment.id,
      payment.version,
      payment.updatedAt,
      event,
      actor,
      payment.status,
      payment.heldMinor,
      payment.doneMinor,
      payment.refundedMinor,
      payment.chargedBackMinor,
      transferId,
    ],
  );
}
