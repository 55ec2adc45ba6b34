import {
  repeat,
  type ClickHouse,
  type Clock,
  type Logger,
  type Pool,
  type Repeated,
} from '#platform/mod.ts';

import { reviewCustomers } from './review.ts';
import { forgetThings } from './shared-traits.ts';

/** Bets of so long ago still count. */
const REVIEWED_MS = 180 * 86_400_000;

export type ReviewJob = Readonly<{
  pool: Pool;
  /** Without, closing prices are not looked at. */
  clickhouse: ClickHouse | undefined;
  clock: Clock;
  log: Logger;
  everyMs: number;
}>;

/**
 * Reviews all customers every so often. A review that fails is tried again at the next turn; what it has written
 * stands, and no customer is flagged twice for the same thing. What accounts have in common is forgotten when it is too
 * old for a review.
 */
export function startReviews({ pool, clickhouse, clock, log, everyMs }: ReviewJob): Repeated {
  return repeat(clock, {
    everyMs,
    work: async () => {
      const nowMs = clock.now();
      const sinceMs = Math.max(0, nowMs - REVIEWED_MS);
      const found = await reviewCustomers(pool, clickhouse, { sinceMs, nowMs, dryRun: false });
      for (const { accountId, kind, words, fromBps, toBps } of found)
        log.info({ account: accountId, kind, fromBps, toBps }, `a customer is flagged: ${words}`);
      await forgetThings(pool, sinceMs);
    },
    onError: (error) => {
      log.warn({ err: error }, 'the review of customers failed');
    },
  });
}
