import { Refusal, type AccountId, type BetId } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import type { Answer, BetOrder } from './order.ts';

/** What is known of a request that came before under the same key. */
export type StoredRequest = Readonly<{
  accountId: AccountId;
  key: string;
  bodyHash: string;
  betId: BetId | null;
  /** Null while the bet is being decided. */
  answer: Answer | null;
}>;

type Asked = Pick<BetOrder, 'accountId' | 'key'>;

// Key by key along the index: a plan for the whole list may be made while the table is small and read all of it.
const FIND = `
  SELECT r.account_id AS "accountId", r.key, encode(r.body_hash, 'hex') AS "bodyHash", r.bet_id AS "betId", r.answer
  FROM unnest($1::uuid[], $2::text[]) AS asked (account_id, key), LATERAL (
    SELECT * FROM bet_request AS b WHERE b.account_id = asked.account_id AND b.key = asked.key LIMIT 1
  ) AS r`;

// Of a key alone: with nothing to estimate its plan is made once, while that of a list is made each time.
const FIND_ONE = `
  SELECT account_id AS "accountId", key, encode(body_hash, 'hex') AS "bodyHash", bet_id AS "betId", answer
  FROM bet_request WHERE account_id = $1 AND key = $2`;

export async function findRequests(
  db: Queryable,
  asked: readonly Asked[],
): Promise<readonly StoredRequest[]> {
  const [only, ...others] = asked;
  if (only === undefined) return [];
  if (others.length === 0) {
    const values = [only.accountId, only.key];
    return (await db.query<StoredRequest>({ name: 'find-request', text: FIND_ONE, values })).rows;
  }
  const { rows } = await db.query<StoredRequest>({
    name: 'find-requests',
    text: FIND,
    values: [asked.map(({ accountId }) => accountId), asked.map(({ key }) => key)],
  });
  return rows;
}

/** Both parts have a fixed form, so the text is as good as the pair. */
export const requestId = ({ accountId, key }: Asked): string => `${accountId} ${key}`;

/** The same request gets the same answer; throws IDEMPOTENCY_KEY_REUSED or IN_PROGRESS where there is none. */
export function repeatedAnswer(stored: StoredRequest, bodyHash: string): Answer {
  if (stored.bodyHash !== bodyHash) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  if (stored.answer === null) throw new Refusal('IN_PROGRESS', { betId: stored.betId });
  return stored.answer;
}
