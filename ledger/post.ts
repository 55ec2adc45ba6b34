import type { PoolClient } from '#platform/mod.ts';

import { houseAccount } from './accounts.ts';
import { planTransfers, type GuardedAccount, type Plan, type Refused } from './plan.ts';
import { findPosted, writePlan, type PostedEntry } from './rows.ts';
import type { Transfer } from './transfer.ts';

/** `repeated`: the transfer was posted before; the entries are those of that time. */
export type PostResult =
  Readonly<{ status: 'posted' | 'repeated'; entries: readonly PostedEntry[] }> | Refused;

/**
 * Posts transfers inside the caller's transaction; results in the order of `transfers`. Guarded accounts
 * are locked in the order of their ids, so a transaction should call this once. A refused transfer leaves
 * no trace; of the others one message per entry goes to the outbox. Throws InvalidTransferError on a mistake.
 */
export async function post(
  transfers: readonly Transfer[],
  client: PoolClient,
): Promise<readonly PostResult[]> {
  if (transfers.length === 0) return [];
  await lockTransfersWithoutAccount(client, transfers);
  const accounts = await lockAccounts(client, transfers);
  const posted = await findPosted(client, transfers);
  const first = firstOfEachId(transfers);
  const plan = planTransfers(
    [...first.values()].filter(({ id }) => !posted.has(id)),
    accounts,
  );
  const written = await writePlan(client, plan);
  return transfers.map((transfer) => {
    const original = first.get(transfer.id) ?? transfer;
    return repeatOf(transfer, original, posted) ?? resultOf(original, plan, written);
  });
}

function repeatOf(
  transfer: Transfer,
  original: Transfer,
  posted: ReadonlyMap<string, readonly PostedEntry[]>,
): PostResult | undefined {
  const before = posted.get(transfer.id);
  if (before)
    return sameLegs(transfer, before)
      ? { status: 'repeated', entries: before }
      : { status: 'refused', code: 'ID_REUSED' };
  return transfer === original || sameLegs(transfer, original.legs)
    ? undefined
    : { status: 'refused', code: 'ID_REUSED' };
}

function resultOf(
  transfer: Transfer,
  plan: Plan,
  written: ReadonlyMap<Transfer, readonly PostedEntry[]>,
): PostResult {
  return plan.refused.get(transfer) ?? { status: 'posted', entries: written.get(transfer) ?? [] };
}

function firstOfEachId(transfers: readonly Transfer[]): ReadonlyMap<string, Transfer> {
  const first = new Map<string, Transfer>();
  for (const transfer of transfers) if (!first.has(transfer.id)) first.set(transfer.id, transfer);
  return first;
}

type Amount = Readonly<{ accountId: string; amountMinor: bigint }>;

function sameLegs(transfer: Transfer, legs: readonly Amount[]): boolean {
  const text = (all: readonly Amount[]): string =>
    all
      .map(({ accountId, amountMinor }) => `${accountId} ${String(amountMinor)}`)
      .sort()
      .join();
  return text(transfer.legs) === text(legs);
}

/** Two transactions with the same transfer meet at its guarded account; where it has none, here. */
async function lockTransfersWithoutAccount(
  client: PoolClient,
  transfers: readonly Transfer[],
): Promise<void> {
  const ids = transfers
    .filter(({ legs }) => legs.every(({ accountId }) => houseAccount(accountId)))
    .map(({ id }) => id)
    .sort();
  if (ids.length === 0) return;
  await client.query(
    'SELECT pg_advisory_xact_lock(hashtextextended(id, 1)) FROM unnest($1::text[]) AS id',
    [ids],
  );
}

const LOCK = `
  SELECT id, purpose, currency, balance_minor AS "balanceMinor",
         min_balance_minor AS "minBalanceMinor", version
  FROM ledger_account WHERE id = ANY ($1::uuid[]) AND guarded
  ORDER BY id FOR NO KEY UPDATE`;

async function lockAccounts(
  client: PoolClient,
  transfers: readonly Transfer[],
): Promise<ReadonlyMap<string, GuardedAccount>> {
  const ids = new Set(
    transfers.flatMap(({ legs }) =>
      legs.map(({ accountId }) => accountId).filter((id) => !houseAccount(id)),
    ),
  );
  if (ids.size === 0) return new Map();
  const { rows } = await client.query<GuardedAccount>(LOCK, [[...ids]]);
  return new Map(rows.map((row) => [row.id, row]));
}
