import type { ClickHouse } from '#platform/mod.ts';

import { namedQueries } from './named-queries.ts';
import { readOnlyStatement } from './read-only.ts';
import { formatTable, type Cell, type Column } from './table.ts';

/** `table` is for people; `json` is one object per line. */
export type QueryFormat = 'table' | 'json';

export type QueryOptions = Readonly<{
  format: QueryFormat;
  /** Values of `{name:Type}` in the SQL. */
  params?: Readonly<Record<string, string | number>>;
}>;

type Answer = Readonly<{ meta: Column[]; data: Cell[][] }>;

/**
 * Asks ClickHouse one question and returns the answer as text. Instead of SQL, `sql` may be the name of a
 * question in analytics/queries. Throws QueryRefusedError, or what ClickHouse says.
 */
export async function runQuery(
  client: ClickHouse,
  sql: string,
  { format, params = {} }: QueryOptions,
): Promise<string> {
  const named = namedQueries().find(({ name }) => name === sql.trim());
  const query = readOnlyStatement(named?.sql ?? sql);
  const query_params = { ...params };
  if (format === 'json') {
    const answer = await client.query({ query, query_params, format: 'JSONEachRow' });
    return (await answer.text()).trimEnd();
  }
  const answer = await client.query({ query, query_params, format: 'JSONCompact' });
  const { meta, data } = (await answer.json()) as Answer;
  return formatTable(meta, data);
}
