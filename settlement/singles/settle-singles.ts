import {
  inTurn,
  isRetryable,
  isUniqueViolation,
  type Pool,
  type PoolClient,
} from '#platform/mod.ts';

import type { SettlementPorts } from '../ports.ts';
import { readKinds } from './kinds.ts';
import { knownKinds, type ReadyKind } from './known-kinds.ts';
import type { Pace } from './pace.ts';
import type { MarketToSettle } from './settle-kind.ts';

export type SinglesPlan = Readonly<{
  market: MarketToSettle;
  /** Null walks open legs; a version walks legs with an older result than that. */
  olderThan: number | null;
  /** Bets per statement; undefined: as many as take about as long as others may wait. */
  chunkSize: number | undefined;
  pace: Pace;
  lanes: number;
  signal: AbortSignal | undefined;
}>;

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Settles the singles on a market, a page of bets by one statement: what each kind of them comes to is worked out
 * once. What it leaves (bets that changed meanwhile, that are held, whose money has gone) is for the ordinary
 * way. Returns how many bets were paid.
 */
export async function settleSingles(ports: SettlementPorts, plan: SinglesPlan): Promise<number> {
  const { pool, rules, clock } = ports;
  const { market, olderThan, chunkSize, pace, lanes, signal } = plan;
  const { fixtureId, marketKey } = market;
  const readyKinds = knownKinds(ports, market);
  let after: string | null = NIL;
  const [oneLook, oneStatement] = [inTurn(), inTurn()];
  // Only one lane looks for the next page at a time.
  const next = (client: PoolClient): Promise<readonly ReadyKind[] | null> =>
    oneLook(async () => {
      if (after === null) return null;
      const limit = chunkSize ?? pace.bets();
      const walk = { fixtureId, marketKey, olderThan, after, limit };
      const { kinds, last, newest } = await readKinds(client, walk, rules);
      after = last;
      // Behind the last page nothing is said of the newest bet either.
      if (last === null) return null;
      pace.saw(newest);
      return readyKinds(client, kinds);
    });
  const settlePage = async (client: PoolClient, ready: readonly ReadyKind[]): Promise<number> => {
    const began = clock.monotonic();
    const settling = { market, again: olderThan !== null, at: clock.now() };
    const paid = await settleReady(client, settling, ready);
    const bets = ready.reduce((sum, { count }) => sum + count, 0);
    const restMs = pace.restAfter(bets, clock.monotonic() - began);
    if (restMs > 0) await clock.sleep(restMs, signal).catch(() => undefined);
    return paid;
  };
  const lane = async (client: PoolClient): Promise<number> => {
    let paid = 0;
    while (!signal?.aborted) {
      const ready = await next(client);
      if (ready === null) break;
      const settle = (): Promise<number> => settlePage(client, ready);
      paid += pace.isBusy() ? await oneStatement(settle) : await settle();
    }
    return paid;
  };
  // Each on a connection of its own, which plans its statements once.
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, () => withConnection(pool, lane)),
  );
  return ended.reduce((paid, each) => {
    if (each.status === 'rejected') throw each.reason;
    return paid + each.value;
  }, 0);
}

async function withConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    // It may be the connection that failed.
    client.release(true);
    throw error;
  }
}

type Settling = Readonly<{ market: MarketToSettle; again: boolean; at: number }>;

async function settleReady(
  client: PoolClient,
  { market, again, at }: Settling,
  ready: readonly ReadyKind[],
): Promise<number> {
  if (ready.length === 0) return 0;
  const { fixtureId, marketKey, resultVersion } = market;
  try {
    const { rows } = await client.query<{ kind: number; bets: bigint }>({
      name: 'settle-singles',
      text: `SELECT kind, bets FROM settle_singles($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      values: [fixtureId, marketKey, resultVersion, at, again, ...parameters(ready)],
    });
    return rows.reduce(
      (paid, { kind, bets }) => paid + (ready[kind]?.settled.moves ? Number(bets) : 0),
      0,
    );
  } catch (error) {
    // Somebody else was at the same bets: the ordinary way looks at each by itself.
    if (isRetryable(error) || isUniqueViolation(error)) return 0;
    throw error;
  }
}

function parameters(ready: readonly ReadyKind[]): readonly unknown[] {
  const places = ready.flatMap(({ count }, place) => Array.from({ length: count }, () => place));
  const list = (part: 'kind' | 'transfers' | 'legs', name: string): string =>
    `[${ready
      .flatMap(({ settled }, place) =>
        [settled[part]].flat().map((fields) => `{"${name}":${String(place)},${fields}`),
      )
      .join(',')}]`;
  return [
    `{${ready.map(({ bets }) => bets.slice(1, -1)).join(',')}}`,
    `{${places.join(',')}}`,
    list('kind', 'place'),
    list('transfers', 'kind'),
    list('legs', 'kind'),
  ];
}
