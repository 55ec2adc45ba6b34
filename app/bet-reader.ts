import {
  betId,
  type BetBonus,
  type BetId,
  type BetLeg,
  type BetMessage,
  type FixtureId,
  type Terms,
} from '#contracts/mod.ts';
import type { Pool } from '#platform/mod.ts';

import { openSumOf, tailSql, type OpenSum } from './open-sum.ts';

/** Bets as their messages tell them, read from PostgreSQL: the way to repair what lost messages left out. */
export type BetReader = Readonly<{
  /** Accepted bets that are not final: of these fixtures, or all of them. */
  openBets(fixtures?: readonly FixtureId[]): Promise<readonly BetMessage[]>;
  /** Of the accepted bets on one fixture that are not final: a sum of them all, and the version of each. */
  openSum(fixture: FixtureId): Promise<OpenSum>;
  openVersions(fixture: FixtureId): Promise<ReadonlyMap<BetId, number>>;
  bet(betId: BetId): Promise<BetMessage | undefined>;
  /** Bets that wait for their decision. */
  pendingBets(): Promise<readonly BetMessage[]>;
}>;

const BETS = `
  SELECT b.id, b.version, b.account_id, b.status, b.currency, b.stake_minor, b.payout_minor, b.policy,
         b.reason, b.received_at, b.decided_at, b.owner_epoch, b.terms, b.bonus,
         json_agg(json_build_object(
           'leg', l.leg, 'fixtureId', l.fixture_id, 'marketKey', l.market_key,
           'outcomeId', l.outcome_id, 'odds', coalesce(l.odds, l.requested_odds),
           'catalogueVersion', coalesce(l.catalogue_version, 0), 'result', l.result,
           'banker', l.banker, 'builder', l.builder) ORDER BY l.leg) AS legs
  FROM bet b JOIN bet_leg l ON l.bet_id = b.id`;
const OPEN_BETS = `${BETS}
  WHERE b.status = 'accepted'
    AND ($1::text[] IS NULL OR b.id IN (SELECT bet_id FROM bet_leg WHERE fixture_id = ANY ($1)))
  GROUP BY b.id`;
const OPEN_ON_FIXTURE = `
  SELECT DISTINCT b.id, b.version FROM bet_leg l JOIN bet b ON b.id = l.bet_id
  WHERE l.fixture_id = $1 AND b.status = 'accepted'`;
// One row, because the driver takes ten times as long over a row as over a field of a document.
const OPEN_VERSIONS = `
  SELECT coalesce(json_object_agg(id, version), '{}') AS versions FROM (${OPEN_ON_FIXTURE}) AS open`;
const OPEN_SUM = `
  SELECT count(*)::integer AS bets, coalesce(sum(version), 0)::float8 AS versions,
         coalesce(sum(${tailSql('id')}), 0)::float8 AS tails
  FROM (${OPEN_ON_FIXTURE}) AS open`;
const PENDING_BETS = `${BETS} WHERE b.status = 'delayed' GROUP BY b.id`;
const ONE_BET = `${BETS} WHERE b.id = $1 GROUP BY b.id`;

type BetRow = Readonly<{
  id: BetId;
  version: number;
  account_id: BetMessage['accountId'];
  status: BetMessage['status'];
  currency: BetMessage['currency'];
  stake_minor: bigint;
  payout_minor: bigint | null;
  policy: BetMessage['policy'];
  reason: string | null;
  received_at: bigint;
  decided_at: bigint | null;
  owner_epoch: bigint;
  terms: Terms | null;
  bonus: BetBonus | null;
  legs: LegRow[];
}>;

type LegRow = Omit<BetLeg, 'banker' | 'builder'> &
  Readonly<{ banker: boolean; builder: number | null }>;

const messageOf = (row: BetRow): BetMessage => ({
  betId: row.id,
  version: row.version,
  accountId: row.account_id,
  status: row.status,
  currency: row.currency,
  stakeMinor: String(row.stake_minor),
  payoutMinor: row.payout_minor === null ? null : String(row.payout_minor),
  policy: row.policy,
  reason: row.reason,
  receivedAt: Number(row.received_at),
  decidedAt: row.decided_at === null ? null : Number(row.decided_at),
  ownerEpoch: Number(row.owner_epoch),
  at: Number(row.decided_at ?? row.received_at),
  legs: row.legs.map(({ banker, builder, ...leg }) => ({
    ...leg,
    ...(banker ? { banker } : {}),
    ...(builder === null ? {} : { builder }),
  })),
  ...(row.terms === null ? {} : { terms: row.terms }),
  ...(row.bonus === null ? {} : { bonus: row.bonus }),
});

export function createBetReader(pool: Pool): BetReader {
  return {
    async openBets(fixtures) {
      const { rows } = await pool.query<BetRow>(OPEN_BETS, [fixtures ?? null]);
      return rows.map(messageOf);
    },
    async openSum(fixture) {
      const { rows } = await pool.query<OpenSum>(OPEN_SUM, [fixture]);
      return rows[0] ?? openSumOf([]);
    },
    async openVersions(fixture) {
      const { rows } = await pool.query<{ versions: Readonly<Record<BetId, number>> }>(
        OPEN_VERSIONS,
        [fixture],
      );
      return new Map(
        Object.entries(rows[0]?.versions ?? {}).map(([id, version]) => [betId(id), version]),
      );
    },
    async pendingBets() {
      const { rows } = await pool.query<BetRow>(PENDING_BETS);
      return rows.map(messageOf);
    },
    async bet(id) {
      const { rows } = await pool.query<BetRow>(ONE_BET, [id]);
      return rows.map(messageOf)[0];
    },
  };
}
