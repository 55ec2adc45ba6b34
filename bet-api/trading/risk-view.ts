import { Refusal, type RiskView, type TailAnswer } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import { selectBets } from '../placement/bet-row.ts';
import { betView } from '../placement/bet-view.ts';

/**
 * What the risk service said, with the bets that it named; one that is not stored yet is left out.
 * @throws Refusal BAD_REQUEST for a question about nothing.
 */
export async function riskView(db: Queryable, answer: TailAnswer): Promise<RiskView> {
  if (!answer.ok) {
    const { field, message } = answer;
    throw new Refusal('BAD_REQUEST', { field, message });
  }
  const { ok: _, drivers, ...figures } = answer;
  const ids = drivers.map(({ betId }) => betId);
  const bets = await readBets(db, ids);
  return {
    ...figures,
    drivers: drivers.flatMap(({ betId, contributionMinor }) => {
      const bet = bets.get(betId);
      return bet === undefined ? [] : [{ ...bet, contributionMinor }];
    }),
  };
}

type Bet = Omit<RiskView['drivers'][number], 'contributionMinor'>;

async function readBets(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Bet>> {
  if (ids.length === 0) return new Map();
  const where = { where: 'b.id = ANY ($1::uuid[])', order: 'b.id, l.leg' };
  const [bets, names] = [await selectBets(db, where, [ids]), await readNames(db, ids)];
  return new Map(
    bets.map((row) => {
      const { betId, type, stake, currency, potentialPayout, legs } = betView(row);
      const username = names.get(betId) ?? '';
      const shown = legs.map(({ fixtureId, fixture, market, outcome, odds, requestedOdds }) => ({
        fixtureId,
        fixture,
        market,
        outcome,
        odds: odds ?? requestedOdds,
      }));
      return [betId, { betId, username, type, stake, currency, potentialPayout, legs: shown }];
    }),
  );
}

async function readNames(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<Readonly<{ betId: string; username: string }>>(
    `SELECT b.id AS "betId", u.username FROM bet AS b
     JOIN account AS a ON a.id = b.account_id JOIN app_user AS u ON u.id = a.user_id
     WHERE b.id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ betId, username }) => [betId, username]));
}
