import type { BetId, Currency, TransferId } from '#contracts/mod.ts';
import {
  fromJsonLines,
  jsonLines,
  plainArray,
  type PoolClient,
  type Queryable,
} from '#platform/mod.ts';

import type { Purpose } from './accounts.ts';
import type { HoldChange } from './hold-step.ts';
import type { Plan, PlannedEntry } from './plan.ts';
import type { RefusalCode } from './refusal.ts';
import type { Transfer, TransferKind } from './transfer.ts';

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

/** What is known of a transfer from before: that it was posted, or that it was refused. */
export type Earlier =
  | Readonly<{
      status: 'posted';
      kind: TransferKind;
      betId: BetId | null;
      version: number;
      clears: TransferId | null;
      entries: readonly PostedEntry[];
      hold: PostedHold | null;
    }>
  | Readonly<{ status: 'refused'; code: RefusalCode; accountId: string | null; bodyHash: Buffer }>;

/** What a posted transfer did to its hold, with that hold. */
export type PostedHold = Readonly<{
  step: 'open' | 'post' | 'void' | 'expire';
  holdId: TransferId;
  takenMinor: bigint;
  releasedMinor: bigint;
  accountId: string;
  currency: Currency;
  expiresAt: number | null;
}>;

const FIND = `
  SELECT e.transfer_id AS "transferId", e.id::text AS "entryId", e.account_id AS "accountId",
         a.purpose, a.currency, e.amount_minor AS "amountMinor",
         e.balance_after_minor AS "balanceAfterMinor",
         t.kind, t.bet_id AS "betId", t.version, t.clears
  FROM ledger_entry AS e
  JOIN ledger_account AS a ON a.id = e.account_id
  JOIN ledger_transfer AS t ON t.id = e.transfer_id
  WHERE e.transfer_id = ANY ($1::uuid[]) ORDER BY e.id`;

const FIND_REFUSED = `
  SELECT transfer_id AS "transferId", code, account_id AS "accountId", body_hash AS "bodyHash"
  FROM ledger_refusal WHERE transfer_id = ANY ($1::uuid[])`;

const FIND_HOLDS = `
  SELECT s.transfer_id AS "transferId", s.step, h.id AS "holdId", s.taken_minor AS "takenMinor",
         s.released_minor AS "releasedMinor", h.account_id AS "accountId", h.currency,
         h.expires_at::float8 AS "expiresAt"
  FROM (
    SELECT transfer_id, hold_id, step, taken_minor, released_minor
    FROM ledger_hold_step WHERE transfer_id = ANY ($1::uuid[])
    UNION ALL SELECT id, id, 'open', 0, 0 FROM ledger_hold WHERE id = ANY ($1::uuid[])
  ) AS s JOIN ledger_hold AS h ON h.id = s.hold_id`;

type EntryRow = PostedEntry &
  Readonly<{ transferId: string }> &
  Omit<Extract<Earlier, { status: 'posted' }>, 'status' | 'entries' | 'hold'>;

/** What became of those transfers that were asked for before, by transfer id. */
export async function findEarlier(
  client: Queryable,
  transfers: readonly Transfer[],
): Promise<ReadonlyMap<string, Earlier>> {
  const ids = [transfers.map(({ id }) => id)];
  const { rows } = await client.query<EntryRow>(FIND, ids);
  const refusals = await client.query<
    Omit<Extract<Earlier, { status: 'refused' }>, 'status'> & { transferId: string }
  >(FIND_REFUSED, ids);
  const holds =
    rows.length > 0 && transfers.some(({ hold }) => hold)
      ? await client.query<PostedHold & { transferId: string }>(FIND_HOLDS, ids)
      : { rows: [] };
  const found = new Map<string, Earlier>();
  for (const { transferId, ...refusal } of refusals.rows)
    found.set(transferId, { status: 'refused', ...refusal });
  for (const [transferId, entries] of Map.groupBy(rows, (row) => row.transferId)) {
    const [first] = entries;
    if (!first) continue;
    const { kind, betId, version, clears } = first;
    const hold = holds.rows.find((row) => row.transferId === transferId) ?? null;
    const posted = entries.map(entryOf);
    found.set(transferId, {
      status: 'posted',
      kind,
      betId,
      version,
      clears,
      entries: posted,
      hold,
    });
  }
  return found;
}

