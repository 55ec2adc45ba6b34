import { Type } from 'typebox';

import { closed, InputError } from '#contracts/mod.ts';
import { InvalidMessageError, parserOf, type Pool } from '#platform/mod.ts';

import {
  decideIdentity,
  identityHistory,
  type DecisionBy,
  type IdentityDecision,
} from './decisions.ts';
import type { FixtureMatching, FixturePair } from './match-fixtures.ts';
import { closeReview, openReview, openReviews } from './reviews.ts';

/** What a question about a fixture is about, so that an answer can be carried out. */
const Question = closed({
  provider: Type.String(),
  providerId: Type.String(),
  entityId: Type.String(),
  confidence: Type.Number(),
  why: Type.String(),
});
const parseQuestion = parserOf(Question);

export type KeptMatching = Readonly<{
  merged: number;
  /** Questions that are new, and those that were open before. */
  asked: number;
  openBefore: number;
  /** Fixtures that were decided about before: what somebody has said stands. */
  decidedBefore: number;
}>;

type By = Pick<DecisionBy, 'by' | 'atMs'>;

/**
 * Keeps what was matched: the provider's fixtures, on the left, are joined with ours; doubtful pairs become questions for a
 * person. It can be done again; nothing that was ever decided, taken back or not, is decided by it.
 */
export async function keepMatching(
  pool: Pool,
  provider: string,
  { matched, review }: Pick<FixtureMatching, 'matched' | 'review'>,
  by: By,
): Promise<KeptMatching> {
  const kept = { merged: 0, asked: 0, openBefore: 0, decidedBefore: 0 };
  const thing = (pair: FixturePair) =>
    ({ kind: 'fixture', provider, providerId: pair.left }) as const;
  const isDecided = async (pair: FixturePair): Promise<boolean> => {
    const isOld = (await identityHistory(pool, thing(pair))).length > 0;
    if (isOld) kept.decidedBefore += 1;
    return isOld;
  };
  for (const pair of matched) {
    if (await isDecided(pair)) continue;
    const { confidence, why: reason } = pair;
    await decideIdentity(pool, thing(pair), pair.right, { ...by, confidence, reason });
    kept.merged += 1;
  }
  for (const pair of review) {
    if (await isDecided(pair)) continue;
    const { left: providerId, right: entityId, confidence, why } = pair;
    const asked = await openReview(pool, {
      topic: 'identity',
      subject: `${provider} fixture ${providerId}`,
      reason: `may be ${entityId}: ${why} (${confidence.toFixed(2)})`,
      detail: { provider, providerId, entityId, confidence, why },
      openedAt: by.atMs,
    });
    kept[asked === 'opened' ? 'asked' : 'openBefore'] += 1;
  }
  return kept;
}

/**
 * Answers a question about a fixture: `accept` joins the two, `reject` says that it is none of ours. Either is a decision
 * that can be undone. @throws InputError when there is no such open question
 */
export async function answerMatch(
  pool: Pool,
  id: bigint,
  answer: 'accept' | 'reject',
  { by, atMs }: By,
): Promise<IdentityDecision> {
  const review = (await openReviews(pool, 'identity')).find((each) => each.id === id);
  const question = questionOf(review?.detail);
  if (question === undefined)
    throw new InputError(
      'FORMAT_INVALID',
      'review',
      id.toString(),
      'must be an open one about a fixture that was matched',
    );
  const { provider, providerId, entityId, confidence, why } = question;
  const made = await decideIdentity(
    pool,
    { kind: 'fixture', provider, providerId },
    answer === 'accept' ? entityId : null,
    { by, atMs, confidence, reason: `${answer}: ${why}` },
  );
  // To answer again after a crash in between decides the same.
  await closeReview(pool, id, { answer, by, atMs });
  return made;
}

function questionOf(detail: unknown) {
  try {
    return parseQuestion(detail);
  } catch (error) {
    if (error instanceof InvalidMessageError) return undefined;
    throw error;
  }
}
