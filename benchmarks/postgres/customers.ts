import { accountId, type AccountId } from '#contracts/mod.ts';
import { houseAccountId } from '#ledger/mod.ts';
import { withTransaction, type Pool } from '#platform/mod.ts';

/** A UUID that the number gives; the middle keeps kinds apart. */
const numberedId = (kind: number, number: number): string =>
  `01900000-0000-7000-8${String(kind).padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`;

/** The same inside PostgreSQL, for a column with the number. */
export const numberedIdSql = (kind: number, column: string): string =>
  `('01900000-0000-7000-8${String(kind).padStart(3, '0')}-' || lpad(to_hex(${column}), 12, '0'))::uuid`;

const KINDS = { user: 1, account: 2, deposit: 3 } as const;

/** The id of the customer with the number in this column, which counts from 1. */
export const accountIdSql = (column: string): string => numberedIdSql(KINDS.account, column);

/** Customers with one deposit each, as the ordinary way leaves them; EUR, at time 0. */
export async function loadCustomers(
  pool: Pool,
  count: number,
  balanceMinor: bigint,
): Promise<readonly AccountId[]> {
  const id = (kind: keyof typeof KINDS): string => numberedIdSql(KINDS[kind], 'n');
  const each = `FROM generate_series(1, ${String(count)}) AS n`;
  const statements = [
    `INSERT INTO app_user (id, username, password_hash, role)
     SELECT ${id('user')}, 'customer-' || n, 'none', 'bettor' ${each}`,
    `INSERT INTO account (id, user_id, currency) SELECT ${id('account')}, ${id('user')}, 'EUR' ${each}`,
    `INSERT INTO ledger_account
       (id, owner_id, purpose, currency, guarded, min_balance_minor, balance_minor, version)
     SELECT ${id('account')}, ${id('account')}, 'wallet', 'EUR', true, 0, ${String(balanceMinor)}, 1 ${each}`,
    `INSERT INTO ledger_transfer (id, kind, at) SELECT ${id('deposit')}, 'deposit', 0 ${each}`,
    `INSERT INTO ledger_entry
       (transfer_id, account_id, amount_minor, balance_after_minor, account_version, at)
     SELECT ${id('deposit')}, ${id('account')}, ${String(balanceMinor)}, ${String(balanceMinor)}, 1, 0 ${each}
     UNION ALL
     SELECT ${id('deposit')}, '${houseAccountId('cash', 'EUR')}', -${String(balanceMinor)}, NULL, NULL, 0 ${each}`,
  ];
  await withTransaction(pool, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0');
    for (const statement of statements) await client.query(statement);
  });
  for (const table of ['app_user', 'account', 'ledger_account', 'ledger_transfer', 'ledger_entry'])
    await pool.query(`ANALYZE ${table}`);
  return Array.from({ length: count }, (_, at) => accountId(numberedId(KINDS.account, at + 1)));
}
