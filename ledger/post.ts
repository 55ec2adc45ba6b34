import type { PoolClient } from '#platform/mod.ts';

import { houseAccount } from './accounts.ts';
import type { Hold } from './hold-step.ts';
import { planTransfers, type GuardedAccount, type Plan } from './plan.ts';
import type { Refused } from './refusal.ts';
import { bodyHash, earlierAnswer, sameBody } from './repeat.ts';
import { findEarlier, writePlan, type PostedEntry } from './rows.ts';
import type { Transfer } from './transfer.ts';

/** `repeated`: the transfer was posted before; the entries are those of that time. */
export type PostResult =
  Readonly<{ status: 'posted' | 'repeated'; entries: readonly PostedEntry[] }> | Refused;

/**
 * Posts transfers inside the caller's transaction; results in the order of `transfers`. Holds, then guarded
 * accounts are locked in the order of their ids, so a transaction should call this once. Of what is posted
 * one message per entry goes to the outbox. A refused transfer leaves only its refusal, so that a repeat
 * of it is refused as well; in a transaction that is rolled back there was none. Throws
 * InvalidTransferError on a mistake.
 */
export async function post(
  transfers: readonly Transfer[],
  client: PoolClient,
): Promise<readonly PostResult[]> {
  if (transfers.length === 0) return [];
  await lockTransfersWithoutAccount(client, transfers);
  const holds = await lockHolds(client, transfers);
  const accounts = await lockAccounts(client, transfers, holds);
  const earlier = await findEarlier(client, transfers);
  const first = firstOfEachId(transfers);
  const plan = planTransfers(
    [...first.values()].filter(({ id }) => !earlier.has(id)),
    accounts,
    holds,
  );
  const written = await writePlan(client, plan);
  await writeRefusals(client, plan);
  return transfers.map((transfer) => {
    const before = earlier.get(transfer.id);
    if (before) return earlierAnswer(transfer, before);
    const original = first.get(transfer.id) ?? transfer;
    if (transfer !== original && !sameBody(transfer, original))
      return { status: 'refused', code: 'ID_REUSED' };
    return plan.refused.get(original) ?? { status: 'posted', entries: written.get(original) ?? [] };
  });
}

function firstOfEachId(transfers: readonly Transfer[]): ReadonlyMap<string, Transfer> {
  const first = new Map<string, Transfer>();
  for (const transfer of transfers) if (!first.has(transfer.id)) first.set(transfer.id, transfer);
  return first;
}

async function writeRefusals(client: PoolClient, { refused }: Plan): Promise<void> {
  if (refused.size === 0) return;
  const all = [...refused];
  await client.query(
    `INSERT INTO ledger_refusal (transfer_id, code, account_id, body_hash)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bytea[])`,
    [
      all.map(([{ id }]) => id),
      all.map(([, { code }]) => code),
      all.map(([, { accountId }]) => accountId ?? null),
      all.map(([transfer]) => bodyHash(transfer)),
    ],
  );
}

/** Two transactions with the same transfer meet at its guarded account or hold; where it has none, here. */
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

const LOCK_HOLDS = `
  SELECT id, account_id AS "accountId", currency, amount_minor AS "amountMinor",
         remaining_minor AS "remainingMinor", status, expires_at::float8 AS "expiresAt"
  FROM ledger_hold WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`;

async function lockHolds(
  client: PoolClient,
  transfers: readonly Transfer[],
): Promise<ReadonlyMap<string, Hold>> {
  const ids = transfers.flatMap(({ hold }) => (hold && 'holdId' in hold ? [hold.holdId] : []));
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<Hold>(LOCK_HOLDS, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

const LOCK = `
  SELECT id, purpose, currency, balance_minor AS "balanceMinor",
         min_balance_minor AS "minBalanceMinor", version
  FROM ledger_account WHERE id = ANY ($1::uuid[]) AND guarded
  ORDER BY id FOR NO KEY UPDATE`;

async function lockAccounts(
  client: PoolClient,
  transfers: readonly Transfer[],
  holds: ReadonlyMap<string, Hold>,
): Promise<ReadonlyMap<string, GuardedAccount>> {
  const named = transfers.flatMap(({ legs }) => legs.map(({ accountId }) => accountId));
  const behindHolds = [...holds.values()].map(({ accountId }) => accountId);
  const ids = new Set([...named, ...behindHolds].filter((id) => !houseAccount(id)));
  if (ids.size === 0) return new Map();
  const { rows } = await client.query<GuardedAccount>(LOCK, [[...ids]]);
  return new Map(rows.map((row) => [row.id, row]));
}
