import { accountId, transferId, type AccountId, type Currency } from '#contracts/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';

import { deposit, openCustomerAccount, post, type PostResult, type Transfer } from '../mod.ts';

export const id = (): ReturnType<typeof transferId> => transferId(newId());

export const postAll = (pool: Pool, ...transfers: Transfer[]): Promise<readonly PostResult[]> =>
  withTransaction(pool, (client) => post(transfers, client));

export const statusesOf = (results: readonly PostResult[]): readonly string[] =>
  results.map((result) => (result.status === 'refused' ? result.code : result.status));

export const depositOf = (
  account: AccountId,
  amountMinor: bigint,
  currency: Currency = 'EUR',
): Transfer => deposit({ id: id(), accountId: account, currency, amountMinor, at: 1_000 });

/** A customer with a wallet of that balance. */
export async function customer(
  pool: Pool,
  balanceMinor = 0n,
  currency: Currency = 'EUR',
): Promise<AccountId> {
  const [user, account] = [newId(), accountId(newId())];
  await pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'x', 'bettor')`,
    [user, user],
  );
  await pool.query('INSERT INTO account (id, user_id, currency) VALUES ($1, $2, $3)', [
    account,
    user,
    currency,
  ]);
  await openCustomerAccount(pool, account, { purpose: 'wallet', currency });
  if (balanceMinor > 0n) await postAll(pool, depositOf(account, balanceMinor, currency));
  return account;
}
