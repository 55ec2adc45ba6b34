import type { Command } from 'commander';

import { verifyLedger } from '#ledger/mod.ts';
import { createPool, loadConfig } from '#platform/mod.ts';

import { databaseUrl } from '../servers.ts';

export function addVerifyLedger(verify: Command): void {
  verify
    .command('ledger')
    .description('Check every invariant of the ledger; names the first row that breaks one')
    .option('--json', 'print the verdict as one JSON object')
    .action(async (options: { json?: boolean }) => {
      const pool = createPool({
        url: databaseUrl(loadConfig()),
        name: 'overround-verify',
        maxConnections: 1,
      });
      try {
        const verdict = await verifyLedger(pool, ({ done, total, result }) => {
          if (options.json === true) return;
          const { name, rows, failure } = result;
          console.log(
            `[${String(done)}/${String(total)}] ${failure === null ? 'ok  ' : 'FAIL'}  ${name} (${String(rows)} rows)`,
          );
          if (failure !== null)
            console.log(`        ${failure.problem}; first row: ${failure.first}`);
        });
        if (options.json === true) console.log(jsonOf(verdict));
        else console.log(verdict.ok ? 'The ledger is sound.' : 'The ledger is NOT sound.');
        if (!verdict.ok) process.exitCode = 1;
      } finally {
        await pool.end();
      }
    });
}

const jsonOf = (verdict: unknown): string =>
  JSON.stringify(verdict, (_, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
