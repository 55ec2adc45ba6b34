import type { Queryable } from '#platform/mod.ts';

/**
 * The sealed text of a transfer, its entries and what their accounts are, as PostgreSQL writes rows: fields with
 * commas, quotes or parentheses are quoted, null is nothing, so no two records have one text. Rows of the
 * ledger never change, so the text can be made again at any time.
 */
const TRANSFER_TEXTS = `
  SELECT t.id, 'overround-transfer-1' || ROW(
      t.id, t.kind, t.bet_id, t.version, t.at, t.clears, t.memo,
      (extract(epoch FROM t.created_at) * 1000000)::bigint)::text || coalesce(e.entries, '') AS text
  FROM ledger_transfer AS t
  LEFT JOIN (
    SELECT e.transfer_id, string_agg(ROW(
        e.id, e.account_id, a.owner_id, a.purpose, a.currency, e.amount_minor,
        e.balance_after_minor, e.account_version, e.bet_id, e.at)::text, '' ORDER BY e.id) AS entries
    FROM ledger_entry AS e LEFT JOIN ledger_account AS a ON a.id = e.account_id
    WHERE e.transfer_id = ANY ($1::uuid[]) GROUP BY e.transfer_id
  ) AS e ON e.transfer_id = t.id
  WHERE t.id = ANY ($1::uuid[])`;

/** The texts of those transfers that exist, by id. */
export async function transferTexts(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; text: string }>(TRANSFER_TEXTS, [ids]);
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** A bet that is over, as it is sealed. A later settlement is another version with a text of its own. */
export type BetText = Readonly<{
  betId: string;
  version: number;
  text: string;
  /** As the first format had it, without the bonus: records of that format are measured by it. */
  firstText: string;
}>;

const BET_TEXTS = `
  SELECT r.id AS "betId", r.version, r.record::text AS "firstText",
         (r.record || jsonb_build_object(
           'format', 'overround-bet-2', 'bonus', r.bonus, 'bonusMinor', r.bonus_minor::text))::text AS text
  FROM (
    SELECT b.id, b.version, b.bonus, b.bonus_minor, jsonb_build_object(
        'format', 'overround-bet-1', 'betId', b.id, 'accountId', b.account_id, 'version', b.version,
        'status', b.status, 'currency', b.currency, 'stakeMinor', b.stake_minor::text,
        'payoutMinor', b.payout_minor::text, 'reason', b.reason, 'terms', b.terms,
        'receivedAt', b.received_at, 'decidedAt', b.decided_at, 'settledAt', b.settled_at,
        'rulesVersion', b.rules_version, 'explanation', explanation_of(b), 'legs', l.legs) AS record
    FROM bet AS b
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object(
          'leg', l.leg, 'fixtureId', l.fixture_id, 'marketKey', l.market_key, 'outcomeId', l.outcome_id,
          'home', l.home, 'away', l.away, 'odds', l.odds, 'catalogueVersion', l.catalogue_version,
          'banker', l.banker, 'builder', l.builder,
          'result', l.result, 'resultVersion', l.result_version) ORDER BY l.leg) AS legs
      FROM bet_leg AS l WHERE l.bet_id = b.id
    ) AS l ON true
    WHERE b.id = ANY ($1::uuid[]) AND b.settled_at IS NOT NULL
  ) AS r
  ORDER BY r.id`;

/** The texts of those of the bets that are over now, in order of their ids. */
export async function betTexts(db: Queryable, ids: readonly string[]): Promise<readonly BetText[]> {
  if (ids.length === 0) return [];
  return (await db.query<BetText>(BET_TEXTS, [ids])).rows;
}

/** Whether a sealed text is what the bet reads as now, in the format in which it was sealed. */
export const readsAs = (sealed: string | null, now: BetText | undefined): boolean =>
  now !== undefined && (sealed === now.text || sealed === now.firstText);
