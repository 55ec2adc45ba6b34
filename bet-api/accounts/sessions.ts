import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import { isUuid, Refusal, type UserId } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

/** A login that lasts longer than its tokens; `refreshToken` is good for one refresh. */
export type OpenSession = Readonly<{
  sessionId: string;
  refreshToken: string;
  refreshExpiresAt: number;
}>;

/** Without a refresh for so long, the password is asked for again. */
const LIFE_MS = 30 * 86_400_000;
const SECRET_BYTES = 32;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
const opened = (sessionId: string, secret: string, now: number): OpenSession => ({
  sessionId,
  refreshToken: `${sessionId}.${secret}`,
  refreshExpiresAt: now + LIFE_MS,
});

export async function openSession(
  db: Queryable,
  user: UserId,
  { sessionId, now }: Readonly<{ sessionId: string; now: number }>,
): Promise<OpenSession> {
  const secret = newSecret();
  await db.query(
    'INSERT INTO login_session (id, user_id, secret_hash, expires_at) VALUES ($1, $2, $3, $4)',
    [sessionId, user, hashOf(secret), now + LIFE_MS],
  );
  return opened(sessionId, secret, now);
}

function partsOf(refreshToken: string): readonly [id: string, hash: Buffer] {
  const [id = '', secret = '', ...more] = refreshToken.split('.');
  if (!isUuid(id) || secret === '' || more.length > 0) throw new Refusal('UNAUTHENTICATED');
  return [id, hashOf(secret)];
}

/**
 * Exchanges a refresh token for the next one; throws UNAUTHENTICATED. One that was exchanged before is in
 * two hands: whoever comes second ends the session for both.
 */
export async function refreshSession(
  db: Queryable,
  refreshToken: string,
  now: number,
): Promise<OpenSession & Readonly<{ userId: UserId }>> {
  const [id, hash] = partsOf(refreshToken);
  const secret = newSecret();
  const { rows } = await db.query<{ userId: UserId }>(
    `UPDATE login_session SET former_hash = secret_hash, secret_hash = $3, expires_at = $4
     WHERE id = $1 AND secret_hash = $2 AND revoked_at IS NULL AND expires_at > $5
     RETURNING user_id AS "userId"`,
    [id, hash, hashOf(secret), now + LIFE_MS, now],
  );
  if (rows[0]) return { ...rows[0], ...opened(id, secret, now) };
  const { rows: known } = await db.query<{ former: Buffer | null }>(
    'SELECT former_hash AS former FROM login_session WHERE id = $1',
    [id],
  );
  const former = known[0]?.former;
  if (former && timingSafeEqual(former, hash)) await endSession(db, id, now);
  throw new Refusal('UNAUTHENTICATED');
}

/** Logging out: whoever has the present refresh token may end its session. Silent about all others. */
export async function endSessionOf(
  db: Queryable,
  refreshToken: string,
  now: number,
): Promise<void> {
  const [id, hash] = partsOf(refreshToken);
  await db.query(
    `UPDATE login_session SET revoked_at = $3
     WHERE id = $1 AND secret_hash = $2 AND revoked_at IS NULL`,
    [id, hash, now],
  );
}

const endSession = (db: Queryable, id: string, now: number) =>
  db.query('UPDATE login_session SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL', [
    id,
    now,
  ]);

export async function endAllSessions(db: Queryable, user: UserId, now: number): Promise<void> {
  await db.query(
    'UPDATE login_session SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL',
    [user, now],
  );
}

/** For what must not be done with a token that outlived its login; throws UNAUTHENTICATED. */
export async function requireSession(
  db: Queryable,
  sessionId: string | undefined,
  now: number,
): Promise<void> {
  const { rowCount } = await db.query(
    'SELECT FROM login_session WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2',
    [sessionId ?? null, now],
  );
  if (rowCount !== 1) throw new Refusal('UNAUTHENTICATED');
}
