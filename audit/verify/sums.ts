import type { Queryable } from '#platform/mod.ts';

import {
  addBalances,
  readSums,
  textHash,
  type Checkpoint,
  type SealedSums,
} from '../checkpoint.ts';
import { checkpointsFrom, lastCheckpoint } from '../store.ts';
import type { Findings } from './finding.ts';

/** Rows that stand where they were not sealed, and the sums of the last checkpoint. */
export async function checkRest(
  db: Queryable,
  last: Checkpoint,
  findings: Findings,
): Promise<void> {
  await checkInserted(db, findings);
  await checkLaterBets(db, findings);
  await checkSums(db, last, findings);
}

/** Below the last sealed transaction everything is sealed: what is not came later and says otherwise. */
async function checkInserted(db: Queryable, findings: Findings): Promise<void> {
  const last = await lastCheckpoint(db);
  if (!last) return;
  const { rows } = await db.query<{ id: string; at: bigint }>(
    `SELECT t.id, t.at FROM ledger_transfer AS t
     WHERE (t.xid, t.id) <= ($1::xid8, $2::uuid) AND NOT EXISTS (
       SELECT FROM seal_leaf AS l WHERE l.subject = t.id AND l.kind = 'transfer')
     ORDER BY t.xid, t.id LIMIT 5`,
    [last.cursorXid, last.cursorId],
  );
  for (const { id, at } of rows)
    findings.add({ code: 'transfer-inserted', subject: id, detail: `business time ${at}` });
}

/** A later version of a sealed bet comes with a transfer. */
async function checkLaterBets(db: Queryable, findings: Findings): Promise<void> {
  const { rows } = await db.query<{ id: string; version: number; sealed: number }>(
    `SELECT b.id, b.version, l.sealed
     FROM (SELECT subject, max(version) AS sealed FROM seal_leaf WHERE kind = 'bet' GROUP BY subject) AS l
     JOIN bet AS b ON b.id = l.subject AND b.version > l.sealed AND b.settled_at IS NOT NULL
     WHERE NOT EXISTS (
       SELECT FROM ledger_transfer AS t WHERE t.bet_id = b.id AND NOT EXISTS (
         SELECT FROM seal_leaf AS s WHERE s.subject = t.id AND s.kind = 'transfer'))
     ORDER BY b.id LIMIT 5`,
  );
  for (const { id, version, sealed } of rows)
    findings.add({
      code: 'bet-changed',
      subject: id,
      detail: `version ${version} after the sealed ${sealed}`,
    });
}

async function checkSums(db: Queryable, last: Checkpoint, findings: Findings): Promise<void> {
  const { rows } = await db.query<{
    currency: string;
    purpose: string;
    minor: bigint;
    entries: bigint;
  }>(
    `SELECT a.currency, a.purpose, sum(e.amount_minor)::bigint AS minor, count(*) AS entries
     FROM seal_leaf AS l
     JOIN ledger_entry AS e ON e.transfer_id = l.subject
     JOIN ledger_account AS a ON a.id = e.account_id
     WHERE l.kind = 'transfer' AND l.position < $1 GROUP BY a.currency, a.purpose`,
    [last.treeSize],
  );
  const sealed = await sumsUnder(db, last);
  const balances = JSON.stringify(addBalances({}, rows));
  const entries = rows.reduce((sum, row) => sum + Number(row.entries), 0);
  if (balances !== JSON.stringify(sealed?.balances) || entries !== sealed?.entries)
    findings.add({
      code: 'sums-differ',
      checkpoint: last.number,
      detail: `${entries} entries, ${balances}, sealed ${JSON.stringify(sealed ?? 'none')}`,
    });
}

/** The sums that the checkpoint names; undefined when the kept text is another. */
async function sumsUnder(db: Queryable, last: Checkpoint): Promise<SealedSums | undefined> {
  const [stored] = await checkpointsFrom(db, last.number, 1);
  return stored && textHash(stored.sums) === last.sums ? readSums(stored.sums) : undefined;
}
