import { withTransaction, type Pool } from '#platform/mod.ts';

import type { Invariant } from './invariant.ts';
import { INVARIANTS } from './invariants.ts';

/** One invariant's verdict: `rows` examined, and the first row that breaks it, if any. */
export type InvariantResult = Readonly<{
  name: string;
  says: string;
  subject: string;
  rows: bigint;
  failure: Readonly<{ first: string; problem: string }> | null;
}>;

export type LedgerVerdict = Readonly<{ ok: boolean; results: readonly InvariantResult[] }>;

export type VerifyProgress = Readonly<{ done: number; total: number; result: InvariantResult }>;

/**
 * Proves every invariant on one consistent view of the database, while work goes on beside it. Reads only;
 * takes no lock that anyone waits for.
 */
export async function verifyLedger(
  pool: Pool,
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<LedgerVerdict> {
  return withTransaction(
    pool,
    async (client) => {
      await client.query('SET TRANSACTION READ ONLY');
      await client.query('SET LOCAL statement_timeout = 0');
      // Whole tables are compared: row by row along an index is what statistics that are behind would suggest.
      await client.query('SET LOCAL enable_nestloop = off');
      const results: InvariantResult[] = [];
      for (const invariant of INVARIANTS) {
        const { rows } = await client.query<{ first: string; problem: string }>(invariant.query);
        const result = resultOf(invariant, await countRows(client, invariant.subject), rows[0]);
        results.push(result);
        onProgress({ done: results.length, total: INVARIANTS.length, result });
      }
      return { ok: results.every(({ failure }) => failure === null), results };
    },
    { isolation: 'repeatable read' },
  );
}

const resultOf = (
  { name, says, subject }: Invariant,
  rows: bigint,
  failure: Readonly<{ first: string; problem: string }> | undefined,
): InvariantResult => ({ name, says, subject, rows, failure: failure ?? null });

async function countRows(
  client: Parameters<Parameters<typeof withTransaction>[1]>[0],
  table: string,
): Promise<bigint> {
  const { rows } = await client.query<{ count: bigint }>(`SELECT count(*) FROM ${table}`);
  return rows[0]?.count ?? 0n;
}
