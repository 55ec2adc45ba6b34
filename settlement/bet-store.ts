import type {
  AccountId,
  BetBonus,
  BetId,
  Currency,
  FixtureId,
  MarketKey,
  Odds,
  OutcomeId,
  OutcomeResult,
  PricePolicy,
  Terms,
} from '#contracts/mod.ts';
import {
  fromJsonLines,
  jsonLines,
  plainArray,
  type PoolClient,
  type Queryable,
} from '#platform/mod.ts';

import type { Explanation } from './rules/mod.ts';

/** A bet under our lock. Times UTC ms, money minor units. */
export type LockedBet = Readonly<{
  betId: BetId;
  accountId: AccountId;
  status: 'accepted' | 'settled' | 'void';
  version: number;
  currency: Currency;
  stakeMinor: bigint;
  payoutMinor: bigint | null;
  policy: PricePolicy;
  receivedAt: number;
  decidedAt: number;
  ownerEpoch: number;
  /** Of the settlement that stands; null while the bet is open. */
  settlementVersion: number | null;
  /** Null for a single. */
  terms: Terms | null;
  bonus: BetBonus | null;
  /** Of the payout, what the bonus added. */
  bonusMinor: bigint;
  /** Parts that were cashed out: final, and not in `stakeMinor`. */
  cashedStakeMinor: bigint;
  cashedOutMinor: bigint;
}>;

export type LockedLeg = Readonly<{
  betId: BetId;
  leg: number;
  fixtureId: FixtureId;
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  home: string;
  away: string;
  odds: Odds;
  banker: boolean;
  /** Parts of a bet builder have the same number. */
  builder: number | null;
  catalogueVersion: number;
  result: OutcomeResult | null;
  resultVersion: number | null;
  /** From the market's result; null while the leg is open. */
  basis: string | null;
  voidReason: string | null;
  /** By a decision, whatever its market comes to. */
  isVoid: boolean;
}>;

/** What a bet becomes; `status` `accepted` when legs are still open. */
export type BetChange = Readonly<{
  bet: LockedBet;
  legs: readonly LockedLeg[];
  openLegs: number;
  status: LockedBet['status'];
  payoutMinor: bigint | null;
  bonusMinor: bigint;
  reason: string | null;
  explanation: (Explanation & Readonly<{ settlementVersion: number }>) | null;
  rulesVersion: number | null;
  settledAt: number | null;
}>;

export type Walk = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  /** Null walks open legs; a version walks legs with an older result than that. */
  olderThan: number | null;
  after: BetId | null;
  limit: number;
}>;

const NIL = '00000000-0000-0000-0000-000000000000';

/** The next bets of a market in order of their id, whatever their state. */
export async function nextBets(db: Queryable, walk: Walk): Promise<BetId[]> {
  const { rows } = await db.query<{ bet_id: BetId }>(
    `SELECT DISTINCT bet_id FROM bet_leg
     WHERE fixture_id = $1 AND market_key = $2 AND bet_id > $3
       AND ${walk.olderThan === null ? 'result IS NULL AND $4::int IS NULL' : 'result_version < $4'}
     ORDER BY bet_id LIMIT $5`,
    [walk.fixtureId, walk.marketKey, walk.after ?? NIL, walk.olderThan, walk.limit],
  );
  return rows.map((row) => row.bet_id);
}

/** The bet of all that was made last, by its id; null before the first. */
export async function newestBet(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('SELECT id FROM bet ORDER BY id DESC LIMIT 1');
  return rows[0]?.id ?? null;
}

/**
 * Locks those of the bets that were accepted and that no other process works on. A bet may be lost before
 * all its legs have results; those get theirs all the same, for the day when the lost one is corrected.
 */
export const lockBets = (client: PoolClient, bets: readonly BetId[]): Promise<LockedBet[]> =>
  selectBets(client, bets, 'FOR UPDATE SKIP LOCKED');

/** The same bets as they are now, without a lock. */
export const readBets = (db: Queryable, bets: readonly BetId[]): Promise<LockedBet[]> =>
  selectBets(db, bets, '');

async function selectBets(
  db: Queryable,
  bets: readonly BetId[],
  lock: string,
): Promise<LockedBet[]> {
  const { rows } = await db.query<LockedBet>(
    `SELECT id AS "betId", account_id AS "accountId", status, version, currency,
            stake_minor AS "stakeMinor", payout_minor AS "payoutMinor", policy,
            received_at::float8 AS "receivedAt", decided_at::float8 AS "decidedAt",
            owner_epoch::float8 AS "ownerEpoch",
            (explanation_of(bet)->>'settlementVersion')::int AS "settlementVersion", terms,
            bonus, bonus_minor AS "bonusMinor",
            cashed_stake_minor AS "cashedStakeMinor", cashed_out_minor AS "cashedOutMinor"
     FROM bet WHERE id = ANY ($1::uuid[]) AND status IN ('accepted', 'settled', 'void')
     ORDER BY id ${lock}`,
    [bets],
  );
  return rows;
}

