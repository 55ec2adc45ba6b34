import { accountId, transferId, type AccountId, type Currency } from '#contracts/mod.ts';
import { deposit, openCustomerAccount, post } from '#ledger/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';

/** A customer with money, without the cost of hashing a password. */
export async function createCustomer(
  pool: Pool,
  options: Readonly<{ currency?: Currency; balanceMinor?: bigint; at?: number }> = {},
): Promise<AccountId> {
  const { currency = 'EUR', balanceMinor = 100_00n, at = 0 } = options;
  const account = accountId(newId());
  const user = newId();
  await withTransaction(pool, async (client) => {
    await client.query(
      `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'none', 'bettor')`,
      [user, `customer-${user}`],
    );
    await client.query('INSERT INTO account (id, user_id, currency) VALUES ($1, $2, $3)', [
      account,
      user,
      currency,
    ]);
    await openCustomerAccount(client, account, { purpose: 'wallet', currency });
    if (balanceMinor === 0n) return;
    const money = { accountId: account, currency, amountMinor: balanceMinor, at };
    await post([deposit({ ...money, id: transferId(newId()) })], client);
  });
  return account;
}
