import type { Pool } from '#platform/mod.ts';

export type Outage = Readonly<{
  /** The pool, of which every use is refused while the server is away. */
  pool: Pool;
  begin(): void;
  end(): void;
}>;

/** A server that goes away and comes back for one process only, so that others can be seen meanwhile. */
export function outageOf(pool: Pool): Outage {
  let isAway = false;
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  return {
    pool: new Proxy(pool, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return isAway ? () => Promise.reject(refused) : (value.bind(target) as unknown);
      },
    }),
    begin: () => {
      isAway = true;
    },
    end: () => {
      isAway = false;
    },
  };
}
