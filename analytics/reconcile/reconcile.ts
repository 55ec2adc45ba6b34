import type { ClickHouse, Clock, Logger, Metrics, Pool } from '#platform/mod.ts';

import type { Row } from '../rows/mod.ts';
import { bets } from './bets.ts';
import { ledgerEntries } from './ledger-entries.ts';
import {
  copyTotals,
  minuteWindow,
  truthTotals,
  type ReconciledTable,
  type Window,
} from './table.ts';
import { differingMinutes, MINUTE_MS } from './totals.ts';

export type ReconcilePorts = Readonly<{ pool: Pool; clickhouse: ClickHouse; clock: Clock }>;

export type ReconcileReport = Readonly<{
  name: string;
  /** Rows in PostgreSQL in the window. */
  rows: number;
  /** Minutes that differed, and those that still do after the backfill: extra rows in ClickHouse. */
  differed: number;
  remaining: number;
  backfilled: number;
}>;

/** Tables of PostgreSQL that ClickHouse must agree with in counts and sums of every minute. */
const TABLES: readonly ReconciledTable[] = [bets, ledgerEntries];
const INSERT_ROWS = 5_000;

/**
 * Compares the window minute by minute and copies the minutes that differ from PostgreSQL. A minute must
 * differ twice, `graceMs` apart: bets of long ago change now, and their messages are under way.
 */
export async function reconcile(
  ports: ReconcilePorts,
  window: Window,
  graceMs = 5_000,
): Promise<readonly ReconcileReport[]> {
  const reports: ReconcileReport[] = [];
  for (const table of TABLES) {
    const compare = (): Promise<Comparison> => compareTable(ports, table, window);
    const first = await compare();
    if (first.differing.length > 0) await ports.clock.sleep(graceMs);
    const { rows, differing } = first.differing.length > 0 ? await compare() : first;
    let backfilled = 0;
    for (const minute of differing) backfilled += await backfill(ports, table, minute);
    const remaining = backfilled > 0 ? (await compare()).differing : differing;
    reports.push({
      name: table.name,
      rows,
      differed: differing.length,
      remaining: remaining.length,
      backfilled,
    });
  }
  return reports;
}

type Comparison = Readonly<{ rows: number; differing: readonly number[] }>;

async function compareTable(
  { pool, clickhouse }: ReconcilePorts,
  table: ReconciledTable,
  window: Window,
): Promise<Comparison> {
  const truth = await truthTotals(pool, table, window);
  const copy = await copyTotals(clickhouse, table, window);
  const rows = [...truth.values()].reduce((sum, { count }) => sum + Number(count), 0);
  return { rows, differing: differingMinutes(truth, copy) };
}

/** Copies the whole minute: rows that are there already are counted once. */
async function backfill(
  { pool, clickhouse }: ReconcilePorts,
  { table, rowsOf }: ReconciledTable,
  minute: number,
): Promise<number> {
  const rows = await rowsOf(pool, minuteWindow(minute));
  for (let start = 0; start < rows.length; start += INSERT_ROWS) {
    const values: Row[] = rows.slice(start, start + INSERT_ROWS);
    await clickhouse.insert({ table, values, format: 'JSONEachRow' });
  }
  return rows.length;
}

export type ReconcilerPorts = ReconcilePorts & Readonly<{ log: Logger; metrics: Metrics }>;

export type ReconcilerOptions = Readonly<{
  everyMs?: number;
  /** The newest minutes are left to the writer; 2 minutes unless given. */
  lagMs?: number;
  /** How far back every pass looks, 1 hour unless given; the first one looks back 7 days. */
  windowMs?: number;
}>;

const FIRST_WINDOW_MS = 7 * 24 * 3_600_000;

/** Reconciles every minute until stopped. A pass that fails is tried again with the next. */
export function startReconciler(
  ports: ReconcilerPorts,
  options: ReconcilerOptions = {},
): Readonly<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  const measures = measuresOf(ports.metrics);
  const run = (async () => {
    let windowMs = Math.max(FIRST_WINDOW_MS, options.windowMs ?? 0);
    while (!stopped()) {
      try {
        const toMs = fullMinute(ports.clock.now() - (options.lagMs ?? 2 * MINUTE_MS));
        const window = { fromMs: Math.max(0, fullMinute(toMs - windowMs)), toMs };
        report(await reconcile(ports, window), ports, measures);
        measures.at.set(ports.clock.now() / 1_000);
        windowMs = options.windowMs ?? 60 * MINUTE_MS;
      } catch (error) {
        if (!stopped())
          ports.log.warn({ err: error }, 'analytics were not reconciled; trying again');
      }
      await ports.clock.sleep(options.everyMs ?? MINUTE_MS, stopping.signal).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await run;
    },
  };
}

const fullMinute = (ms: number): number => ms - (ms % MINUTE_MS);

function report(
  reports: readonly ReconcileReport[],
  { log }: ReconcilerPorts,
  measures: ReturnType<typeof measuresOf>,
): void {
  for (const { name, ...result } of reports) {
    measures.differing.set({ table: name }, result.remaining);
    measures.backfilled.inc({ table: name }, result.backfilled);
    const fields = { table: name, ...result };
    if (result.remaining > 0) log.error(fields, 'analytics do not agree with PostgreSQL');
    else if (result.differed > 0) log.warn(fields, 'analytics were filled up from PostgreSQL');
    else log.debug(fields, 'analytics agree with PostgreSQL');
  }
}

const measuresOf = (metrics: Metrics) => ({
  differing: metrics.gauge(
    'overround_analytics_differing_minutes',
    'Minutes whose counts or sums differ from PostgreSQL after the backfill.',
    ['table'],
  ),
  backfilled: metrics.counter(
    'overround_analytics_backfilled_total',
    'Rows copied from PostgreSQL because a minute differed.',
    ['table'],
  ),
  at: metrics.gauge('overround_analytics_reconciled_at', 'Last reconciliation, in UNIX seconds.'),
});
