import {
  formatMoney,
  oddsToDecimal,
  type Odds,
  type Referral,
  type ReferralVerdict,
} from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import type { FixtureBook } from '../book/fixture-book.ts';
import { selectBets, type BetRow } from '../placement/bet-row.ts';
import { betView } from '../placement/bet-view.ts';

type Beside = Readonly<{
  betId: string;
  username: string;
  verdict: ReferralVerdict | null;
  stakeMinor: bigint | null;
  odds: Odds | null;
  actor: string;
  note: string;
  at: number;
}>;

/** `waiting`: those that a trader can still decide. Otherwise all, decided ones too. One bet when it is named. */
export type ReferralsWanted = Readonly<{ waiting: boolean; limit: number; betId?: string }>;

const WAITING = `
  SELECT b.id FROM bet AS b WHERE b.status = 'delayed' AND b.referred_until IS NOT NULL
    AND NOT EXISTS (SELECT FROM bet_referral AS r WHERE r.bet_id = b.id)
  ORDER BY b.referred_until LIMIT $1`;
const DECIDED = 'SELECT r.bet_id FROM bet_referral AS r ORDER BY r.at DESC LIMIT $1';

/** Bets that wait for a trader, the first to expire first, then those that did, newest first. */
export async function referrals(
  db: Queryable,
  book: FixtureBook,
  { waiting, limit, betId }: ReferralsWanted,
): Promise<readonly Referral[]> {
  const one = 'SELECT id FROM bet WHERE id = $1 AND referred_until IS NOT NULL';
  const ids =
    betId === undefined ? (waiting ? WAITING : `(${WAITING}) UNION ALL (${DECIDED})`) : one;
  const bets = await selectBets(db, { where: `b.id IN (${ids})`, order: 'b.id, l.leg' }, [
    betId ?? limit,
  ]);
  const beside = await readBeside(db, bets);
  return bets
    .flatMap((bet) => {
      const more = beside.get(bet.betId);
      return more ? [referralView(bet, more, book)] : [];
    })
    .toSorted(byUrgency)
    .slice(0, limit);
}

const byUrgency = (left: Referral, right: Referral): number => {
  if (left.verdict === null && right.verdict === null) return left.expiresAt - right.expiresAt;
  if (left.verdict === null || right.verdict === null) return left.verdict === null ? -1 : 1;
  return right.verdict.at - left.verdict.at;
};

async function readBeside(
  db: Queryable,
  bets: readonly BetRow[],
): Promise<ReadonlyMap<string, Beside>> {
  const { rows } = await db.query<Beside>(
    `SELECT b.id AS "betId", u.username, r.verdict, r.stake_minor AS "stakeMinor", r.odds, r.actor, r.note,
            r.at::float8 AS at
     FROM bet AS b JOIN account AS a ON a.id = b.account_id JOIN app_user AS u ON u.id = a.user_id
     LEFT JOIN bet_referral AS r ON r.bet_id = b.id
     WHERE b.id = ANY ($1::uuid[])`,
    [bets.map(({ betId }) => betId)],
  );
  return new Map(rows.map((row) => [row.betId, row]));
}

function referralView(bet: BetRow, beside: Beside, book: FixtureBook): Referral {
  const { referral, currency } = bet;
  if (referral?.kind !== 'asked') throw new Error(`nobody was asked about ${bet.betId}`);
  const view = betView(bet);
  const money = (minor: bigint): string => formatMoney(minor, currency);
  const { verdict, stakeMinor, odds, actor, note, at } = beside;
  return {
    betId: bet.betId,
    accountId: bet.accountId,
    username: beside.username,
    type: view.type,
    stake: view.stake,
    currency,
    potentialPayout: view.potentialPayout,
    code: referral.code,
    maxStake: money(BigInt(referral.maxStakeMinor)),
    inPlay: bet.inPlay,
    receivedAt: bet.receivedAt,
    expiresAt: bet.referredUntil ?? bet.dueAt,
    legs: view.legs.map((leg, at) => ({
      fixtureId: leg.fixtureId,
      fixture: leg.fixture,
      marketKey: leg.marketKey,
      market: leg.market,
      outcomeId: leg.outcomeId,
      outcome: leg.outcome,
      odds: leg.requestedOdds,
      oddsNow: oddsNow(book, bet, at),
    })),
    lines: view.lines,
    verdict:
      verdict === null
        ? null
        : {
            verdict,
            stake: stakeMinor === null ? null : money(stakeMinor),
            odds: odds === null ? null : oddsToDecimal(odds),
            by: actor,
            note,
            at,
          },
    status: view.status,
    reason: bet.reason,
  };
}

function oddsNow(book: FixtureBook, { legs }: BetRow, at: number): number | null {
  const parts = selectionsOf(legs).find((each) => each.some(({ leg }) => leg === at));
  const [part] = parts ?? [];
  if (part === undefined || parts?.length !== 1) return null;
  const market = book.view(part.fixtureId)?.markets.get(part.marketKey);
  const odds = market?.outcomes.find(({ id }) => id === part.outcomeId)?.odds ?? null;
  return odds === null ? null : oddsToDecimal(odds);
}
