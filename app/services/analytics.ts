import { startAnalytics } from '#analytics/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

export async function startAnalyticsRole(context: Context): Promise<StartedRole> {
  const { urls, pool, nats, clock, log, metrics } = context;
  const { clickhouseUrl } = urls;
  if (clickhouseUrl === undefined) {
    log.warn('analytics is off: there is no ClickHouse here; set CLICKHOUSE_URL to use one');
    return { stop: () => Promise.resolve() };
  }
  return Promise.resolve(startAnalytics({ clickhouseUrl, pool, nats, clock, log, metrics }));
}
