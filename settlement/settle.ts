import type { BetId, FixtureId } from '#contracts/mod.ts';
import { post } from '#ledger/mod.ts';
import { insertOutbox, inTurn, withTransaction, type PoolClient } from '#platform/mod.ts';

import { betOutbox, changeOf, movesMoney } from './bet-change.ts';
import {
  lockBets,
  newestBet,
  nextBets,
  readLegs,
  resultLegs,
  writeBets,
  type LockedBet,
} from './bet-store.ts';
import { heldAmong, keepHoldsOut } from './holds/holds.ts';
import { moveGrants } from './bonus-use.ts';
import type { SettlementPorts } from './ports.ts';
import { resettlementsOf, settlementOf } from './postings.ts';
import { newestMarketResults, readResult, type StoredMarketResult } from './result-store.ts';
import { rulesAt } from './rules/mod.ts';
import { paceOf, type Pace } from './singles/pace.ts';
import { settleSingles } from './singles/settle-singles.ts';
import { settleVoids } from './voids/settle-voids.ts';

export type SettleOptions = Readonly<{
  /**
   * Bets per transaction, fewer while somebody bets; unless given 250, or for singles what keeps a transaction short. More are
   * settled a little faster, but whoever bets meanwhile waits longer for the lock of a wallet.
   */
  chunkSize?: number;
  /** Transactions at a time; 2 unless given. */
  lanes?: number;
  /** Asked between transactions; a settlement that was interrupted goes on where it stopped. */
  signal?: AbortSignal;
}>;

/**
 * Bets that reached their end, that were settled anew or opened again, and bets where legs got results that
 * moved no money.
 */
export type SettleCounts = Readonly<{ settled: number; resettled: number; partly: number }>;

type Market = StoredMarketResult & Readonly<{ fixtureId: FixtureId }>;
/** First settlements walk open legs, re-settlements walk legs with an older result. */
type Mode = 'first' | 'again';

const CHUNK_SIZE = 250;
/** While somebody bets. */
const BUSY_CHUNK_SIZE = 25;
const NONE: SettleCounts = { settled: 0, resettled: 0, partly: 0 };
const add = (left: SettleCounts, right: SettleCounts): SettleCounts => ({
  settled: left.settled + right.settled,
  resettled: left.resettled + right.resettled,
  partly: left.partly + right.partly,
});

/**
 * Settles all bets on a fixture by its newest results, market by market in chunks of one transaction. Several
 * processes may settle the same fixture: they skip each other's bets. Once nothing is left, the fixture is
 * marked, and settling it again finds no bet.
 */
export async function settleFixture(
  ports: SettlementPorts,
  fixtureId: FixtureId,
  options: SettleOptions = {},
): Promise<SettleCounts> {
  const { resultVersion } = await readResult(ports.pool, fixtureId);
  const results = await newestMarketResults(ports.pool, fixtureId);
  let counts = NONE;
  const voided = await settleVoids(ports, fixtureId, {
    chunkSize: options.chunkSize ?? CHUNK_SIZE,
    pay: async (client, bets) => {
      counts = add(counts, await applyResults(ports, client, bets));
    },
  });
  if (voided > 0) ports.log.info({ fixtureId, voided }, 'selections are void');
  const paced = { ...options, pace: paceOf(ports.clock) };
  for (const result of results.values()) {
    const market = { ...result, fixtureId };
    counts = add(counts, await settleMarket(ports, market, 'first', paced));
    if (result.resultVersion > 1)
      counts = add(counts, await settleMarket(ports, market, 'again', paced));
  }
  if (!options.signal?.aborted) await markSettled(ports, fixtureId, resultVersion);
  return counts;
}

