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
  const mortalClient = (client: PoolClient): PoolClient =>
    instead(client, { query: dying(client.query.bind(client)) });
  const connect = async (): Promise<PoolClient> => {
    if (dead) throw new Killed('the process is dead');
    return mortalClient(await pool.connect());
  };
  return {
    pool: instead(pool, { connect, query: dying(pool.query.bind(pool)) }),
    died: () => dead,
  };
}

type Query = (...args: readonly unknown[]) => Promise<unknown>;

/** The same object, with other methods of these names. */
const instead = <T extends object>(target: T, methods: Readonly<Record<string, unknown>>): T =>
  new Proxy(target, {
    get(real, name) {
      if (typeof name === 'string' && Object.hasOwn(methods, name)) return methods[name];
      const value: unknown = Reflect.get(real, name);
      return typeof value === 'function' ? (value.bind(real) as unknown) : value;
    },
  });