const entryOf = (row: EntryRow): PostedEntry => ({
  entryId: row.entryId,
  accountId: row.accountId,
  purpose: row.purpose,
  currency: row.currency,
  amountMinor: row.amountMinor,
  balanceAfterMinor: row.balanceAfterMinor,
});

// One statement: the database checks that every transfer in it balances. The update compares versions, so a
// plan made from rows that were not locked cannot be written.
const WRITE = `
  WITH transfers AS (
    INSERT INTO ledger_transfer (id, kind, bet_id, version, at, memo, clears)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::bigint[],
                         ${fromJsonLines('$6', 'jsonb')}, $18::uuid[])
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
    RETURNING id
  ), messages AS (
    INSERT INTO outbox_batch (transfers) VALUES ($1::uuid[])
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
  await writeHolds(client, plan.holds);
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
    plainArray(transfers.map(({ id }) => id)),
    transfers.map(({ kind }) => kind),
    plainArray(transfers.map(({ betId }) => betId ?? null)),
    plainArray(transfers.map(({ version }) => version ?? 0)),
    plainArray(transfers.map(({ at }) => at)),
    jsonLines(transfers.map(({ memo }) => memo ?? {})),
    plainArray(accounts.map(({ id }) => id)),
    plainArray(accounts.map(({ balanceMinor }) => balanceMinor)),
    plainArray(accounts.map(({ version }) => version)),
    plainArray(accounts.map(({ id, version }) => version - (counts.get(id) ?? 0n))),
    plainArray(entries.map(({ transfer }) => transfer.id)),
    plainArray(entries.map(({ accountId }) => accountId)),
    plainArray(entries.map(({ amountMinor }) => amountMinor)),
    plainArray(entries.map(({ balanceAfterMinor }) => balanceAfterMinor)),
    plainArray(entries.map(({ accountVersion }) => accountVersion)),
    plainArray(entries.map(({ transfer }) => transfer.betId ?? null)),
    plainArray(entries.map(({ transfer }) => transfer.at)),
    plainArray(transfers.map(({ clears }) => clears ?? null)),
  ];
}

function countByAccount(entries: readonly PlannedEntry[]): ReadonlyMap<string, bigint> {
  const counts = new Map<string, bigint>();
  for (const { accountId } of entries) counts.set(accountId, (counts.get(accountId) ?? 0n) + 1n);
  return counts;
}

/** New holds, what is left of used ones, and the steps; one after the other, because steps name holds. */
async function writeHolds(client: PoolClient, changes: readonly HoldChange[]): Promise<void> {
  const opened = changes.filter(({ step }) => step === 'open').map(({ after }) => after);
  const used = changes.filter(({ step }) => step !== 'open');
  if (opened.length > 0)
    await client.query(
      `INSERT INTO ledger_hold (id, account_id, currency, amount_minor, remaining_minor, status, expires_at)
       SELECT id, account_id, currency, amount, amount, 'open', expires_at
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[])
              AS n (id, account_id, currency, amount, expires_at)`,
      [
        opened.map(({ id }) => id),
        opened.map(({ accountId }) => accountId),
        opened.map(({ currency }) => currency),
        opened.map(({ amountMinor }) => amountMinor),
        opened.map(({ expiresAt }) => expiresAt),
      ],
    );
  if (used.length === 0) return;
  const last = [...new Map(used.map(({ after }) => [after.id, after])).values()];
  await client.query(
    `UPDATE ledger_hold AS h SET remaining_minor = n.remaining, status = n.status
     FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS n (id, remaining, status) WHERE h.id = n.id`,
    [
      last.map(({ id }) => id),
      last.map(({ remainingMinor }) => remainingMinor),
      last.map(({ status }) => status),
    ],
  );
  await client.query(
    `INSERT INTO ledger_hold_step (transfer_id, hold_id, step, taken_minor, released_minor)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[])`,
    [
      used.map(({ transfer }) => transfer.id),
      used.map(({ after }) => after.id),
      used.map(({ step }) => step),
      used.map(({ takenMinor }) => takenMinor),
      used.map(({ releasedMinor }) => releasedMinor),
    ],
  );
}
