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

/**
 * `last`: the last bet of the page, singles or not; null when there was none. `newest`: the bet of all that was made
 * last, by its id.
 */
export type KindsPage = Readonly<{
  kinds: readonly KindOnPage[];
  last: string | null;
  newest: string | null;
}>;

export type PageWalk = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  /** Null walks open legs; a version walks legs with an older result than that. */
  olderThan: number | null;
  after: string;
  limit: number;
}>;

const KINDS = `
  SELECT last_bet AS last, newest_bet AS newest, bets::text, bet_count AS count, bet_version AS "betVersion", status,
         currency, stake AS "stakeMinor", payout AS "payoutMinor", settlement_version AS "settlementVersion",
         policy, owner_epoch::float8 AS "ownerEpoch", outcome AS "outcomeId", home, away, odds,
         catalogue AS "catalogueVersion", result, rules_begun AS "rulesBegun"
  FROM singles_by_kind($1, $2, $3, $4, $5, $6)`;

/** The singles among the next legs of a market, by their kinds. Without a lock: they may change at once. */
export async function readKinds(
  db: Queryable,
  walk: PageWalk,
  rules: RuleBook,
): Promise<KindsPage> {
  type Row = SingleKind &
    Readonly<{ bets: string | null; count: number; last: string | null; newest: string | null }>;
  const begins = rules.map(({ appliesFrom }) => Date.parse(appliesFrom));
  const { rows } = await db.query<Row>({
    name: 'singles-by-kind',
    text: KINDS,
    values: [walk.fixtureId, walk.marketKey, walk.olderThan, walk.after, walk.limit, begins],
  });
  const kinds = rows.flatMap(({ bets, count, last: _, newest: __, ...kind }) =>
    bets === null ? [] : [{ kind, bets, count }],
  );
  return { kinds, last: rows[0]?.last ?? null, newest: rows[0]?.newest ?? null };
}