async function settleMarket(
  ports: SettlementPorts,
  market: Market,
  mode: Mode,
  options: SettleOptions & Readonly<{ pace: Pace }>,
): Promise<SettleCounts> {
  const { chunkSize = CHUNK_SIZE, lanes = 2, signal, pace } = options;
  const { fixtureId, marketKey } = market;
  const olderThan = mode === 'first' ? null : market.resultVersion;
  const plan = { market, olderThan, chunkSize: options.chunkSize, pace, lanes, signal };
  const paid = await settleSingles(ports, plan);
  const singles = { ...NONE, [mode === 'first' ? 'settled' : 'resettled']: paid };
  let after: BetId | null = null;
  // Only one lane looks for the next bets at a time.
  const oneLook = inTurn();
  const next = (): Promise<readonly BetId[]> =>
    oneLook(async () => {
      pace.saw(await newestBet(ports.pool));
      const limit = pace.isBusy() ? Math.min(BUSY_CHUNK_SIZE, chunkSize) : chunkSize;
      const walk = { fixtureId, marketKey, olderThan, after, limit };
      const bets = await nextBets(ports.pool, walk);
      after = bets.at(-1) ?? after;
      return bets;
    });
  const lane = async (): Promise<SettleCounts> => {
    let counts = NONE;
    while (!signal?.aborted) {
      const bets = await next();
      if (bets.length === 0) break;
      counts = add(counts, await settleChunk(ports, market, bets));
    }
    return counts;
  };
  // A lane that fails does not leave another at work behind it.
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  return ended.reduce((counts, each) => {
    if (each.status === 'rejected') throw each.reason;
    return add(counts, each.value);
  }, singles);
}

function settleChunk(
  ports: SettlementPorts,
  market: Market,
  bets: readonly BetId[],
): Promise<SettleCounts> {
  return withTransaction(
    ports.pool,
    async (client) => {
      await keepHoldsOut(client);
      const chosen = await lockBets(client, bets);
      const held = await heldAmong(client, bets);
      const locked = chosen.filter(({ betId }) => !held.has(betId));
      const changed = await resultLegs(
        client,
        locked.map(({ betId }) => betId),
        market,
      );
      return applyResults(
        ports,
        client,
        locked.filter(({ betId }) => changed.has(betId)),
      );
    },
    { retries: 3 },
  );
}

/** Pays locked bets by the results that their legs have now. */
async function applyResults(
  { rules, clock }: SettlementPorts,
  client: PoolClient,
  bets: readonly LockedBet[],
): Promise<SettleCounts> {
  if (bets.length === 0) return NONE;
  const at = clock.now();
  const legs = await readLegs(
    client,
    bets.map(({ betId }) => betId),
  );
  const changes = bets.map((bet) =>
    changeOf(bet, legs.get(bet.betId) ?? [], { rules: rulesAt(rules, bet.decidedAt), at }),
  );
  const moving = changes.filter(movesMoney);
  const first = moving.filter(({ bet }) => bet.status === 'accepted');
  const again = moving.filter(({ bet }) => bet.status !== 'accepted');
  const transfers = [
    ...first.map((change) => settlementOf(change, at)),
    ...(await resettlementsOf(client, again, at)),
  ];
  const posted = await post(transfers, client);
  const refused = posted.find(({ status }) => status === 'refused');
  if (refused) throw new Error(`the ledger refused a settlement: ${JSON.stringify(refused)}`);
  await writeBets(client, changes);
  await moveGrants(client, changes, at);
  await insertOutbox(
    client,
    changes.map((change) => betOutbox(change, at)),
  );
  const partly = changes.length - moving.length;
  return { settled: first.length, resettled: again.length, partly };
}

/** Marks the fixture when no bet waits for this result and no leg has an older one. */
async function markSettled(
  { pool }: SettlementPorts,
  fixture: FixtureId,
  resultVersion: number,
): Promise<void> {
  await pool.query(
    `UPDATE fixture_resulting SET settled_version = $2
     WHERE fixture_id = $1 AND settled_version < $2 AND result_version >= $2 AND NOT EXISTS (
       SELECT FROM bet_leg l JOIN bet b ON b.id = l.bet_id
       WHERE l.fixture_id = $1 AND l.result IS NULL AND b.status IN ('accepted', 'settled', 'void')
     ) AND NOT EXISTS (
       SELECT FROM bet_leg l JOIN market_result m USING (fixture_id, market_key) JOIN bet b ON b.id = l.bet_id
       WHERE l.fixture_id = $1 AND l.result_version < m.result_version AND b.status <> 'cashed-out'
     )`,
    [fixture, resultVersion],
  );
}
