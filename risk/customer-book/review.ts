import { withTransaction, type ClickHouse, type Pool, type PoolClient } from '#platform/mod.ts';

import {
  EDGE_TEST,
  LATE_TEST,
  lateFlag,
  proposedFactor,
  ringFlags,
  ringsOf,
  sharpFlag,
  type CustomerFlag,
} from '../customers/mod.ts';
import { linksSince } from './betting-times.ts';
import { closingEdges } from './closing-values.ts';
import { lateStates } from './late-bets.ts';
import { changeFactor, factorLimits, factorOf, wasFlagged, writeFlag } from './store.ts';

export type ReviewScope = Readonly<{
  /** Bets since this time count, in UTC milliseconds. */
  sinceMs: number;
  nowMs: number;
  /** Says what would be found and done, and writes nothing. */
  dryRun: boolean;
}>;

export type ReviewedFlag = CustomerFlag &
  Readonly<{
    /** The factor before, and the one that follows within the limits; null when nothing changes. */
    fromBps: number;
    toBps: number | null;
  }>;

const ACTOR = 'engine';

/** Everything that the bets of all customers show now, before anything is written. */
async function findings(
  db: Pool,
  clickhouse: ClickHouse | undefined,
  sinceMs: number,
): Promise<readonly CustomerFlag[]> {
  const links = await linksSince(db, sinceMs);
  const rings = ringsOf(links, []).flatMap(ringFlags);
  const lates = [...(await lateStates(db, sinceMs))].flatMap(
    ([accountId, state]) => lateFlag(accountId, LATE_TEST, state) ?? [],
  );
  if (clickhouse === undefined) return [...lates, ...rings];
  const edges = await closingEdges(clickhouse, sinceMs);
  const sharps = [...edges].flatMap(([accountId, state]) => {
    const flag = sharpFlag(accountId, EDGE_TEST, state);
    return flag === undefined ? [] : [flag];
  });
  return [...sharps, ...lates, ...rings];
}

/**
 * Looks at what every customer has bet and flags whom the tests name, each customer once for each kind. Within the
 * limits that a person has set a flag lowers the stake factor; without limits it only stands there to be read.
 * Closing-line values need ClickHouse.
 */
export async function reviewCustomers(
  db: Pool,
  clickhouse: ClickHouse | undefined,
  { sinceMs, nowMs, dryRun }: ReviewScope,
): Promise<readonly ReviewedFlag[]> {
  const limits = await factorLimits(db);
  const reviewed: ReviewedFlag[] = [];
  for (const flag of await findings(db, clickhouse, sinceMs)) {
    if (await wasFlagged(db, flag)) continue;
    const fromBps = await factorOf(db, flag.accountId);
    const toBps = limits === undefined ? undefined : proposedFactor(fromBps, flag, limits);
    reviewed.push({ ...flag, fromBps, toBps: toBps ?? null });
    if (dryRun) continue;
    await withTransaction(db, (client) => writeOnce(client, flag, { toBps, nowMs }));
  }
  return reviewed;
}

/** The finding and what follows from it, both or neither, and once, however many reviews run at the same time. */
async function writeOnce(
  db: PoolClient,
  flag: CustomerFlag,
  { toBps, nowMs }: Readonly<{ toBps: number | undefined; nowMs: number }>,
): Promise<void> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('customer-review', 0))`);
  if (await wasFlagged(db, flag)) return;
  const flagId = await writeFlag(db, flag, nowMs);
  if (toBps === undefined) return;
  const deed = { actor: ACTOR, reason: flag.words, at: nowMs };
  await changeFactor(db, flag.accountId, { cause: 'flag', flagId, toBps }, deed);
}
