import type { AccountId, BetId } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import type { GrantState } from './take-bonus.ts';

type Asked = Readonly<{ grantId: string; accountId: AccountId }>;

/** A grant is one for each customer who may use it. */
export const grantKey = ({ grantId, accountId }: Asked): string => `${grantId} ${accountId}`;

/** Columns of a grant `g` as the customer `asked.account_id` may use it. */
export const STATE = `
  g.id AS "grantId", g.kind, g.account_id AS "accountId", g.fixture_id AS "fixtureId",
  g.market_key AS "marketKey", g.outcome_id AS "outcomeId", g.currency, g.terms, g.conditions,
  g.expires_at::float8 AS "expiresAt",
  EXISTS (SELECT FROM bonus_revocation AS r WHERE r.grant_id = g.id) AS "isRevoked",
  EXISTS (
    SELECT FROM bonus_use AS u
    WHERE u.grant_id = g.id AND u.account_id = asked.account_id AND u.status <> 'returned'
  ) AS "isTaken",
  (SELECT max(u.returned_at)::float8 FROM bonus_use AS u
   WHERE u.grant_id = g.id AND u.account_id = asked.account_id) AS "returnedAt"`;

/**
 * What the grants are for those who ask, by `grantKey`. Read after their accounts are locked: whoever uses a grant
 * holds the lock of its customer.
 */
export async function readGrants(
  client: Queryable,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, GrantState>> {
  if (asked.length === 0) return new Map();
  const { rows } = await client.query<GrantState & { asker: AccountId }>(
    `SELECT asked.account_id AS asker, ${STATE}
     FROM unnest($1::uuid[], $2::uuid[]) AS asked (grant_id, account_id)
     JOIN bonus_grant AS g ON g.id = asked.grant_id`,
    [asked.map(({ grantId }) => grantId), asked.map(({ accountId }) => accountId)],
  );
  return new Map(
    rows.map(({ asker, ...grant }) => [grantKey({ ...grant, accountId: asker }), grant]),
  );
}

/** Rejected bets give their grants back as they took them. */
export async function returnGrants(db: Queryable, bets: readonly BetId[]): Promise<void> {
  if (bets.length === 0) return;
  await db.query(`UPDATE bonus_use SET status = 'returned' WHERE bet_id = ANY ($1::uuid[])`, [
    bets,
  ]);
}
