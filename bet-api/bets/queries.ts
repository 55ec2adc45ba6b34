import type { AccountId, BetId, FixtureId } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import { selectBets, type BetRow } from '../placement/bet-row.ts';

export type Page = Readonly<{ limit: number; before?: BetId | undefined }>;

const NEWEST_FIRST = 'b.id DESC, l.leg';

/** Newest first; ids are in the order of time. */
export const betsOfAccount = (
  db: Queryable,
  account: AccountId,
  { limit, before }: Page,
): Promise<readonly BetRow[]> =>
  selectBets(
    db,
    {
      where: `b.id IN (
        SELECT id FROM bet WHERE account_id = $1 AND ($2::uuid IS NULL OR id < $2)
        ORDER BY id DESC LIMIT $3)`,
      order: NEWEST_FIRST,
    },
    [account, before ?? null, limit],
  );

/** The newest open bets of the account, and those of its bets that are named, newest first. */
export const currentBetsOfAccount = (
  db: Queryable,
  account: AccountId,
  { open, named }: Readonly<{ open: number; named: readonly BetId[] }>,
): Promise<readonly BetRow[]> =>
  selectBets(
    db,
    {
      where: `b.account_id = $1 AND (b.id = ANY ($2::uuid[]) OR b.id IN (
        SELECT id FROM bet WHERE account_id = $1 AND status IN ('delayed', 'accepted')
        ORDER BY id DESC LIMIT $3))`,
      order: NEWEST_FIRST,
    },
    [account, named, open],
  );

/** Undefined also when the bet belongs to another account: who may not see it may not learn that it exists. */
export async function betOfAccount(
  db: Queryable,
  account: AccountId,
  bet: BetId,
): Promise<BetRow | undefined> {
  const where = 'b.account_id = $1 AND b.id = $2';
  const [found] = await selectBets(db, { where, order: NEWEST_FIRST }, [account, bet]);
  return found;
}

/** The bets of everyone, of one fixture or of all, newest first. */
export const latestBets = (
  db: Queryable,
  { fixtureId, limit }: Readonly<{ fixtureId?: FixtureId | undefined; limit: number }>,
): Promise<readonly BetRow[]> =>
  fixtureId === undefined
    ? selectBets(
        db,
        {
          where: 'b.id IN (SELECT id FROM bet ORDER BY id DESC LIMIT $1)',
          order: NEWEST_FIRST,
        },
        [limit],
      )
    : selectBets(
        db,
        {
          where: `b.id IN (
            SELECT DISTINCT bet_id FROM bet_leg WHERE fixture_id = $2 ORDER BY bet_id DESC LIMIT $1)`,
          order: NEWEST_FIRST,
        },
        [limit, fixtureId],
      );
