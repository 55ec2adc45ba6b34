import { minor, type AccountId, type Currency, type Minor } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import { receivableAccountId, type CustomerPurpose } from './accounts.ts';

/** Opens a customer's wallet (floor 0), or the account of what the customer owes (no floor). Repeatable. */
export async function openCustomerAccount(
  client: Queryable,
  owner: AccountId,
  account: Readonly<{ purpose: Exclude<CustomerPurpose, 'bonus'>; currency: Currency }>,
): Promise<string> {
  const id = account.purpose === 'wallet' ? owner : receivableAccountId(owner);
  await client.query(
    `INSERT INTO ledger_account (id, owner_id, purpose, currency, guarded, min_balance_minor, balance_minor)
     VALUES ($1, $2, $3, $4, true, $5, 0) ON CONFLICT (id) DO NOTHING`,
    [id, owner, account.purpose, account.currency, account.purpose === 'wallet' ? 0n : null],
  );
  return id;
}

const BALANCE = `
  SELECT coalesce(a.balance_minor, CASE
    WHEN f.account_id IS NULL THEN (
      SELECT coalesce(sum(e.amount_minor), 0) FROM ledger_entry AS e WHERE e.account_id = a.id)
    ELSE f.balance_minor + (
      SELECT coalesce(sum(e.amount_minor), 0)
      FROM ledger_transfer AS t JOIN ledger_entry AS e ON e.transfer_id = t.id
      WHERE t.xid >= f.through_xid AND e.account_id = a.id) END)::bigint AS balance
  FROM ledger_account AS a
  LEFT JOIN ledger_fold AS f ON f.account_id = a.id
    AND f.cluster = (SELECT system_identifier FROM pg_control_system())
  WHERE a.id = $1`;

/**
 * The present balance in minor units: kept for customers' accounts; for house accounts the folded sum and the
 * entries since. Undefined when unknown.
 */
export async function balanceOf(client: Queryable, accountId: string): Promise<Minor | undefined> {
  const { rows } = await client.query<{ balance: bigint }>(BALANCE, [accountId]);
  return rows[0] && minor(rows[0].balance);
}

/**
 * The balance as of a business time (UTC ms, inclusive): the sum of all entries up to then. Along the key of a
 * customer's account; of a house account it reads the ledger.
 */
export async function balanceAt(client: Queryable, accountId: string, at: number): Promise<Minor> {
  const { rows } = await client.query<{ balance: bigint }>(
    `SELECT CASE WHEN a.guarded THEN (
              SELECT coalesce(sum(amount_minor), 0) FROM ledger_entry
              WHERE account_id = a.id AND at <= $2 AND account_version > 0)
            ELSE (
              SELECT coalesce(sum(amount_minor), 0) FROM ledger_entry
              WHERE account_id = a.id AND at <= $2) END::bigint AS balance
     FROM ledger_account AS a WHERE a.id = $1`,
    [accountId, at],
  );
  return minor(rows[0]?.balance ?? 0n);
}
