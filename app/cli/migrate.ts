import type { Command } from 'commander';

import { loadConfig, migrateClickHouse, migratePostgres } from '#platform/mod.ts';

import { serverUrls } from './servers.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Apply the migrations that are missing; safe to run at any time and twice at once')
    .action(async () => {
      const { databaseUrl, clickhouseUrl } = serverUrls(loadConfig());
      report('PostgreSQL', await migratePostgres(databaseUrl));
      if (clickhouseUrl !== undefined) report('ClickHouse', await migrateClickHouse(clickhouseUrl));
    });
}

function report(server: string, applied: readonly string[]): void {
  console.log(`${server}: ${applied.length === 0 ? 'up to date' : applied.join(', ')}`);
}
