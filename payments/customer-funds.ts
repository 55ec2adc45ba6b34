import type { AccountId, Currency } from '#contracts/mod.ts';
import { openCustomerAccount, receivableAccountId, type CustomerFunds } from '#ledger/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

type Row = Readonly<{ id: string; balanceMinor: bigint; floorMinor: bigint | null }>;

/** What a customer has free and owes, with both rows locked in the order of their ids, as the ledger does. */
export async function lockFunds(client: PoolClient, account: AccountId): Promise<CustomerFunds> {
  const { rows } = await client.query<Row>(
    `SELECT id, balance_minor AS "balanceMinor", min_balance_minor AS "floorMinor"
     FROM ledger_account WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [[account, receivableAccountId(account)]],
  );
  const wallet = rows.find(({ id }) => id === account);
  const owed = rows.find(({ id }) => id !== account)?.balanceMinor ?? 0n;
  const free = (wallet?.balanceMinor ?? 0n) - (wallet?.floorMinor ?? 0n);
  return { freeMinor: free > 0n ? free : 0n, owedMinor: owed < 0n ? -owed : 0n };
}

/** Like lockFunds, for a loss: there is an account for what the wallet cannot cover. */
export async function lockFundsForLoss(
  client: PoolClient,
  customer: Readonly<{ accountId: AccountId; currency: Currency }>,
): Promise<CustomerFunds> {
  const { accountId, currency } = customer;
  await openCustomerAccount(client, accountId, { purpose: 'receivable', currency });
  return lockFunds(client, accountId);
}
