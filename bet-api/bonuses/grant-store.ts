import { Refusal, type AccountId, type BetId, type UserId } from '#contracts/mod.ts';
import type { Pool, Queryable } from '#platform/mod.ts';

import { bodyHashOf } from '../placement/order.ts';
import { STATE } from './grants.ts';
import type { GrantState } from './take-bonus.ts';

/** A grant to be made, of either kind. */
export type NewGrant = Pick<
  GrantState,
  'grantId' | 'accountId' | 'fixtureId' | 'marketKey' | 'outcomeId' | 'currency' | 'conditions'
> &
  Pick<GrantState, 'kind' | 'terms' | 'expiresAt'> &
  Readonly<{ grantedBy: UserId; grantedAt: number; reason: string; key: string; body: object }>;

/** A grant with the bet that has it now, if any. */
export type GrantRow = GrantState &
  Readonly<{ betId: BetId | null; useStatus: 'held' | 'used' | null }>;

const ROW = `${STATE},
  u.bet_id AS "betId", u.status AS "useStatus"`;

const NEWEST_USE = `
  LEFT JOIN LATERAL (
    SELECT bet_id, status FROM bonus_use AS u
    WHERE u.grant_id = g.id AND u.account_id = asked.account_id AND u.status <> 'returned'
    ORDER BY u.again, u.bet_id DESC LIMIT 1
  ) AS u ON true`;

type Asking = Pick<NewGrant, 'grantedBy' | 'key' | 'body'>;

/**
 * The grant that the operator made under this key; undefined when there is none. Throws IDEMPOTENCY_KEY_REUSED when
 * it was asked for by another body.
 */
export async function earlierGrant(
  db: Queryable,
  { grantedBy, key, body }: Asking,
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string; hash: string }>(
    `SELECT id, encode(body_hash, 'hex') AS hash FROM bonus_grant WHERE granted_by = $1 AND key = $2`,
    [grantedBy, key],
  );
  const [made] = rows;
  if (made && made.hash !== bodyHashOf(body)) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  return made?.id;
}

/** Makes a grant once: the same key of the same operator is the same grant. Returns its id. */
export async function makeGrant(pool: Pool, grant: NewGrant): Promise<string> {
  await pool.query(
    `INSERT INTO bonus_grant (id, kind, account_id, fixture_id, market_key, outcome_id, currency, terms, conditions,
       expires_at, granted_by, granted_at, reason, key, body_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, decode($15, 'hex'))
     ON CONFLICT (granted_by, key) DO NOTHING`,
    [
      grant.grantId,
      grant.kind,
      grant.accountId,
      grant.fixtureId,
      grant.marketKey,
      grant.outcomeId,
      grant.currency,
      grant.terms,
      grant.conditions,
      grant.expiresAt,
      grant.grantedBy,
      grant.grantedAt,
      grant.reason,
      grant.key,
      bodyHashOf(grant.body),
    ],
  );
  const id = await earlierGrant(pool, grant);
  if (id === undefined) throw new Error('a grant was not made');
  return id;
}

export type Revocation = Readonly<{ grantId: string; by: UserId; at: number; reason: string }>;

/** No further bet takes it; a repeat changes nothing. Throws BONUS_NOT_FOUND. */
export async function revokeGrant(pool: Pool, { grantId, by, at, reason }: Revocation) {
  const { rowCount } = await pool.query('SELECT FROM bonus_grant WHERE id = $1', [grantId]);
  if (rowCount !== 1) throw new Refusal('BONUS_NOT_FOUND');
  await pool.query(
    `INSERT INTO bonus_revocation (grant_id, revoked_by, at, reason) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [grantId, by, at, reason],
  );
}

/** What the customer can use, or could until lately, or has in open bets: his own, and those for everyone. */
export async function grantsOfCustomer(
  db: Queryable,
  customer: Readonly<{ accountId: AccountId; currency: string }>,
  now: number,
): Promise<readonly GrantRow[]> {
  const { rows } = await db.query<GrantRow>(
    `SELECT ${ROW}
     FROM bonus_grant AS g CROSS JOIN (SELECT $1::uuid AS account_id) AS asked ${NEWEST_USE}
     WHERE g.account_id = $1 OR (g.account_id IS NULL AND g.currency = $2 AND g.expires_at > $3)
     ORDER BY g.expires_at, g.id LIMIT 200`,
    [customer.accountId, customer.currency, now],
  );
  return rows;
}

export type GrantRecord = GrantRow &
  Readonly<{
    grantedBy: string;
    grantedAt: number;
    reason: string;
    revokedBy: string | null;
    revokedAt: number | null;
    revokedFor: string | null;
  }>;

type Asked = Readonly<{ accountId?: AccountId; grantId?: string; limit: number }>;

/** Grants with who made and withdrew them, newest first. */
export async function grantRecords(
  db: Queryable,
  { accountId, grantId, limit }: Asked,
): Promise<readonly GrantRecord[]> {
  const { rows } = await db.query<GrantRecord>(
    `SELECT ${ROW}, m.username AS "grantedBy", g.granted_at::float8 AS "grantedAt", g.reason,
            w.username AS "revokedBy", r.at::float8 AS "revokedAt", r.reason AS "revokedFor"
     FROM bonus_grant AS g
     CROSS JOIN LATERAL (SELECT g.account_id) AS asked (account_id) ${NEWEST_USE}
     JOIN app_user AS m ON m.id = g.granted_by
     LEFT JOIN bonus_revocation AS r ON r.grant_id = g.id
     LEFT JOIN app_user AS w ON w.id = r.revoked_by
     WHERE ($1::uuid IS NULL OR g.account_id = $1) AND ($2::uuid IS NULL OR g.id = $2)
     ORDER BY g.id DESC LIMIT $3`,
    [accountId ?? null, grantId ?? null, limit],
  );
  return rows;
}
