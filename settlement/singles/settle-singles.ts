import type { FixtureId } from '#contracts/mod.ts';
import { isRetryable, isUniqueViolation, type Pool } from '#platform/mod.ts';

import type { SettlementPorts } from '../ports.ts';
import type { StoredMarketResult } from '../result-store.ts';
import { readKinds, type KindOnPage, type SingleKind } from './kinds.ts';
import { paceOf } from './pace.ts';
import { settleKind, type SettledKind } from './settle-kind.ts';

export type SinglesPlan = Readonly<{
  market: StoredMarketResult & Readonly<{ fixtureId: FixtureId }>;
  /** Null walks open legs; a version walks legs with an older result than that. */
  olderThan: number | null;
  /** Bets per statement; undefined: as many as take about as long as others may wait. */
  chunkSize: number | undefined;
  lanes: number;
  signal: AbortSignal | undefined;
}>;

/** Kinds that are kept in mind while a market is walked through. */
const MOST_KINDS = 5_000;
const NIL = '00000000-0000-0000-0000-000000000000';

type ReadyKind = Readonly<{ settled: SettledKind; bets: string; count: number }>;

/**
 * Settles the singles on a market, a page of bets by one statement: what each kind of them comes to is worked out
 * once. What it leaves (bets that changed meanwhile, that are held, whose money has gone) is for the ordinary
 * way. Returns how many bets were paid.
 */
export async function settleSingles(ports: SettlementPorts, plan: SinglesPlan): Promise<number> {
  const { pool, rules, clock } = ports;
  const { market, olderThan, chunkSize, lanes, signal } = plan;
  const { fixtureId, marketKey } = market;
  const known = new Map<string, SettledKind | undefined>();
  const settledKind = (kind: SingleKind): SettledKind | undefined => {
    const key = Object.values(kind).join('|');
    if (known.has(key)) return known.get(key);
    const settled = settleKind(kind, market, rules);
    if (known.size >= MOST_KINDS) known.clear();
    known.set(key, settled);
    return settled;
  };
  let after: string | null = NIL;
  const pace = paceOf(clock);
  const [oneLook, oneStatement] = [inTurn(), inTurn()];
  // Only one lane looks for the next page at a time.
  const next = (): Promise<readonly KindOnPage[] | null> =>
    oneLook(async () => {
      if (after === null) return null;
      const limit = chunkSize ?? pace.bets();
      const walk = { fixtureId, marketKey, olderThan, after, limit };
      const { kinds, last, newest } = await readKinds(pool, walk, rules);
      pace.saw(newest);
      after = last;
      return last === null ? null : kinds;
    });
  const settlePage = async (ready: readonly ReadyKind[]): Promise<number> => {
    const began = clock.monotonic();
    const settling = { market, again: olderThan !== null, at: clock.now() };
    const paid = await settleReady(pool, settling, ready);
    const bets = ready.reduce((sum, { count }) => sum + count, 0);
    pace.took(bets, clock.monotonic() - began);
    return paid;
  };
  const lane = async (): Promise<number> => {
    let paid = 0;
    while (!signal?.aborted) {
      const page = await next();
      if (page === null) break;
      const ready = page.flatMap(({ kind, ...bets }): ReadyKind[] => {
        const settled = settledKind(kind);
        return settled === undefined ? [] : [{ settled, ...bets }];
      });
      paid += pace.isBusy() ? await oneStatement(() => settlePage(ready)) : await settlePage(ready);
    }
    return paid;
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  return ended.reduce((paid, each) => {
    if (each.status === 'rejected') throw each.reason;
    return paid + each.value;
  }, 0);
}

/** Calls what it is given one after the other. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

type Settling = Readonly<{ market: SinglesPlan['market']; again: boolean; at: number }>;

async function settleReady(
  pool: Pool,
  { market, again, at }: Settling,
  ready: readonly ReadyKind[],
): Promise<number> {
  if (ready.length === 0) return 0;
  const { fixtureId, marketKey, resultVersion } = market;
  try {
    const { rows } = await pool.query<{ kind: number; bets: bigint }>({
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
  const kinds = ready.map(
    ({ settled: { transfers: _, legs: __, betVersion, ...kind } }, place) => ({
      place,
      bet_version: betVersion,
      ...kind,
    }),
  );
  const transfers = ready.flatMap(({ settled }, kind) =>
    settled.transfers.map((transfer, nth) => ({ kind, nth, ...transfer })),
  );
  const legs = ready.flatMap(({ settled }, kind) => settled.legs.map((leg) => ({ kind, ...leg })));
  return [
    `{${ready.map(({ bets }) => bets.slice(1, -1)).join(',')}}`,
    `{${places.join(',')}}`,
    JSON.stringify(kinds),
    JSON.stringify(transfers),
    JSON.stringify(legs),
  ];
}
