import type { Currency } from '#contracts/mod.ts';
import type { PoolClient, Queryable } from '#platform/mod.ts';

import type { Purpose } from './accounts.ts';
import type { Plan, PlannedEntry } from './plan.ts';
import type { Transfer } from './transfer.ts';

/** One side of a posted transfer. `entryId` is a decimal number that grows with time per account. */
export type PostedEntry = Readonly<{
  entryId: string;
  accountId: string;
  purpose: Purpose;
  currency: Currency;
  amountMinor: bigint;
  /** Null for house accounts, whose balance is the sum of their entries. */
  balanceAfterMinor: bigint | null;
}>;

const FIND = `
  SELECT e.transfer_id AS "transferId", e.id::text AS "entryId", e.account_id AS "accountId",
         a.purpose, a.currency, e.amount_minor AS "amountMinor",
         e.balance_after_minor AS "balanceAfterMinor"
  FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id
  WHERE e.transfer_id = ANY ($1::uuid[]) ORDER BY e.id`;

/** The entries of those transfers that were posted before, by transfer id. */
export async function findPosted(
  client: Queryable,
  transfers: readonly Transfer[],
): Promise<ReadonlyMap<string, readonly PostedEntry[]>> {
  const { rows } = await client.query<PostedEntry & { transferId: string }>(FIND, [
    transfers.map(({ id }) => id),
  ]);
  const found = new Map<string, PostedEntry[]>();
  for (const { transferId, ...entry } of rows) {
    const entries = found.get(transferId) ?? [];
    entries.push(entry);
    found.set(transferId, entries);
  }
  return found;
}

// One statement: the database checks that every transfer in it balances. The update compares versions, so a
// plan made from rows that were not locked cannot be written.
const WRITE = `
  WITH transfers AS (
    INSERT INTO ledger_transfer (id, kind, bet_id, version, at, memo)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::bigint[], $6::jsonb[])
  ), accounts AS (
    UPDATE ledger_account AS a SET balance_minor = n.balance, version = n.version
    FROM unnest($7::uuid[], $8::bigint[], $9::bigint[], $10::bigint[])
           AS n (id, balance, version, before)
    WHERE a.id = n.id AND a.version = n.before
    RETURNING a.id
  ), entries AS (
    INSERT INTO ledger_entry
      (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
    SELECT transfer_id, account_id, amount_minor, balance_after, account_version, bet_id, at
    FROM unnest($11::uuid[], $12::uuid[], $13::bigint[], $14::bigint[], $15::bigint[],
                $16::uuid[], $17::bigint[]) WITH ORDINALITY
           AS n (transfer_id, account_id, amount_minor, balance_after, account_version, bet_id, at, place)
    ORDER BY place
    RETURNING *
  ), messages AS (
    INSERT INTO outbox (subject, msg_id, body)
    SELECT 'ledger.entry', 'entry:' || e.id, jsonb_build_object(
      'entryId', e.id::text, 'transferId', e.transfer_id, 'kind', t.kind, 'accountId', e.account_id,
      'purpose', a.purpose, 'currency', a.currency, 'amountMinor', e.amount_minor::text,
      'balanceAfterMinor', e.balance_after_minor::text, 'betId', e.bet_id, 'at', e.at)
    FROM entries AS e
    JOIN unnest($1::uuid[], $2::text[]) AS t (id, kind) ON t.id = e.transfer_id
    JOIN ledger_account AS a ON a.id = e.account_id
    ORDER BY e.id
  )
  SELECT ARRAY(SELECT id::text FROM entries ORDER BY id) AS "entryIds",
         (SELECT count(*)::int FROM accounts) AS updated`;

/** Writes what was planned and returns the entries of each transfer. */
export async function writePlan(
  client: PoolClient,
  plan: Plan,
): Promise<ReadonlyMap<Transfer, readonly PostedEntry[]>> {
  const written = new Map<Transfer, PostedEntry[]>();
  if (plan.entries.length === 0) return written;
  const { rows } = await client.query<{ entryIds: string[]; updated: number }>(
    WRITE,
    parameters(plan),
  );
  const row = rows[0];
  if (row?.entryIds.length !== plan.entries.length || row.updated !== plan.accounts.length)
    throw new Error('the ledger rows changed although they were locked');
  plan.entries.forEach((planned, index) => {
    const entries = written.get(planned.transfer) ?? [];
    entries.push({
      entryId: row.entryIds[index] ?? '',
      accountId: planned.accountId,
      purpose: planned.purpose,
      currency: planned.currency,
      amountMinor: planned.amountMinor,
      balanceAfterMinor: planned.balanceAfterMinor,
    });
    written.set(planned.transfer, entries);
  });
  return written;
}

function parameters({ entries, accounts }: Plan): unknown[] {
  const transfers = [...new Set(entries.map(({ transfer }) => transfer))];
  const counts = countByAccount(entries);
  return [
    transfers.map(({ id }) => id),
    transfers.map(({ kind }) => kind),
    transfers.map(({ betId }) => betId ?? null),
    transfers.map(({ version }) => version ?? 0),
    transfers.map(({ at }) => at),
    transfers.map(({ memo }) => JSON.stringify(memo ?? {})),
    accounts.map(({ id }) => id),
    accounts.map(({ balanceMinor }) => balanceMinor),
    accounts.map(({ version }) => version),
    accounts.map(({ id, version }) => version - (counts.get(id) ?? 0n)),
    entries.map(({ transfer }) => transfer.id),
    entries.map(({ accountId }) => accountId),
    entries.map(({ amountMinor }) => amountMinor),
    entries.map(({ balanceAfterMinor }) => balanceAfterMinor),
    entries.map(({ accountVersion }) => accountVersion),
    entries.map(({ transfer }) => transfer.betId ?? null),
    entries.map(({ transfer }) => transfer.at),
  ];
}

function countByAccount(entries: readonly PlannedEntry[]): ReadonlyMap<string, bigint> {
  const counts = new Map<string, bigint>();
  for (const { accountId } of entries) counts.set(accountId, (counts.get(accountId) ?? 0n) + 1n);
  return counts;
}
