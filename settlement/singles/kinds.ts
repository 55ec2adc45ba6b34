import type {
  Currency,
  FixtureId,
  MarketKey,
  Odds,
  OutcomeId,
  OutcomeResult,
  PricePolicy,
  RuleBook,
} from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

/**
 * Singles that agree in all that decides their settlement; what is each one's own (id, customer, times) is
 * not there. Money minor units.
 */
export type SingleKind = Readonly<{
  betVersion: number;
  status: 'accepted' | 'settled' | 'void';
  currency: Currency;
  stakeMinor: bigint;
  payoutMinor: bigint | null;
  settlementVersion: number | null;
  policy: PricePolicy;
  ownerEpoch: number;
  outcomeId: OutcomeId;
  home: string;
  away: string;
  odds: Odds;
  catalogueVersion: number;
  result: OutcomeResult | null;
  /** How many versions of the house rules had begun when they were accepted. */
  rulesBegun: number;
}>;

/** `bets`: their ids as PostgreSQL writes an array, with its braces. */
export type KindOnPage = Readonly<{ kind: SingleKind; bets: string; count: number }>;

/** `last`: the last bet of the page, singles or not; null when there was none. */
export type KindsPage = Readonly<{ kinds: readonly KindOnPage[]; last: string | null }>;

export type PageWalk = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  /** Null walks open legs; a version walks legs with an older result than that. */
  olderThan: number | null;
  after: string;
  limit: number;
}>;

const kindsSql = (older: boolean): string => `
  WITH page AS MATERIALIZED (
    SELECT l.bet_id, l.leg, l.outcome_id, l.home, l.away, l.odds, l.catalogue_version, l.result, l.builder
    FROM bet_leg AS l
    WHERE l.fixture_id = $1 AND l.market_key = $2 AND l.bet_id > $3
      AND ${older ? 'l.result_version < $4' : 'l.result IS NULL AND $4::int IS NULL'}
    ORDER BY l.bet_id LIMIT $5
  ), grouped AS (
    SELECT b.version AS "betVersion", b.status, b.currency, b.stake_minor AS "stakeMinor",
           b.payout_minor AS "payoutMinor", (b.explanation->>'settlementVersion')::int AS "settlementVersion",
           b.policy, b.owner_epoch::float8 AS "ownerEpoch", p.outcome_id AS "outcomeId", p.home, p.away, p.odds,
           coalesce(p.catalogue_version, 0) AS "catalogueVersion", p.result,
           width_bucket(b.decided_at, $6::bigint[]) AS "rulesBegun",
           array_agg(p.bet_id)::text AS bets, count(*)::int AS count
    FROM page AS p JOIN bet AS b ON b.id = p.bet_id
    WHERE p.leg = 0 AND p.builder IS NULL AND b.terms IS NULL AND b.bonus IS NULL AND b.cashed_stake_minor = 0
      AND b.status ${older ? `IN ('settled', 'void')` : `= 'accepted'`}
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  )
  SELECT (SELECT p.bet_id FROM page AS p ORDER BY p.bet_id DESC LIMIT 1) AS last, g.*
  FROM (SELECT) AS always LEFT JOIN grouped AS g ON true`;

/** The singles among the next legs of a market, by their kinds. Without a lock: they may change at once. */
export async function readKinds(
  db: Queryable,
  walk: PageWalk,
  rules: RuleBook,
): Promise<KindsPage> {
  type Row = SingleKind & Readonly<{ bets: string | null; count: number; last: string | null }>;
  const begins = rules.map(({ appliesFrom }) => Date.parse(appliesFrom));
  const { rows } = await db.query<Row>({
    name: walk.olderThan === null ? 'open-singles' : 'older-singles',
    text: kindsSql(walk.olderThan !== null),
    values: [walk.fixtureId, walk.marketKey, walk.after, walk.olderThan, walk.limit, begins],
  });
  const kinds = rows.flatMap(({ bets, count, last: _, ...kind }) =>
    bets === null ? [] : [{ kind, bets, count }],
  );
  return { kinds, last: rows[0]?.last ?? null };
}
