import { Refusal, type AccountId, type BetId, type PricePolicy } from '#contracts/mod.ts';
import { withTransaction, type Pool, type PoolClient } from '#platform/mod.ts';

import { selectCashOuts, type CashOutAnswer, type CashOutRow } from './cash-out-row.ts';

/** A customer, or his standing order, takes a quote. `now` UTC ms. */
export type CashOutOrder = Readonly<{
  quoteId: string;
  betId: BetId;
  accountId: AccountId;
  /** The Idempotency-Key. */
  key: string;
  policy: PricePolicy;
  ruleId: string | null;
  now: number;
  claimLeaseMs: number;
}>;

export type ReceivedCashOut =
  | Readonly<{ kind: 'received'; cashOut: CashOutRow }>
  | Readonly<{ kind: 'repeat'; answer: CashOutAnswer }>;

type Quote = Readonly<{ betVersion: number; delayMs: number; expiresAt: number }>;

/**
 * Transaction 1: the quote is used up and waits for its decision. The same request gets the same answer. Throws
 * Refusal where nothing was written.
 */
export function receiveCashOut(pool: Pool, order: CashOutOrder): Promise<ReceivedCashOut> {
  return withTransaction(pool, async (client) => {
    // Whatever else changes the bet waits for this, and this for it.
    const { rows } = await client.query<{ status: string; version: number }>(
      'SELECT status, version FROM bet WHERE id = $1 AND account_id = $2 FOR UPDATE',
      [order.betId, order.accountId],
    );
    const bet = rows[0];
    if (!bet) throw new Refusal('BET_NOT_FOUND');
    const answer = await repeated(client, order);
    if (answer) return { kind: 'repeat', answer };
    const quote = await freshQuote(client, order);
    if (bet.status !== 'accepted' || bet.version !== quote.betVersion)
      throw new Refusal('BET_CHANGED', { status: bet.status });
    await insert(client, order, quote.delayMs);
    const [cashOut] = await selectCashOuts(client, 'c.quote_id = $1', [order.quoteId]);
    if (!cashOut) throw new Error('a cash-out was not written');
    return { kind: 'received', cashOut };
  });
}

async function repeated(
  client: PoolClient,
  { accountId, betId, key, quoteId, policy }: CashOutOrder,
): Promise<CashOutAnswer | undefined> {
  const [earlier] = await selectCashOuts(client, 'c.account_id = $1 AND c.key = $2', [
    accountId,
    key,
  ]);
  if (!earlier) return undefined;
  const isSame =
    earlier.quoteId === quoteId && earlier.betId === betId && earlier.policy === policy;
  if (!isSame) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  if (earlier.answer === null) throw new Refusal('IN_PROGRESS', { quoteId });
  return earlier.answer;
}

async function freshQuote(
  client: PoolClient,
  { quoteId, betId, now }: CashOutOrder,
): Promise<Quote> {
  const { rows } = await client.query<Quote>(
    `SELECT bet_version AS "betVersion", delay_ms AS "delayMs", expires_at::float8 AS "expiresAt"
     FROM cash_out_quote WHERE id = $1 AND bet_id = $2 FOR KEY SHARE`,
    [quoteId, betId],
  );
  const quote = rows[0];
  if (!quote) throw new Refusal('QUOTE_NOT_FOUND');
  const others = await selectCashOuts(
    client,
    `c.quote_id = $1 OR (c.bet_id = $2 AND c.status = 'delayed')`,
    [quoteId, betId],
  );
  if (others.some((other) => other.quoteId === quoteId)) throw new Refusal('QUOTE_TAKEN');
  if (others[0]) throw new Refusal('CASH_OUT_UNDER_WAY', { quoteId: others[0].quoteId });
  const { expiresAt } = quote;
  if (expiresAt <= now) throw new Refusal('QUOTE_EXPIRED', { expiresAt });
  return quote;
}

async function insert(client: PoolClient, order: CashOutOrder, delayMs: number): Promise<void> {
  const dueAt = order.now + delayMs;
  const { rowCount } = await client.query(
    `INSERT INTO cash_out
       (quote_id, bet_id, account_id, key, policy, rule_id, status, received_at, due_at, claimed_until)
     VALUES ($1, $2, $3, $4, $5, $6, 'delayed', $7, $8, $9) ON CONFLICT (account_id, key) DO NOTHING`,
    [
      order.quoteId,
      order.betId,
      order.accountId,
      order.key,
      order.policy,
      order.ruleId,
      order.now,
      dueAt,
      dueAt + order.claimLeaseMs,
    ],
  );
  // The same key at the same moment, for another bet.
  if (rowCount === 0) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
}
