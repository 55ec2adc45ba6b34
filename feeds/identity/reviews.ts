import { InputError } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

export type ReviewTopic = 'identity' | 'arbitration';
export type Review = Readonly<{
  id: bigint;
  topic: ReviewTopic;
  subject: string;
  reason: string;
  detail: unknown;
  openedAt: number;
}>;

/** Asks a person; the same question is asked once while it is open. */
export async function openReview(
  db: Queryable,
  review: Omit<Review, 'id'>,
): Promise<'opened' | 'open-before'> {
  const { rowCount } = await db.query(
    `INSERT INTO feed_review (topic, subject, reason, detail, opened_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (topic, subject) WHERE closed_at IS NULL DO NOTHING`,
    [review.topic, review.subject, review.reason, JSON.stringify(review.detail), review.openedAt],
  );
  return rowCount === 1 ? 'opened' : 'open-before';
}

/** What waits for a person, the oldest first. */
export async function openReviews(db: Queryable, topic: ReviewTopic): Promise<readonly Review[]> {
  const { rows } = await db.query<{
    id: bigint;
    subject: string;
    reason: string;
    detail: unknown;
    opened_at: bigint;
  }>('SELECT * FROM feed_review WHERE topic = $1 AND closed_at IS NULL ORDER BY id LIMIT 1000', [
    topic,
  ]);
  return rows.map(({ id, subject, reason, detail, opened_at }) => ({
    ...{ id, topic, subject, reason, detail, openedAt: Number(opened_at) },
  }));
}

export type ReviewAnswer = Readonly<{ answer: string; by: string; atMs: number }>;

/** @throws InputError when there is no such open review */
export async function closeReview(
  db: Queryable,
  id: bigint,
  { answer, by, atMs }: ReviewAnswer,
): Promise<void> {
  const { rowCount } = await db.query(
    'UPDATE feed_review SET closed_at = $2, closed_by = $3, answer = $4 WHERE id = $1 AND closed_at IS NULL',
    [id, atMs, by, answer],
  );
  if (rowCount !== 1)
    throw new InputError('FORMAT_INVALID', 'review', id.toString(), 'must be one that is open');
}
