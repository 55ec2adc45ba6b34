import { createClickHouse } from '#platform/mod.ts';
import { startIntegrityWatch } from '#risk/integrity-watch/mod.ts';
import { startReviews } from '#risk/customer-book/mod.ts';
import { startRiskService } from '#risk/mod.ts';

import { createBetReader } from '../bet-reader.ts';
import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';
import { holdByAlert } from './integrity-hold.ts';
import { startLayOff } from './lay-off.ts';

export async function startRiskRole(context: Context): Promise<StartedRole> {
  const { nats, clock, log, pool, metrics } = context;
  const source = createBetReader(pool);
  const service = await startRiskService({ nats, clock, log, metrics, source });
  const reviews = startCustomerReviews(context);
  const watch = startWatch(context);
  const layOff = await startLayOff(context, service.service.tail);
  return {
    stop: async () => {
      await Promise.all([reviews?.stop(), watch?.stop(), layOff?.stop()]);
      await service.stop();
    },
  };
}

/** The job that holds the settlement of matches on which far more is bet than usual; none when its interval is 0. */
function startWatch({ config, pool, clock, log }: Context) {
  const everyMs = config.risk.integrityEveryMs;
  if (everyMs === 0) return undefined;
  return startIntegrityWatch({
    pool,
    clock,
    log,
    everyMs,
    hold: (alert, at) => holdByAlert(pool, alert, at),
  });
}

/** The job that looks at what customers bet; none when its interval is 0. */
function startCustomerReviews({ config, urls, pool, clock, log }: Context) {
  const everyMs = config.risk.reviewEveryMs;
  if (everyMs === 0) return undefined;
  const { clickhouseUrl: url } = urls;
  const clickhouse =
    url === undefined ? undefined : createClickHouse({ url, name: 'overround-customers' });
  const reviews = startReviews({ pool, clickhouse, clock, log, everyMs });
  return {
    stop: async () => {
      await reviews.stop();
      await clickhouse?.close();
    },
  };
}
