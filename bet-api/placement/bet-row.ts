import type {
  AccountId,
  BetBonus,
  BetId,
  BetStatus,
  Currency,
  FixtureId,
  MarketKey,
  Odds,
  OutcomeId,
  OutcomeResult,
  PricePolicy,
  Terms,
} from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import type { Referring } from '../referrals/referral.ts';

/** What the host of a leg decided it by; bets of several legs keep it leg by leg. */
export type LegDecision = Readonly<{
  ownerEpoch: number;
  inputSeq: number;
  oddsSeq: number;
  decidedAt: number;
}>;

/** One leg as PostgreSQL has it; odds ×10,000. */
export type LegRow = Readonly<{
  leg: number;
  fixtureId: FixtureId;
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  home: string;
  away: string;
  banker: boolean;
  /** Parts of a bet builder with the same number are one leg, at one price. */
  builder: number | null;
  requestedOdds: Odds;
  odds: Odds | null;
  catalogueVersion: number | null;
  result: OutcomeResult | null;
  /** Of the match at the receipt, as its host said it. */
  stateHash: string;
  /** Null in a single. */
  decision: LegDecision | null;
}>;

/** A bet with its legs as PostgreSQL has them. Times UTC ms, money minor units. */
export type BetRow = Readonly<{
  betId: BetId;
  accountId: AccountId;
  status: BetStatus;
  version: number;
  currency: Currency;
  stakeMinor: bigint;
  potentialPayoutMinor: bigint;
  payoutMinor: bigint | null;
  policy: PricePolicy;
  reason: string | null;
  reasonDetail: Readonly<Record<string, unknown>> | null;
  receivedAt: number;
  dueAt: number;
  decidedAt: number | null;
  /** Of the host of the first leg, as are the two sequences. */
  ownerEpoch: number;
  inputSeq: number | null;
  oddsSeq: number | null;
  inPlay: boolean;
  settledAt: number | null;
  /** In words, how the payout came about. */
  explanation: string | null;
  bonus: BetBonus | null;
  /** Of the payout, what the bonus added. */
  bonusMinor: bigint;
  /** Null for a single. */
  terms: Terms | null;
  /** Parts that were cashed out while the rest went on; `stakeMinor` and `payoutMinor` are without them. */
  cashedStakeMinor: bigint;
  cashedOutMinor: bigint;
  legs: readonly [LegRow, ...LegRow[]];
}> &
  Referring;

/** One row per leg; follow with WHERE and an order that keeps the legs of a bet in order. */
const SELECT = `
  SELECT b.id AS "betId", b.account_id AS "accountId", b.status, b.version, b.currency,
         b.stake_minor AS "stakeMinor", b.potential_payout_minor AS "potentialPayoutMinor",
         b.payout_minor AS "payoutMinor", b.policy, b.reason, b.reason_detail AS "reasonDetail",
         b.received_at::float8 AS "receivedAt", b.due_at::float8 AS "dueAt",
         b.decided_at::float8 AS "decidedAt", b.owner_epoch::float8 AS "ownerEpoch",
         b.input_seq::float8 AS "inputSeq", b.odds_seq::float8 AS "oddsSeq",
         b.in_play AS "inPlay", b.settled_at::float8 AS "settledAt",
         explanation_of(b)->>'sentence' AS explanation, b.terms,
         b.bonus, b.bonus_minor AS "bonusMinor",
         b.cashed_stake_minor AS "cashedStakeMinor", b.cashed_out_minor AS "cashedOutMinor",
         b.referral, b.referred_until::float8 AS "referredUntil",
         l.leg, l.fixture_id AS "fixtureId", l.market_key AS "marketKey", l.outcome_id AS "outcomeId",
         l.home, l.away, l.banker, l.builder, l.requested_odds AS "requestedOdds", l.odds,
         l.catalogue_version AS "catalogueVersion", l.result, l.decision,
         coalesce(l.state_hash, b.state_hash) AS "stateHash"
  FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id`;

type FlatRow = Omit<BetRow, 'legs'> & LegRow;

/**
 * The bets that `where` names, their legs in order. Tables are `b` (bet) and `l` (bet_leg); a limit
 * belongs into a subquery, because there is a row per leg. `b.id` must come in `order`.
 */
export async function selectBets(
  db: Queryable,
  { where, order }: Readonly<{ where: string; order: string }>,
  values: readonly unknown[],
): Promise<readonly BetRow[]> {
  const { rows } = await db.query<FlatRow>(`${SELECT} WHERE ${where} ORDER BY ${order}`, [
    ...values,
  ]);
  return foldLegs(rows);
}

function foldLegs(rows: readonly FlatRow[]): readonly BetRow[] {
  const bets = new Map<BetId, BetRow & { legs: [LegRow, ...LegRow[]] }>();
  for (const row of rows) {
    const leg = legOf(row);
    const known = bets.get(row.betId);
    if (known) known.legs.push(leg);
    else bets.set(row.betId, { ...betOf(row), legs: [leg] });
  }
  return [...bets.values()];
}

const legOf = (row: FlatRow): LegRow => ({
  leg: row.leg,
  fixtureId: row.fixtureId,
  marketKey: row.marketKey,
  outcomeId: row.outcomeId,
  home: row.home,
  away: row.away,
  banker: row.banker,
  builder: row.builder,
  requestedOdds: row.requestedOdds,
  odds: row.odds,
  catalogueVersion: row.catalogueVersion,
  result: row.result,
  stateHash: row.stateHash,
  decision: row.decision,
});

const betOf = (row: FlatRow): Omit<BetRow, 'legs'> => ({
  betId: row.betId,
  accountId: row.accountId,
  status: row.status,
  version: row.version,
  currency: row.currency,
  stakeMinor: row.stakeMinor,
  potentialPayoutMinor: row.potentialPayoutMinor,
  payoutMinor: row.payoutMinor,
  policy: row.policy,
  reason: row.reason,
  reasonDetail: row.reasonDetail,
  receivedAt: row.receivedAt,
  dueAt: row.dueAt,
  decidedAt: row.decidedAt,
  ownerEpoch: row.ownerEpoch,
  inputSeq: row.inputSeq,
  oddsSeq: row.oddsSeq,
  inPlay: row.inPlay,
  settledAt: row.settledAt,
  explanation: row.explanation,
  bonus: row.bonus,
  bonusMinor: row.bonusMinor,
  terms: row.terms,
  cashedStakeMinor: row.cashedStakeMinor,
  cashedOutMinor: row.cashedOutMinor,
  referral: row.referral,
  referredUntil: row.referredUntil,
});

/** Several legs of a bet are on one fixture only within a bet builder. */
export const fixturesOf = ({ legs }: Pick<BetRow, 'legs'>): readonly FixtureId[] => [
  ...new Set(legs.map(({ fixtureId }) => fixtureId)),
];
