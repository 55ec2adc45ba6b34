import type { Queryable } from '#platform/mod.ts';

/** A database that answers its queries with these rows, one list after the other. */
export function queryableOf(...answers: readonly (readonly object[])[]): Queryable {
  const left = answers.values();
  const query = () => Promise.resolve({ rows: left.next().value ?? [] });
  return { query } as unknown as Queryable;
}
