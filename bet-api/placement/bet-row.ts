import {
  formatMoney,
  isErrorCode,
  messageOf,
  oddsToDecimal,
  subjects,
  VOID_REASONS,
  type AccountId,
  type BetId,
  type BetMessage,
  type BetStatus,
  type BetView,
  type Currency,
  type FixtureId,
  type MarketKey,
  type Odds,
  type OutcomeId,
  type OutcomeResult,
  type PricePolicy,
} from '#contracts/mod.ts';
import { marketName, outcomeName } from '#markets/mod.ts';
import type { OutboxMessage } from '#platform/mod.ts';

/** A single with its leg as PostgreSQL has it. Times UTC ms, money minor units, odds ×10,000. */
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
  ownerEpoch: number;
  inputSeq: number | null;
  oddsSeq: number | null;
  stateHash: string;
  inPlay: boolean;
  settledAt: number | null;
  /** One sentence on how the payout came about. */
  explanation: string | null;
  fixtureId: FixtureId;
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  home: string;
  away: string;
  requestedOdds: Odds;
  odds: Odds | null;
  catalogueVersion: number | null;
  result: OutcomeResult | null;
}>;

/** Follow with WHERE and the rest; tables are `b` (bet) and `l` (bet_leg). */
export const SELECT_BET = `
  SELECT b.id AS "betId", b.account_id AS "accountId", b.status, b.version, b.currency,
         b.stake_minor AS "stakeMinor", b.potential_payout_minor AS "potentialPayoutMinor",
         b.payout_minor AS "payoutMinor", b.policy, b.reason, b.reason_detail AS "reasonDetail",
         b.received_at::float8 AS "receivedAt", b.due_at::float8 AS "dueAt",
         b.decided_at::float8 AS "decidedAt", b.owner_epoch::float8 AS "ownerEpoch",
         b.input_seq::float8 AS "inputSeq", b.odds_seq::float8 AS "oddsSeq",
         b.state_hash AS "stateHash", b.in_play AS "inPlay", b.settled_at::float8 AS "settledAt",
         b.explanation->>'sentence' AS explanation,
         l.fixture_id AS "fixtureId", l.market_key AS "marketKey", l.outcome_id AS "outcomeId",
         l.home, l.away, l.requested_odds AS "requestedOdds", l.odds,
         l.catalogue_version AS "catalogueVersion", l.result
  FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id AND l.leg = 0`;

/** The bet as its owner sees it. */
export function betView(bet: BetRow): BetView {
  const money = (amount: bigint): string => formatMoney(amount, bet.currency);
  const teams = { home: bet.home, away: bet.away };
  return {
    betId: bet.betId,
    status: bet.status,
    fixtureId: bet.fixtureId,
    fixture: `${bet.home} v ${bet.away}`,
    marketKey: bet.marketKey,
    market: marketName(bet.marketKey),
    outcomeId: bet.outcomeId,
    outcome: outcomeName(bet.marketKey, bet.outcomeId, teams),
    requestedOdds: oddsToDecimal(bet.requestedOdds),
    odds: bet.odds === null ? null : oddsToDecimal(bet.odds),
    stake: money(bet.stakeMinor),
    currency: bet.currency,
    potentialPayout: money(bet.potentialPayoutMinor),
    payout: bet.payoutMinor === null ? null : money(bet.payoutMinor),
    result: bet.result,
    reason: bet.reason === null ? null : reasonOf(bet.reason),
    explanation: bet.explanation,
    placedAt: bet.decidedAt ?? bet.receivedAt,
    dueAt: bet.status === 'delayed' ? bet.dueAt : null,
    settledAt: bet.settledAt,
  };
}

/** A refusal's sentence, or that of a void. */
function reasonOf(code: string): { code: string; message: string } {
  if (isErrorCode(code)) return { code, message: messageOf(code) };
  const voids: Readonly<Record<string, string>> = VOID_REASONS;
  return { code, message: voids[code] ?? code };
}

/** The whole bet as it is after a change, for everyone else; `at` is when it changed. */
function betMessage(bet: BetRow, at: number): BetMessage {
  return {
    betId: bet.betId,
    version: bet.version,
    accountId: bet.accountId,
    status: bet.status,
    currency: bet.currency,
    stakeMinor: String(bet.stakeMinor),
    payoutMinor: bet.payoutMinor === null ? null : String(bet.payoutMinor),
    policy: bet.policy,
    reason: bet.reason,
    receivedAt: bet.receivedAt,
    decidedAt: bet.decidedAt,
    ownerEpoch: bet.ownerEpoch,
    at,
    legs: [
      {
        leg: 0,
        fixtureId: bet.fixtureId,
        marketKey: bet.marketKey,
        outcomeId: bet.outcomeId,
        odds: bet.odds ?? bet.requestedOdds,
        catalogueVersion: bet.catalogueVersion ?? 0,
        result: bet.result,
      },
    ],
  };
}

export const betOutbox = (bet: BetRow, at: number): OutboxMessage => ({
  subject: subjects.bet(bet.status),
  messageId: `bet:${bet.betId}:${String(bet.version)}`,
  body: betMessage(bet, at),
});
