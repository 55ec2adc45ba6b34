import { afterAll, beforeAll, expect, test } from 'vitest';

import { newId, type Pool } from '#platform/mod.ts';
import { freshDatabase } from '#test/harness/mod.ts';

import { houseAccountId } from './accounts.ts';

/** So few entries are looked at one by one, so many by the sums of their transfers first. */
const SIZES = [1, 100];

let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await freshDatabase();
  ({ pool } = database);
  drop = () => database.drop();
});
afterAll(() => drop());

type Pair = Readonly<{ from: string; to: string; left: bigint; right: bigint }>;

const EUR = {
  from: houseAccountId('cash', 'EUR'),
  to: houseAccountId('house', 'EUR'),
  left: -700n,
  right: 700n,
};

/** One statement with two entries for each transfer; `odd` is the last one. */
async function write(size: number, odd: Partial<Pair> & { exists?: boolean }): Promise<string> {
  const ids = Array.from({ length: size }, () => newId()).sort();
  const last = ids.at(-1) ?? '';
  const known = odd.exists === false ? ids.slice(0, -1) : ids;
  await pool.query(
    `INSERT INTO ledger_transfer (id, kind, at) SELECT id, 'adjustment', 0 FROM unnest($1::uuid[]) AS id`,
    [known],
  );
  const entries = ids.flatMap((id) => {
    const { from, to, left, right } = id === last ? { ...EUR, ...odd } : EUR;
    return [
      { id, account: from, amount: String(left) },
      { id, account: to, amount: String(right) },
    ];
  });
  await pool.query(
    `INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, at)
     SELECT e.id, e.account, e.amount, 0
     FROM json_to_recordset($1) AS e (id uuid, account uuid, amount bigint)`,
    [JSON.stringify(entries)],
  );
  return last;
}

const refusal = (size: number, odd: Parameters<typeof write>[1]): Promise<unknown> =>
  write(size, odd).then(
    () => undefined,
    (error: unknown) => (error as { constraint?: string }).constraint,
  );

test.each(SIZES)('%i transfers that balance are written', async (size) => {
  await expect(refusal(size, {})).resolves.toBeUndefined();
  // A transfer may balance in each of two currencies, but not across them.
  const usd = { from: houseAccountId('cash', 'USD'), to: houseAccountId('house', 'USD') };
  await expect(refusal(size, usd)).resolves.toBeUndefined();
});

test.each(SIZES)('one of %i transfers that does not balance is refused', async (size) => {
  await expect(refusal(size, { right: 701n })).resolves.toBe('ledger_entry_balanced');
  await expect(refusal(size, { to: houseAccountId('house', 'USD') })).resolves.toBe(
    'ledger_entry_balanced',
  );
});

test.each(SIZES)('one of %i entries without its transfer or account is refused', async (size) => {
  await expect(refusal(size, { exists: false })).resolves.toBe('ledger_entry_whole');
  // Its other side is off, too: either is named.
  await expect(refusal(size, { to: newId() })).resolves.toMatch(/^ledger_entry_(whole|balanced)$/);
});
