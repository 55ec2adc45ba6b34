import { isCurrency, parseMoney, roundSumMinor } from '#contracts/mod.ts';
import { definitionOf, identifyMarket } from '#markets/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import { isLocked, type ArbitrageEvidence, type SideBet } from '../customers/mod.ts';
import type { ClosingTaken } from './closing-values.ts';

/** A single, accepted or refused; amounts in minor units. */
type SingleRow = SideBet &
  Readonly<{
    account: string;
    currency: string;
    fixture: string;
    market: string;
    at: number;
    inPlay: boolean;
    rejected: boolean;
    /** The largest stake that a refusal told. */
    told: string | null;
  }>;

const SINGLES = `
  SELECT b.account_id AS account, b.currency, l.fixture_id AS fixture, l.market_key AS market, l.outcome_id AS "outcomeId",
    b.stake_minor::float8 AS "stakeMinor", coalesce(l.odds, l.requested_odds) / 10000::float8 AS odds,
    b.received_at::float8 AS at, b.in_play AS "inPlay", b.status = 'rejected' AS rejected,
    b.reason_detail->>'maxStake' AS told
  FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id
  WHERE b.received_at >= $1 AND b.terms IS NULL AND l.builder IS NULL
    AND (b.bonus IS NULL OR b.bonus->>'kind' <> 'free-bet')
    AND (b.status <> 'rejected' OR b.reason_detail ? 'maxStake')
  ORDER BY b.received_at, b.id
`;

/** A stake that is no multiple of about five euros is no round sum. */
const ROUND_EURO_CENTS = 500n;
/** A largest stake that was told is used within so long, to the hundredth. */
const TOLD_FOR_MS = 300_000;
/** Of it, in hundredths: whoever stakes as much has taken it. */
const NEARLY_PERCENT = 99n;

type Counts = { -readonly [Name in keyof ArbitrageEvidence]: ArbitrageEvidence[Name] };
const none = (): Counts => ({
  markets: 0,
  locked: 0,
  closed: 0,
  beaten: 0,
  bets: 0,
  oddStakes: 0,
  maxStakes: 0,
});

const isOddStake = ({ currency, stakeMinor }: SingleRow): boolean =>
  isCurrency(currency) &&
  BigInt(stakeMinor) % maxOne(roundSumMinor(ROUND_EURO_CENTS, currency)) !== 0n;
const maxOne = (minor: bigint): bigint => (minor > 1n ? minor : 1n);

function toldMinor({ told, currency }: SingleRow): bigint | undefined {
  return told === null || !isCurrency(currency) ? undefined : parseMoney(told, currency);
}

/** All outcomes of a market; empty for one of another catalogue. */
function outcomesOf(market: string): readonly string[] {
  const identity = identifyMarket(market);
  return identity === undefined ? [] : definitionOf(identity.type).outcomes(identity.specifiers);
}

/** The counts of every customer with singles since a time in UTC milliseconds, with the closing prices where those are known. */
export async function arbitrageEvidence(
  db: Queryable,
  sinceMs: number,
  closing: readonly ClosingTaken[],
): Promise<ReadonlyMap<string, ArbitrageEvidence>> {
  const { rows } = await db.query<SingleRow>(SINGLES, [sinceMs]);
  return evidenceOf(rows, closing);
}

function evidenceOf(
  singles: readonly SingleRow[],
  closing: readonly ClosingTaken[],
): ReadonlyMap<string, ArbitrageEvidence> {
  const all = new Map<string, Counts>();
  const of = (account: string): Counts => {
    const counts = all.get(account) ?? none();
    all.set(account, counts);
    return counts;
  };
  const told = new Map<string, Readonly<{ minor: bigint; at: number }>>();
  for (const single of singles) {
    const { account, fixture, market, outcomeId, at, stakeMinor } = single;
    const selection = `${account} ${fixture} ${market} ${outcomeId}`;
    if (single.rejected) {
      const minor = toldMinor(single);
      if (minor !== undefined) told.set(selection, { minor, at });
      continue;
    }
    const counts = of(account);
    counts.bets += 1;
    if (isOddStake(single)) counts.oddStakes += 1;
    const limit = told.get(selection);
    const wasTold = limit !== undefined && at - limit.at <= TOLD_FOR_MS;
    if (wasTold && BigInt(stakeMinor) * 100n >= NEARLY_PERCENT * limit.minor) counts.maxStakes += 1;
  }
  const before = singles.filter(({ rejected, inPlay }) => !rejected && !inPlay);
  for (const side of Map.groupBy(
    before,
    ({ account, fixture, market }) => `${account} ${fixture} ${market}`,
  ).values()) {
    const [{ account, market } = { account: '', market: '' }] = side;
    const counts = of(account);
    counts.markets += 1;
    if (isLocked(side, outcomesOf(market))) counts.locked += 1;
  }
  for (const { accountId, taken, fairClose } of closing) {
    const counts = of(accountId);
    counts.closed += 1;
    if (taken > fairClose) counts.beaten += 1;
  }
  return all;
}
