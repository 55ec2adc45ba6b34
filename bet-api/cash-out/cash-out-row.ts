import {
  formatMoney,
  type AccountId,
  type BetId,
  type CashOut,
  type Currency,
  type ErrorBody,
  type PricePolicy,
} from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import type { QuotedLeg } from './legs.ts';

/** What a request to take a quote is answered, for ever. */
export type CashOutAnswer = Readonly<{ status: number; body: CashOut | ErrorBody }>;

/** A quote that was taken, as PostgreSQL has it. Times UTC ms, money minor units. */
export type CashOutRow = Readonly<{
  quoteId: string;
  betId: BetId;
  accountId: AccountId;
  key: string;
  currency: Currency;
  policy: PricePolicy;
  /** The standing order that took it. */
  ruleId: string | null;
  status: CashOut['status'];
  receivedAt: number;
  dueAt: number;
  decidedAt: number | null;
  paidMinor: bigint | null;
  answer: CashOutAnswer | null;
  betVersion: number;
  partBps: number;
  stakeMinor: bigint;
  valueMinor: bigint;
  legs: readonly QuotedLeg[];
}>;

/** Tables are `c` (cash_out), `q` (cash_out_quote) and `b` (bet). */
const SELECT = `
  SELECT c.quote_id AS "quoteId", c.bet_id AS "betId", c.account_id AS "accountId", c.key, b.currency, c.policy,
         c.rule_id AS "ruleId", c.status, c.received_at::float8 AS "receivedAt", c.due_at::float8 AS "dueAt",
         c.decided_at::float8 AS "decidedAt", c.paid_minor AS "paidMinor", c.answer,
         q.bet_version AS "betVersion", q.part_bps AS "partBps", q.stake_minor AS "stakeMinor",
         q.value_minor AS "valueMinor", q.legs
  FROM cash_out AS c JOIN cash_out_quote AS q ON q.id = c.quote_id JOIN bet AS b ON b.id = c.bet_id`;

/** `where` may end with an order, a limit or a lock of `c`. */
export async function selectCashOuts(
  db: Queryable,
  where: string,
  values: readonly unknown[],
): Promise<readonly CashOutRow[]> {
  return (await db.query<CashOutRow>(`${SELECT} WHERE ${where}`, [...values])).rows;
}

/** The cash-outs of a bet of this account, newest first. */
export const cashOutsOf = (db: Queryable, account: AccountId, bet: BetId) =>
  selectCashOuts(db, 'c.account_id = $1 AND c.bet_id = $2 ORDER BY c.received_at DESC, q.id', [
    account,
    bet,
  ]);

export function cashOutView(row: CashOutRow): CashOut {
  const money = (amount: bigint): string => formatMoney(amount, row.currency);
  const { quoteId, betId, status, currency, receivedAt, dueAt, decidedAt, paidMinor } = row;
  return {
    quoteId,
    betId,
    status,
    stake: money(row.stakeMinor),
    quoted: money(row.valueMinor),
    paid: paidMinor === null ? null : money(paidMinor),
    currency,
    receivedAt,
    dueAt,
    decidedAt,
  };
}
