import type { Command } from 'commander';

import { QueryRefusedError, runQuery } from '#analytics/mod.ts';
import { createClickHouse, loadConfig } from '#platform/mod.ts';

import { serverUrls } from './servers.ts';
import { UsageError } from './usage-error.ts';

export function addQuery(program: Command): void {
  program
    .command('query')
    .description('Ask ClickHouse one question (SELECT only)')
    .argument('<sql>', 'the question; docs/analytics.md has examples')
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run overround -- query "SELECT kind, count() FROM feed_event GROUP BY kind"\n',
    )
    .action(async (sql: string, options: { json?: boolean }) => {
      const { clickhouseUrl } = serverUrls(loadConfig());
      if (clickhouseUrl === undefined) {
        throw new UsageError('Analytics is off: set CLICKHOUSE_URL to a ClickHouse server.');
      }
      const clickhouse = createClickHouse({ url: clickhouseUrl, name: 'overround-query' });
      try {
        console.log(
          await runQuery(clickhouse, sql, { format: options.json === true ? 'json' : 'table' }),
        );
      } catch (error) {
        if (error instanceof QueryRefusedError) throw new UsageError(error.message);
        throw new UsageError(error instanceof Error ? error.message : String(error));
      } finally {
        await clickhouse.close();
      }
    });
}
