import type { Currency, LedgerEntryMessage } from '#contracts/mod.ts';

import { ledgerEntryRows } from '../rows/mod.ts';
import type { ReconciledTable } from './table.ts';

type EntryRow = Readonly<{
  id: bigint;
  transfer_id: string;
  kind: string;
  account_id: string;
  purpose: string;
  currency: Currency;
  amount_minor: bigint;
  balance_after_minor: bigint | null;
  bet_id: string | null;
  at: bigint;
}>;

// The plain sum is always zero, because transfers balance; the sum of sizes is not.
export const ledgerEntries: ReconciledTable = {
  name: 'ledger_entry',
  table: 'ledger_entry_raw',
  truthSql: `
    SELECT at / 60000, count(*), sum(abs(amount_minor))::int8
    FROM ledger_entry WHERE at >= $1 AND at < $2 GROUP BY 1`,
  copySql: `
    SELECT intDiv(toUnixTimestamp64Milli(at), 60000), count(), sum(abs(amount_minor))
    FROM ledger_entry
    WHERE at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
    GROUP BY 1`,
  rowsOf: async (db, { fromMs, toMs }) => {
    const { rows } = await db.query<EntryRow>(
      `SELECT e.id, e.transfer_id, t.kind, e.account_id, a.purpose, a.currency, e.amount_minor,
              e.balance_after_minor, e.bet_id, e.at
       FROM ledger_entry e
       JOIN ledger_transfer t ON t.id = e.transfer_id
       JOIN ledger_account a ON a.id = e.account_id
       WHERE e.at >= $1 AND e.at < $2`,
      [fromMs, toMs],
    );
    return rows.flatMap((row) => ledgerEntryRows(messageOf(row)));
  },
};

const messageOf = (row: EntryRow): LedgerEntryMessage => ({
  entryId: String(row.id),
  transferId: row.transfer_id,
  kind: row.kind,
  accountId: row.account_id,
  purpose: row.purpose,
  currency: row.currency,
  amountMinor: String(row.amount_minor),
  balanceAfterMinor: row.balance_after_minor === null ? null : String(row.balance_after_minor),
  betId: row.bet_id,
  at: Number(row.at),
});
