import type { BetId, BetMessage, FixtureId, TraderCommand } from '#contracts/mod.ts';
import type { Pool } from '#platform/mod.ts';

import { createBetReader } from '../bet-reader.ts';
import type { OpenSum } from '../open-sum.ts';

/** What a host reads from PostgreSQL, which is the truth about fixtures, bets and commands. */
export type HostStore = Readonly<{
  /** Fixtures that may still need a host: not closed, or with open bets. */
  openFixtures(): Promise<readonly FixtureId[]>;
  commands(fixture: FixtureId): Promise<readonly TraderCommand[]>;
  openBets(fixtures: readonly FixtureId[]): Promise<readonly BetMessage[]>;
  openSum(fixture: FixtureId): Promise<OpenSum>;
  openVersions(fixture: FixtureId): Promise<ReadonlyMap<BetId, number>>;
  bet(betId: BetId): Promise<BetMessage | undefined>;
  /**
   * Waits until every placement that an earlier owner of the shard allowed is written or refused, so that
   * the bets read afterwards are all of them.
   */
  passFence(shard: number): Promise<void>;
  /** True when the bet was written; otherwise a tombstone now makes sure that it never will be. */
  buryReservation(betId: BetId, fixture: FixtureId, now: number): Promise<boolean>;
}>;

const OPEN_FIXTURES = `
  SELECT fixture_id FROM fixture WHERE status <> 'closed'
  UNION SELECT DISTINCT l.fixture_id FROM bet_leg l JOIN bet b ON b.id = l.bet_id
  WHERE l.result IS NULL AND b.status = 'accepted'`;
const COMMANDS = `SELECT body FROM trader_command WHERE fixture_id = $1 ORDER BY command_seq`;
export function createHostStore(pool: Pool): HostStore {
  const bets = createBetReader(pool);
  return {
    async openFixtures() {
      const { rows } = await pool.query<{ fixture_id: FixtureId }>(OPEN_FIXTURES);
      return rows.map((row) => row.fixture_id);
    },
    async commands(fixture) {
      const { rows } = await pool.query<{ body: TraderCommand }>(COMMANDS, [fixture]);
      return rows.map((row) => row.body);
    },
    openBets: (fixtures) => bets.openBets(fixtures),
    openSum: (fixture) => bets.openSum(fixture),
    openVersions: (fixture) => bets.openVersions(fixture),
    bet: (betId) => bets.bet(betId),
    async passFence(shard) {
      await pool.query('SELECT pg_advisory_xact_lock(shard_fence_key($1))', [shard]);
    },
    async buryReservation(betId, fixture, now) {
      const { rows } = await pool.query<{ outcome: string }>(
        'SELECT bury_reservation($1, $2, $3) AS outcome',
        [betId, fixture, now],
      );
      return rows[0]?.outcome === 'firm';
    },
  };
}
