import type { Queryable } from '#platform/mod.ts';

import type { SharedThings, SharedTrait } from '../customers/mod.ts';

/** What staff use beside the customers whom they help is nobody's trait; and what only one account has tells nothing. */
const SHARED = (traits: string): string => `
  WITH seen AS (${traits}),
  of_bettors AS (
    SELECT s.account_id, s.trait FROM seen AS s JOIN account AS a ON a.id = s.account_id
      JOIN app_user AS u ON u.id = a.user_id AND u.role = 'bettor'
  )
  SELECT account_id AS account, trait FROM of_bettors
  WHERE trait IN (SELECT trait FROM of_bettors GROUP BY trait HAVING count(DISTINCT account_id) > 1)
  ORDER BY trait, account_id`;

/** The beginning of a hash is enough to tell one thing from another, and is no use for anything else. */
const DEVICES = SHARED(`
  SELECT account_id, 'device ' || left(encode(device_hash, 'hex'), 16) AS trait
  FROM account_device WHERE last_seen_at >= $1`);

const INSTRUMENTS = SHARED(`
  SELECT DISTINCT account_id,
    'payment instrument ' || left(encode(sha256(convert_to(provider || '|' || fingerprint, 'UTF8')), 'hex'), 16) AS trait
  FROM payment_instrument WHERE seen_at >= $1`);

/** Devices and payment instruments that several customers have used since a time in UTC milliseconds. */
export async function sharedThings(db: Queryable, sinceMs: number): Promise<SharedThings> {
  const { rows: devices } = await db.query<SharedTrait>(DEVICES, [sinceMs]);
  const { rows: instruments } = await db.query<SharedTrait>(INSTRUMENTS, [sinceMs]);
  return { devices, instruments };
}

/** Forgets the devices and instruments that were not seen since: no review asks for them any more. */
export async function forgetThings(db: Queryable, beforeMs: number): Promise<void> {
  await db.query('DELETE FROM account_device WHERE last_seen_at < $1', [beforeMs]);
  await db.query('DELETE FROM payment_instrument WHERE seen_at < $1', [beforeMs]);
}