/** Gives the legs of these bets on one market their result; returns the bets where it was another before. */
export async function resultLegs(
  client: PoolClient,
  bets: readonly BetId[],
  market: Readonly<{
    fixtureId: FixtureId;
    marketKey: MarketKey;
    resultVersion: number;
    outcomes: Readonly<Record<OutcomeId, OutcomeResult>>;
  }>,
): Promise<Set<BetId>> {
  const { rows } = await client.query<{ bet_id: BetId; changed: boolean }>(
    `UPDATE bet_leg AS l SET result_version = $5,
       result = CASE WHEN old.is_void THEN 'void' ELSE $4::jsonb ->> l.outcome_id END
     FROM (
       SELECT o.bet_id, o.leg, o.result, v.bet_id IS NOT NULL AS is_void
       FROM bet_leg AS o LEFT JOIN selection_void AS v ON v.bet_id = o.bet_id AND v.leg = o.leg
       WHERE o.bet_id = ANY ($1::uuid[]) AND o.fixture_id = $2 AND o.market_key = $3
         AND coalesce(o.result_version, 0) < $5 AND $4::jsonb ? o.outcome_id
     ) AS old
     WHERE l.bet_id = old.bet_id AND l.leg = old.leg
     RETURNING l.bet_id, old.result IS DISTINCT FROM l.result AS changed`,
    [
      bets,
      market.fixtureId,
      market.marketKey,
      JSON.stringify(market.outcomes),
      market.resultVersion,
    ],
  );
  return new Set(rows.filter(({ changed }) => changed).map((row) => row.bet_id));
}

export async function readLegs(
  client: Queryable,
  bets: readonly BetId[],
): Promise<ReadonlyMap<BetId, readonly LockedLeg[]>> {
  const { rows } = await client.query<LockedLeg>(
    `SELECT l.bet_id AS "betId", l.leg, l.fixture_id AS "fixtureId", l.market_key AS "marketKey",
            l.outcome_id AS "outcomeId", l.home, l.away, l.odds, l.banker, l.builder,
            coalesce(l.catalogue_version, 0) AS "catalogueVersion", l.result,
            l.result_version AS "resultVersion", coalesce(v.basis, m.basis) AS basis,
            coalesce(v.code, m.void_reason) AS "voidReason", v.bet_id IS NOT NULL AS "isVoid"
     FROM bet_leg AS l LEFT JOIN selection_void AS v ON v.bet_id = l.bet_id AND v.leg = l.leg
     LEFT JOIN LATERAL (
       SELECT basis, void_reason FROM market_result AS m
       WHERE m.fixture_id = l.fixture_id AND m.market_key = l.market_key
         AND m.result_version <= l.result_version
       ORDER BY m.result_version DESC LIMIT 1
     ) AS m ON true
     WHERE l.bet_id = ANY ($1::uuid[]) ORDER BY l.bet_id, l.leg`,
    [bets],
  );
  const legs = new Map<BetId, LockedLeg[]>();
  for (const leg of rows) {
    const ofBet = legs.get(leg.betId);
    if (ofBet) ofBet.push(leg);
    else legs.set(leg.betId, [leg]);
  }
  return legs;
}

/** Writes the bets after their change, each only if its version is still the one that was locked. */
export async function writeBets(client: PoolClient, changes: readonly BetChange[]): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE bet AS b SET status = n.status, version = b.version + 1, open_legs = n.open_legs,
       payout_minor = n.payout_minor, reason = n.reason, explanation = n.explanation, settled_kind = NULL,
       rules_version = n.rules_version, settled_at = n.settled_at,
       bonus_minor = n.bonus_minor
     FROM unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::bigint[], $6::text[],
                 ${fromJsonLines('$7', 'jsonb')}, $8::int[], $9::bigint[], $10::bigint[])
       AS n (id, version, status, open_legs, payout_minor, reason, explanation, rules_version, settled_at,
             bonus_minor)
     WHERE b.id = n.id AND b.version = n.version`,
    [
      plainArray(changes.map(({ bet }) => bet.betId)),
      plainArray(changes.map(({ bet }) => bet.version)),
      changes.map(({ status }) => status),
      plainArray(changes.map(({ openLegs }) => openLegs)),
      plainArray(changes.map(({ payoutMinor }) => payoutMinor)),
      changes.map(({ reason }) => reason),
      jsonLines(changes.map(({ explanation }) => explanation)),
      plainArray(changes.map(({ rulesVersion }) => rulesVersion)),
      plainArray(changes.map(({ settledAt }) => settledAt)),
      plainArray(changes.map(({ bonusMinor }) => bonusMinor)),
    ],
  );
  if (rowCount !== changes.length) throw new Error('a bet changed under its lock');
}
