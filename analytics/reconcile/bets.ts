import type { BetLeg, BetMessage } from '#contracts/mod.ts';

import { betEventRows } from '../rows/mod.ts';
import type { ReconciledTable } from './table.ts';

type BetRow = Omit<BetMessage, 'receivedAt' | 'decidedAt' | 'at' | 'ownerEpoch' | 'legs'> &
  Readonly<{
    receivedAt: bigint;
    decidedAt: bigint | null;
    settledAt: bigint | null;
    ownerEpoch: bigint;
    legs: BetLeg[];
  }>;

/** Bets as they stand now: an earlier version that was missed cannot be told from PostgreSQL any more. */
export const bets: ReconciledTable = {
  name: 'bet',
  table: 'bet_event_raw',
  truthSql: `
    SELECT received_at / 60000, count(*), sum(stake_minor + cashed_stake_minor)::int8,
           coalesce(sum(payout_minor + cashed_out_minor), 0)::int8, sum(version)::int8
    FROM bet WHERE received_at >= $1 AND received_at < $2 GROUP BY 1`,
  copySql: `
    SELECT intDiv(toUnixTimestamp64Milli(received_at), 60000), count(), sum(stake_minor),
           sum(ifNull(payout_minor, 0)), sum(version)
    FROM bet
    WHERE received_at >= fromUnixTimestamp64Milli({from:Int64})
      AND received_at < fromUnixTimestamp64Milli({to:Int64})
    GROUP BY 1`,
  rowsOf: async (db, { fromMs, toMs }) => {
    const { rows } = await db.query<BetRow>(
      `SELECT b.id AS "betId", b.version, b.account_id AS "accountId", b.status, b.currency,
              b.stake_minor::text AS "stakeMinor", b.payout_minor::text AS "payoutMinor",
              json_build_object('stakeMinor', b.cashed_stake_minor::text,
                'paidMinor', b.cashed_out_minor::text) AS "cashedOut",
              b.policy, b.reason, b.received_at AS "receivedAt", b.decided_at AS "decidedAt",
              b.settled_at AS "settledAt", b.owner_epoch AS "ownerEpoch", legs.legs
       FROM bet b, LATERAL (
         SELECT coalesce(json_agg(json_build_object(
           'leg', l.leg, 'fixtureId', l.fixture_id, 'marketKey', l.market_key,
           'outcomeId', l.outcome_id, 'odds', coalesce(l.odds, l.requested_odds),
           'catalogueVersion', coalesce(l.catalogue_version, 0), 'result', l.result
         ) ORDER BY l.leg), '[]') AS legs
         FROM bet_leg l WHERE l.bet_id = b.id
       ) AS legs
       WHERE b.received_at >= $1 AND b.received_at < $2`,
      [fromMs, toMs],
    );
    return rows.flatMap((row) => betEventRows(messageOf(row)));
  },
};

function messageOf({ settledAt, legs, ...row }: BetRow): BetMessage {
  const receivedAt = Number(row.receivedAt);
  const decidedAt = row.decidedAt === null ? null : Number(row.decidedAt);
  return {
    ...row,
    receivedAt,
    decidedAt,
    ownerEpoch: Number(row.ownerEpoch),
    at: settledAt === null ? (decidedAt ?? receivedAt) : Number(settledAt),
    legs,
  };
}
