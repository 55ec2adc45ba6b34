import { ClickHouseError } from '@clickhouse/client';

import type { ClickHouse, Clock, Logger } from '#platform/mod.ts';

import type { Row, Table } from './rows/mod.ts';

export type SinkPorts = Readonly<{ clickhouse: ClickHouse; clock: Clock; log: Logger }>;

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;

/**
 * Inserts rows and does not give up while ClickHouse is away: it returns when they are stored, or rejects
 * with the signal's reason after an attempt that failed. Resolves to the indexes of rows that ClickHouse cannot read, which are left out.
 */
export async function insertPatiently(
  { clickhouse, clock, log }: SinkPorts,
  table: Table,
  rows: readonly Row[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)) {
    try {
      return await insertReadable(clickhouse, table, rows, 0);
    } catch (error) {
      log.warn({ err: error, table, rows: rows.length, retryMs }, 'ClickHouse took no rows');
      await clock.sleep(retryMs, signal);
    }
  }
}

/** Splits a batch in halves until what cannot be read is alone; indexes are relative to `offset`. */
async function insertReadable(
  clickhouse: ClickHouse,
  table: Table,
  rows: readonly Row[],
  offset: number,
): Promise<readonly number[]> {
  if (rows.length === 0) return [];
  try {
    await clickhouse.insert({ table, values: [...rows], format: 'JSONEachRow' });
    return [];
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (rows.length === 1) return [offset];
  }
  const half = Math.ceil(rows.length / 2);
  return [
    ...(await insertReadable(clickhouse, table, rows.slice(0, half), offset)),
    ...(await insertReadable(clickhouse, table, rows.slice(half), offset + half)),
  ];
}

/**
 * Errors about the values themselves, which no later attempt can cure (ClickHouse ErrorCodes.cpp): text,
 * numbers, dates, UUIDs and arrays that cannot be parsed, and values that do not fit their column.
 */
const UNREADABLE = new Set('6 25 26 27 38 41 53 69 72 117 130 321 349 376 407 467'.split(' '));

const isUnreadable = (error: unknown): boolean =>
  error instanceof ClickHouseError && UNREADABLE.has(error.code);
