import { createHash } from 'node:crypto';

import { Refusal } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

/** So many wrong passwords in a row cost nothing; each further one doubles the pause after it. */
export const FREE_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 900_000;
/** After so long without an attempt a name starts anew. */
const FORGET_AFTER_MS = 86_400_000;

const hashOf = (username: string): Buffer =>
  createHash('sha256').update(username.toLowerCase()).digest();

// Counted before the password is looked at, so that guesses made at once count like guesses in a row.
const COUNT = `
  INSERT INTO login_attempts AS a (name_hash, attempts, blocked_until, last_at) VALUES ($1, 1, 0, $2)
  ON CONFLICT (name_hash) DO UPDATE SET
    attempts = CASE WHEN a.last_at < $2 - $5::bigint THEN 1 ELSE a.attempts + 1 END,
    blocked_until = CASE WHEN a.last_at < $2 - $5::bigint OR a.attempts + 1 < $3 THEN 0
      ELSE $2 + least($4::bigint, ${FIRST_PAUSE_MS} * power(2, least(a.attempts + 1 - $3, 20)))::bigint END,
    last_at = $2
  WHERE a.blocked_until <= $2
  RETURNING attempts`;

/** Counts an attempt under a name, whether or not anybody has it. Throws LOGIN_BLOCKED during a pause. */
export async function countAttempt(db: Queryable, username: string, now: number): Promise<void> {
  const name = hashOf(username);
  await db.query('DELETE FROM login_attempts WHERE last_at < $1', [now - FORGET_AFTER_MS]);
  const counted = await db.query(COUNT, [
    name,
    now,
    FREE_ATTEMPTS,
    LONGEST_PAUSE_MS,
    FORGET_AFTER_MS,
  ]);
  if (counted.rowCount === 1) return;
  const { rows } = await db.query<{ until: number }>(
    'SELECT blocked_until::float8 AS until FROM login_attempts WHERE name_hash = $1',
    [name],
  );
  const retryAfterMs = Math.max((rows[0]?.until ?? now) - now, 1);
  throw new Refusal('LOGIN_BLOCKED', { retryAfterMs });
}

/** The password was right: the name has a clean slate. */
export async function forgetAttempts(db: Queryable, username: string): Promise<void> {
  await db.query('DELETE FROM login_attempts WHERE name_hash = $1', [hashOf(username)]);
}
