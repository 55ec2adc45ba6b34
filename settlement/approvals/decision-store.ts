import type { FixtureId } from '#contracts/mod.ts';
import type { PoolClient, Queryable } from '#platform/mod.ts';

import { digestOf, type Action } from './action.ts';
import type { Effect } from './effect.ts';

export const DECISION_STATUSES = ['waiting', 'applied', 'rejected', 'expired'] as const;
export type DecisionStatus = (typeof DECISION_STATUSES)[number];

/** `userId`: null when it is a part of the house and no person. */
export type Actor = Readonly<{ by: string; userId: string | null }>;

export type Decision = Readonly<{
  id: string;
  fixtureId: FixtureId;
  action: Action;
  digest: string;
  effect: Effect;
  reason: string;
  proposedBy: string;
  proposerId: string | null;
  proposedAt: number;
  /** UTC ms; null: it waits for as long as it takes. */
  expiresAt: number | null;
  status: DecisionStatus;
  decidedBy: string | null;
  decidedAt: number | null;
  decisionReason: string | null;
}>;

const SELECT = `
  SELECT id, fixture_id AS "fixtureId", body AS action, digest, effect, reason, proposed_by AS "proposedBy",
         proposer_id AS "proposerId", proposed_at::float8 AS "proposedAt",
         expires_at::float8 AS "expiresAt", status, decided_by AS "decidedBy",
         decided_at::float8 AS "decidedAt", decision_reason AS "decisionReason"
  FROM settlement_decision`;

export type NewDecision = Readonly<{
  id: string;
  action: Action;
  effect: Effect;
  reason: string;
  proposer: Actor;
  at: number;
  expiresAt: number | null;
}>;

/** Writes a decision that waits; false when the same one waits already. */
export async function insertDecision(db: Queryable, decision: NewDecision): Promise<boolean> {
  const { id, action, effect, reason, proposer, at, expiresAt } = decision;
  const { rowCount } = await db.query(
    `INSERT INTO settlement_decision
       (id, kind, fixture_id, body, digest, effect, reason, proposed_by, proposer_id, proposed_at, expires_at, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting')
     ON CONFLICT (digest) WHERE status = 'waiting' DO NOTHING`,
    [
      id,
      action.kind,
      action.fixtureId,
      JSON.stringify(action),
      digestOf(action),
      JSON.stringify(effect),
      reason,
      proposer.by,
      proposer.userId,
      at,
      expiresAt,
    ],
  );
  return rowCount === 1;
}

/** Locks a decision until the transaction ends. */
export async function lockDecision(client: PoolClient, id: string): Promise<Decision | undefined> {
  const { rows } = await client.query<Decision>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
  return rows[0];
}

export async function readDecision(db: Queryable, id: string): Promise<Decision | undefined> {
  const { rows } = await db.query<Decision>(`${SELECT} WHERE id = $1`, [id]);
  return rows[0];
}

/** Newest first; of every status when none is named. */
export async function listDecisions(
  db: Queryable,
  { status, limit }: Readonly<{ status: DecisionStatus | null; limit: number }>,
): Promise<readonly Decision[]> {
  const { rows } = await db.query<Decision>(
    `${SELECT} WHERE $1::text IS NULL OR status = $1 ORDER BY proposed_at DESC, id DESC LIMIT $2`,
    [status, limit],
  );
  return rows;
}

export async function replaceEffect(db: Queryable, id: string, effect: Effect): Promise<void> {
  await db.query('UPDATE settlement_decision SET effect = $2 WHERE id = $1', [
    id,
    JSON.stringify(effect),
  ]);
}

export type Ending = Readonly<{
  status: Exclude<DecisionStatus, 'waiting'>;
  actor: Actor;
  at: number;
  reason: string | null;
}>;

export async function endDecision(
  db: Queryable,
  id: string,
  { status, actor, at, reason }: Ending,
): Promise<void> {
  await db.query(
    `UPDATE settlement_decision
     SET status = $2, decided_by = $3, decider_id = $4, decided_at = $5, decision_reason = $6
     WHERE id = $1 AND status = 'waiting'`,
    [id, status, actor.by, actor.userId, at, reason],
  );
}
