import type { AccountId, BetId, FixtureId } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import { SELECT_BET, type BetRow } from '../placement/bet-row.ts';

export type Page = Readonly<{ limit: number; before?: BetId | undefined }>;

/** Newest first; ids are in the order of time. */
export async function betsOfAccount(
  db: Queryable,
  account: AccountId,
  { limit, before }: Page,
): Promise<readonly BetRow[]> {
  const { rows } = await db.query<BetRow>(
    `${SELECT_BET} WHERE b.account_id = $1 AND ($2::uuid IS NULL OR b.id < $2)
     ORDER BY b.id DESC LIMIT $3`,
    [account, before ?? null, limit],
  );
  return rows;
}

/** The newest open bets of the account, and those of its bets that are named, newest first. */
export async function currentBetsOfAccount(
  db: Queryable,
  account: AccountId,
  { open, named }: Readonly<{ open: number; named: readonly BetId[] }>,
): Promise<readonly BetRow[]> {
  const { rows } = await db.query<BetRow>(
    `${SELECT_BET} WHERE b.account_id = $1 AND (b.id = ANY ($2::uuid[]) OR b.id IN (
       SELECT id FROM bet WHERE account_id = $1 AND status IN ('delayed', 'accepted')
       ORDER BY id DESC LIMIT $3))
     ORDER BY b.id DESC`,
    [account, named, open],
  );
  return rows;
}

/** Undefined also when the bet belongs to another account: who may not see it may not learn that it exists. */
export async function betOfAccount(
  db: Queryable,
  account: AccountId,
  bet: BetId,
): Promise<BetRow | undefined> {
  const { rows } = await db.query<BetRow>(`${SELECT_BET} WHERE b.account_id = $1 AND b.id = $2`, [
    account,
    bet,
  ]);
  return rows[0];
}

/** The bets of everyone, of one fixture or of all, newest first. */
export async function latestBets(
  db: Queryable,
  { fixtureId, limit }: Readonly<{ fixtureId?: FixtureId | undefined; limit: number }>,
): Promise<readonly BetRow[]> {
  const { rows } = await db.query<BetRow>(
    fixtureId === undefined
      ? `${SELECT_BET} ORDER BY b.id DESC LIMIT $1`
      : `${SELECT_BET} WHERE l.fixture_id = $2 ORDER BY l.bet_id DESC LIMIT $1`,
    fixtureId === undefined ? [limit] : [limit, fixtureId],
  );
  return rows;
}
