import { Refusal, transferId, type AccountId, type Currency } from '#contracts/mod.ts';
import { deposit, derivedId, post } from '#ledger/mod.ts';
import { withTransaction, type Pool } from '#platform/mod.ts';

export type DepositOrder = Readonly<{
  accountId: AccountId;
  currency: Currency;
  /** The Idempotency-Key: the same key is the same deposit. */
  key: string;
  amountMinor: bigint;
  method: 'demo-card';
  at: number;
}>;

export type Deposited = Readonly<{ depositId: string; amountMinor: bigint; balanceMinor: bigint }>;

/** Posts a deposit once; a repeat returns the first answer, another amount throws IDEMPOTENCY_KEY_REUSED. */
export async function depositMoney(pool: Pool, order: DepositOrder): Promise<Deposited> {
  const { accountId, key, method } = order;
  const id = transferId(derivedId(accountId, `deposit|${accountId}|${key}`));
  const transfer = deposit({ ...order, id, memo: { method, key } });
  const [result] = await withTransaction(pool, (client) => post([transfer], client));
  if (result?.status === 'refused') throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  const wallet = result?.entries.find((entry) => entry.accountId === accountId);
  if (wallet?.balanceAfterMinor == null) throw new Error(`deposit ${id} has no wallet entry`);
  return {
    depositId: id,
    amountMinor: wallet.amountMinor,
    balanceMinor: wallet.balanceAfterMinor,
  };
}
