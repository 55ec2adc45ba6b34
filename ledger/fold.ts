import { withTransaction, type Pool } from '#platform/mod.ts';

/** "fold" in ASCII. */
const FOLD_LOCK = '1718578276';

// Only transactions that every snapshot can see whole are folded, so nothing can come in below the mark. A
// copy of the database in another cluster has other transaction ids: there the sums are made anew.
const FOLD = `
  WITH moment AS (
    SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xid, system_identifier AS cluster
    FROM pg_control_system()
  ), before AS (
    SELECT f.* FROM ledger_fold AS f, moment
    WHERE f.cluster = moment.cluster AND f.through_xid <= moment.xid
  ), mark AS (
    SELECT coalesce(max(through_xid), '0'::xid8) AS xid FROM before
  ), fresh AS (
    SELECT e.account_id, sum(e.amount_minor)::bigint AS amount, count(*) AS entries
    FROM ledger_transfer AS t
    JOIN ledger_entry AS e ON e.transfer_id = t.id
    JOIN ledger_account AS a ON a.id = e.account_id AND NOT a.guarded, moment, mark
    WHERE t.xid >= mark.xid AND t.xid < moment.xid
    GROUP BY e.account_id
  )
  INSERT INTO ledger_fold AS f (account_id, balance_minor, entries, through_xid, cluster)
  SELECT a.id, coalesce(b.balance_minor, 0) + coalesce(n.amount, 0),
         coalesce(b.entries, 0) + coalesce(n.entries, 0), moment.xid, moment.cluster
  FROM ledger_account AS a CROSS JOIN moment
  LEFT JOIN before AS b ON b.account_id = a.id
  LEFT JOIN fresh AS n ON n.account_id = a.id
  WHERE NOT a.guarded AND EXISTS (SELECT FROM fresh)
  ON CONFLICT (account_id) DO UPDATE SET balance_minor = excluded.balance_minor,
    entries = excluded.entries, through_xid = excluded.through_xid, cluster = excluded.cluster`;

/**
 * Adds what was posted since to the kept sums of house accounts, so that reading one costs what is new and
 * not what ever was. Nothing waits for it, and bets never write a row that they share.
 */
export async function foldHouseAccounts(pool: Pool): Promise<void> {
  await withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS locked',
      [FOLD_LOCK],
    );
    if (rows[0]?.locked === true) await client.query(FOLD);
  });
}
