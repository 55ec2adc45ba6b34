import { withTransaction, type ClickHouse, type Pool, type PoolClient } from '#platform/mod.ts';

import {
  arbitrageFlag,
  bonusFlag,
  duplicateFlags,
  duplicatesOf,
  EDGE_TEST,
  LATE_TEST,
  lateFlag,
  linkRules,
  proposedFactor,
  ringFlags,
  ringsOf,
  sharingPairs,
  sharpFlag,
  timingLinks,
  type CustomerFlag,
} from '../customers/mod.ts';
import { arbitrageEvidence } from './arbitrage.ts';
import { betTimes } from './betting-times.ts';
import { bonusUses } from './bonus-use.ts';
import { closingPricesTaken, edgesOf } from './closing-values.ts';
import { lateStates } from './late-bets.ts';
import { sharedThings } from './shared-traits.ts';
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
  const closing = clickhouse === undefined ? [] : await closingPricesTaken(clickhouse, sinceMs);
  return [
    ...flagsOf(edgesOf(closing), (account, state) => sharpFlag(account, EDGE_TEST, state)),
    ...flagsOf(await lateStates(db, sinceMs), (account, state) =>
      lateFlag(account, LATE_TEST, state),
    ),
    ...(await togetherFlags(db, sinceMs)),
    ...flagsOf(await arbitrageEvidence(db, sinceMs, closing), arbitrageFlag),
  ];
}

/** What is found of each account of which something is known. */
const flagsOf = <State>(
  states: ReadonlyMap<string, State>,
  flagOf: (accountId: string, state: State) => CustomerFlag | undefined,
): readonly CustomerFlag[] =>
  [...states].flatMap(([accountId, state]) => flagOf(accountId, state) ?? []);

/** What several accounts do together: those that bet at the same time, and those that share what one person has. */
async function togetherFlags(db: Pool, sinceMs: number): Promise<readonly CustomerFlag[]> {
  const bets = await betTimes(db, sinceMs);
  const shared = await sharedThings(db, sinceMs);
  const rules = linkRules(new Set(bets.map(({ account }) => account)).size);
  const sharing = sharingPairs([...shared.devices, ...shared.instruments]);
  return [
    ...ringsOf(timingLinks(bets, rules), []).flatMap(ringFlags),
    ...duplicatesOf(bets, shared, rules).flatMap(duplicateFlags),
    ...flagsOf(await bonusUses(db, sinceMs, sharing), bonusFlag),
  ];
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
