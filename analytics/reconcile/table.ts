import type { ClickHouse, Queryable } from '#platform/mod.ts';

import type { Row, Table } from '../rows/mod.ts';
import { MINUTE_MS, totalsByMinute, type TotalsByMinute } from './totals.ts';

/** UTC milliseconds, `toMs` excluded; both at full minutes. */
export type Window = Readonly<{ fromMs: number; toMs: number }>;

/** One table of PostgreSQL and its copy in ClickHouse. */
export type ReconciledTable = Readonly<{
  name: string;
  table: Table;
  /** Per minute of $1 to $2: minute, count, sums. Columns in this order, as int8. */
  truthSql: string;
  /** The same from ClickHouse, with parameters `from` and `to` as DateTime64(3). */
  copySql: string;
  /** The rows of one minute, as the writer would have made them. */
  rowsOf: (db: Queryable, minute: Window) => Promise<readonly Row[]>;
}>;

export async function truthTotals(
  db: Queryable,
  { truthSql }: ReconciledTable,
  window: Window,
): Promise<TotalsByMinute> {
  const { rows } = await db.query<bigint[]>({
    text: truthSql,
    values: [window.fromMs, window.toMs],
    rowMode: 'array',
  });
  return totalsByMinute(rows);
}

export async function copyTotals(
  clickhouse: ClickHouse,
  { copySql }: ReconciledTable,
  window: Window,
): Promise<TotalsByMinute> {
  const answer = await clickhouse.query({
    query: copySql,
    query_params: { from: window.fromMs, to: window.toMs },
    format: 'JSONCompactEachRow',
  });
  return totalsByMinute(await answer.json<(string | number)[]>());
}

export const minuteWindow = (minute: number): Window => ({
  fromMs: minute * MINUTE_MS,
  toMs: (minute + 1) * MINUTE_MS,
});
