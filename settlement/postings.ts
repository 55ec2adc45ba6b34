import type { AccountId } from '#contracts/mod.ts';
import { openCustomerAccount, reverseSettlement, settleBet, type Transfer } from '#ledger/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

import type { BetChange } from './bet-store.ts';
import { promotionMinor } from './bonus-use.ts';

/** The transfer that pays a bet; its results and rules stay with it for ever. */
export function settlementOf(change: BetChange, at: number): Transfer {
  const { bet, payoutMinor, explanation } = change;
  if (payoutMinor === null || explanation === null)
    throw new Error(`bet ${bet.betId} has open legs`);
  return settleBet({
    betId: bet.betId,
    accountId: bet.accountId,
    currency: bet.currency,
    stakeMinor: bet.stakeMinor,
    payoutMinor,
    promotionMinor: promotionMinor({ ...bet, ...change }),
    at,
    resultVersion: explanation.settlementVersion,
    memo: {
      rulesVersion: explanation.rulesVersion,
      factor: explanation.factor,
      results: explanation.legs.map(({ result, resultVersion }) => [result, resultVersion]),
      ...bonusMemo(change),
    },
  });
}

/** The transfer that takes a settlement back, from a wallet that has so much to give. */
export function reversalOf({ bet }: BetChange, at: number, availableMinor: bigint): Transfer {
  const { betId, accountId, currency, stakeMinor } = bet;
  return reverseSettlement({
    betId,
    accountId,
    currency,
    stakeMinor,
    payoutMinor: bet.payoutMinor ?? 0n,
    promotionMinor: promotionMinor(bet),
    at,
    resultVersion: bet.settlementVersion ?? 1,
    availableMinor,
  });
}

/**
 * The transfers that take settlements back and make the new ones where there are any, bet by bet linked. A wallet gives back
 * what it has above its floor, new payouts included; the rest becomes what its owner owes. The wallets stay
 * locked until the transaction ends.
 */
export async function resettlementsOf(
  client: PoolClient,
  changes: readonly BetChange[],
  at: number,
): Promise<readonly Transfer[]> {
  if (changes.length === 0) return [];
  const available = await lockWallets(client, changes);
  const transfers: Transfer[] = [];
  for (const change of changes) {
    const { bet } = change;
    const payoutMinor = bet.payoutMinor ?? 0n;
    const availableMinor = (available.get(bet.accountId) ?? 0n) + (change.payoutMinor ?? 0n);
    const owes = payoutMinor > availableMinor;
    available.set(bet.accountId, owes ? 0n : availableMinor - payoutMinor);
    if (owes) await openReceivable(client, change);
    const linked = `resettle ${bet.betId}`;
    transfers.push({ ...reversalOf(change, at, availableMinor), linked });
    // A bet that is open again has no new settlement yet.
    if (change.status !== 'accepted') transfers.push({ ...settlementOf(change, at), linked });
  }
  return transfers;
}

const openReceivable = (client: PoolClient, { bet }: BetChange): Promise<string> =>
  openCustomerAccount(client, bet.accountId, { purpose: 'receivable', currency: bet.currency });

/** What each wallet holds above its floor, under its lock, in the order in which the ledger locks. */
async function lockWallets(
  client: PoolClient,
  changes: readonly BetChange[],
): Promise<Map<AccountId, bigint>> {
  const accounts = [...new Set(changes.map(({ bet }) => bet.accountId))];
  const { rows } = await client.query<{ id: AccountId; available: bigint }>(
    `SELECT id, balance_minor - coalesce(min_balance_minor, 0) AS available
     FROM ledger_account WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [accounts],
  );
  return new Map(rows.map(({ id, available }) => [id, available]));
}

/** Named in the customer's statement where the bonus made a difference. */
const bonusMemo = ({ bet: { bonus }, bonusMinor }: BetChange): Readonly<{ bonus?: string }> =>
  bonus?.kind === 'free-bet' || (bonus && bonusMinor > 0n) ? { bonus: bonus.kind } : {};
