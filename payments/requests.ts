import { createHash } from 'node:crypto';

import {
  isErrorCode,
  Refusal,
  type AccountId,
  type Currency,
  type PaymentKind,
  type PaymentMethod,
  type PaymentProviderName,
} from '#contracts/mod.ts';
import { holdPayout, post } from '#ledger/mod.ts';
import { withTransaction, type Pool, type PoolClient } from '#platform/mod.ts';

import { RULES, type PayingCustomer, type RuleRefusal } from './account-rules.ts';
import { lockFunds } from './customer-funds.ts';
import type { PaymentPolicy } from './limits.ts';
import { paymentTransferId } from './move.ts';
import { findPayment, insertPayment, recordChange } from './payment-rows.ts';
import type { Payment } from './transitions/mod.ts';

export type PaymentOrder = Readonly<{
  /** Of the payment, should there be one. */
  id: string;
  accountId: AccountId;
  userId: string;
  currency: Currency;
  kind: PaymentKind;
  method: PaymentMethod;
  instrumentToken?: string | undefined;
  amountMinor: bigint;
  /** The Idempotency-Key: the same key is the same payment, or the same refusal. */
  key: string;
  at: number;
}>;

/** Every method goes through this provider so far. */
const PROVIDER: PaymentProviderName = 'simulated';

type Outcome =
  Readonly<{ payment: Payment }> | Readonly<{ refusal: RuleRefusal }> | Readonly<{ reused: true }>;

/**
 * Takes a deposit or withdrawal down; a withdrawal's money is held from here on. Repeatable by its key. Throws
 * IDEMPOTENCY_KEY_REUSED, NOT_FOUND for an account that is not there, and what the account's rules refuse.
 */
export async function requestPayment(
  pool: Pool,
  order: PaymentOrder,
  policy: PaymentPolicy,
): Promise<Payment> {
  const outcome = await withTransaction(pool, async (client): Promise<Outcome> => {
    const customer = await lockCustomer(client, order.accountId);
    const before = await answerBefore(client, order);
    if (before) return before;
    for (const rule of RULES[order.kind]) {
      const refusal = await rule(customer, order, client);
      if (refusal) {
        await rememberAnswer(client, order, { refusal });
        return { refusal };
      }
    }
    const payment = paymentOf(order, policy);
    await insertPayment(client, payment);
    await rememberAnswer(client, order, { payment });
    const transferId = order.kind === 'withdrawal' ? await holdMoney(client, payment) : null;
    await recordChange(client, payment, { event: 'request', actor: order.userId, transferId });
    return { payment };
  });
  if ('reused' in outcome) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  if ('refusal' in outcome) throw new Refusal(outcome.refusal.code, outcome.refusal.detail);
  return outcome.payment;
}

async function lockCustomer(client: PoolClient, id: AccountId): Promise<PayingCustomer> {
  const { rows } = await client.query<Omit<PayingCustomer, 'freeMinor' | 'owedMinor'>>(
    `SELECT id AS "accountId", currency, status, excluded_until::float8 AS "excludedUntil"
     FROM account WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!rows[0]) throw new Refusal('UNAUTHENTICATED');
  return { ...rows[0], ...(await lockFunds(client, id)) };
}

type Stored = Readonly<{
  hash: string;
  paymentId: string | null;
  refusal: string | null;
  detail: Readonly<Record<string, unknown>> | null;
}>;

async function answerBefore(client: PoolClient, order: PaymentOrder): Promise<Outcome | undefined> {
  const { rows } = await client.query<Stored>(
    `SELECT request_hash AS hash, payment_id AS "paymentId", refusal, refusal_detail AS detail
     FROM payment_request WHERE account_id = $1 AND key = $2`,
    [order.accountId, order.key],
  );
  const [stored] = rows;
  if (!stored) return undefined;
  if (stored.hash !== hashOf(order)) return { reused: true };
  if (stored.refusal !== null && isErrorCode(stored.refusal))
    return { refusal: { code: stored.refusal, detail: stored.detail ?? {} } };
  const payment = await findPayment(client, order.accountId, stored.paymentId ?? '');
  if (!payment) throw new Error(`the payment of key ${order.key} is gone`);
  return { payment };
}

async function rememberAnswer(
  client: PoolClient,
  order: PaymentOrder,
  answer: Readonly<{ payment: Payment }> | Readonly<{ refusal: RuleRefusal }>,
): Promise<void> {
  const refusal = 'refusal' in answer ? answer.refusal : undefined;
  await client.query(
    `INSERT INTO payment_request (account_id, key, request_hash, payment_id, refusal, refusal_detail, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      order.accountId,
      order.key,
      hashOf(order),
      'payment' in answer ? answer.payment.id : null,
      refusal?.code ?? null,
      refusal ? JSON.stringify(refusal.detail) : null,
      order.at,
    ],
  );
}

const hashOf = ({ kind, method, amountMinor, instrumentToken }: PaymentOrder): string =>
  createHash('sha256')
    .update([kind, method, String(amountMinor), instrumentToken ?? []].flat().join('|'))
    .digest('hex');

function paymentOf(order: PaymentOrder, policy: PaymentPolicy): Payment {
  const { id, accountId, userId, kind, method, instrumentToken, currency, amountMinor, at } = order;
  const isWithdrawal = kind === 'withdrawal';
  const needsApproval = isWithdrawal && amountMinor > policy.approvalAboveMinor[currency];
  return {
    id,
    accountId,
    requestedBy: userId,
    kind,
    method,
    instrumentToken: instrumentToken ?? null,
    provider: PROVIDER,
    currency,
    amountMinor,
    status: needsApproval ? 'approval' : 'queued',
    version: 1,
    providerVersion: 0,
    heldMinor: isWithdrawal ? amountMinor : 0n,
    doneMinor: 0n,
    refundedMinor: 0n,
    chargedBackMinor: 0n,
    reason: null,
    requestedAt: at,
    updatedAt: at,
  };
}

async function holdMoney(client: PoolClient, payment: Payment): Promise<string> {
  const { accountId, provider, currency, amountMinor, requestedAt: at } = payment;
  const id = paymentTransferId(payment.id, payment.version);
  const memo = { paymentId: payment.id, payment: payment.kind, method: payment.method };
  const hold = holdPayout({ id, accountId, provider, currency, at, memo, amountMinor });
  const [result] = await post([hold], client);
  if (result?.status !== 'posted') throw new Error(`the money of ${payment.id} was not held`);
  return id;
}
