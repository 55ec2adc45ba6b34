import type { Pool, PoolClient } from '#platform/mod.ts';

export class Killed extends Error {}

/**
 * A pool of a process that dies when the server has carried out its n-th statement (from 1), before it hears
 * of it: nothing more reaches the server, whose only notice is the end of the connection. Dying before a
 * statement is the same as after the one before. `died` says whether it came so far.
 */
export function killedPool(pool: Pool, nth: number): Readonly<{ pool: Pool; died: () => boolean }> {
  let statements = 0;
  let dead = false;
  type Query = (...args: readonly unknown[]) => Promise<unknown>;
  const dying =
    (query: Query): Query =>
    async (...args) => {
      // What a server does when a connection ends.
      if (args[0] === 'ROLLBACK') return query('ROLLBACK');
      if (dead) throw new Killed('the process is dead');
      statements += 1;
      if (statements !== nth) return query(...args);
      dead = true;
      await query(...args);
      throw new Killed(`died at statement ${String(nth)}`);
    };
  const client = (real: PoolClient): PoolClient =>
    new Proxy(real, {
      get(target, name) {
        if (name === 'query') return dying(target.query.bind(target));
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  const wrapped = {
    connect: async () => {
      if (dead) throw new Killed('the process is dead');
      return client(await pool.connect());
    },
    query: dying(pool.query.bind(pool)),
  };
  return { pool: wrapped as unknown as Pool, died: () => dead };
}
