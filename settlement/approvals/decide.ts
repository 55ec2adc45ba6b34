import { Refusal } from '#contracts/mod.ts';
import { withTransaction, type PoolClient, type Queryable } from '#platform/mod.ts';

import { closeFixture } from '../fence.ts';
import { releaseHoldsOf } from '../holds/holds.ts';
import type { SettlementPorts } from '../ports.ts';
import { readResult } from '../result-store.ts';
import { canonical, type Action } from './action.ts';
import { applyDecision } from './apply.ts';
import {
  endDecision,
  insertDecision,
  lockDecision,
  readDecision,
  replaceEffect,
  type Actor,
  type Decision,
} from './decision-store.ts';
import type { Effect } from './effect.ts';
import { needsSecond, type ApprovalPolicy } from './policy.ts';
import { previewOf } from './preview.ts';

type Ports = Pick<SettlementPorts, 'pool' | 'clock' | 'newId' | 'rules'> &
  Readonly<{ approvals: ApprovalPolicy }>;

export type Proposal = Readonly<{ action: Action; reason: string; proposer: Actor }>;

/**
 * Does what an operator asks for, or keeps it for a second person when it moves more money than one may.
 * @throws Refusal DECISION_WAITS when the same thing waits already.
 */
export async function propose(ports: Ports, proposal: Proposal): Promise<Decision> {
  const { action, reason, proposer } = proposal;
  const id = ports.newId();
  await closeMarkets(ports, action);
  return withTransaction(ports.pool, async (client) => {
    const effect = await previewOf(ports, client, action);
    const at = ports.clock.now();
    const expiresAt = at + ports.approvals.expiresAfterMs;
    const decision = { id, action, effect, reason, proposer, at, expiresAt };
    if (!(await insertDecision(client, decision))) throw new Refusal('DECISION_WAITS');
    if (!needsSecond(effect, ports.approvals)) await apply(ports, client, id, proposer);
    return decisionById(client, id);
  });
}

export type Approval = Readonly<{ actor: Actor; effect: Effect | null }>;

/**
 * Applies what somebody else proposed. `effect`: what the second person has seen; when it is not what would
 * happen now nothing is done, and the decision has the new one.
 * @throws Refusal DECISION_NOT_FOUND, DECISION_NOT_WAITING, APPROVER_IS_REQUESTER, EFFECT_CHANGED.
 */
export async function approve(ports: Ports, id: string, approval: Approval): Promise<Decision> {
  const { action } = await decisionById(ports.pool, id);
  await closeMarkets(ports, action);
  const changed = await withTransaction(ports.pool, async (client) => {
    const decision = await waiting(ports, client, id);
    if (decision.proposerId !== null && decision.proposerId === approval.actor.userId)
      throw new Refusal('APPROVER_IS_REQUESTER');
    const effect = await previewOf(ports, client, decision.action);
    const seen = approval.effect ?? decision.effect;
    if (!isSame(effect, seen)) {
      await replaceEffect(client, id, effect);
      return effect;
    }
    await apply(ports, client, id, approval.actor);
    return undefined;
  });
  if (changed !== undefined) throw new Refusal('EFFECT_CHANGED', { effect: changed });
  return decisionById(ports.pool, id);
}

/** Ends a decision without doing it. @throws Refusal DECISION_NOT_FOUND, DECISION_NOT_WAITING. */
export async function reject(
  ports: Ports,
  id: string,
  { actor, reason }: Readonly<{ actor: Actor; reason: string }>,
): Promise<Decision> {
  return withTransaction(ports.pool, async (client) => {
    await waiting(ports, client, id);
    const at = ports.clock.now();
    await endDecision(client, id, { status: 'rejected', actor, at, reason });
    await releaseHoldsOf(client, id, { by: actor.by, at, reason });
    return decisionById(client, id);
  });
}

const CLOCK: Actor = { by: 'expiry', userId: null };

/** Ends the proposals that nobody decided on in time; how many. */
export async function expireDecisions({
  pool,
  clock,
}: Pick<SettlementPorts, 'pool' | 'clock'>): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE settlement_decision SET status = 'expired', decided_by = $2, decided_at = $1
     WHERE status = 'waiting' AND expires_at <= $1`,
    [clock.now(), CLOCK.by],
  );
  return rowCount ?? 0;
}

async function waiting({ clock }: Ports, client: PoolClient, id: string): Promise<Decision> {
  const decision = await lockDecision(client, id);
  if (decision === undefined) throw new Refusal('DECISION_NOT_FOUND');
  const isOver = decision.expiresAt !== null && decision.expiresAt <= clock.now();
  if (decision.status !== 'waiting' || isOver) throw new Refusal('DECISION_NOT_WAITING');
  return decision;
}

/** @throws Refusal DECISION_NOT_FOUND. */
export async function decisionById(db: Queryable, id: string): Promise<Decision> {
  const decision = await readDecision(db, id);
  if (decision === undefined) throw new Refusal('DECISION_NOT_FOUND');
  return decision;
}

async function apply(ports: Ports, client: PoolClient, id: string, actor: Actor): Promise<void> {
  const decision = await decisionById(client, id);
  await applyDecision(ports, client, decision, actor);
  const at = ports.clock.now();
  await endDecision(client, id, { status: 'applied', actor, at, reason: null });
}

/** Before anything is counted, so that no bet can follow on a market whose result is decided. */
async function closeMarkets({ pool, clock }: Ports, action: Action): Promise<void> {
  if (action.kind !== 'market-result') return;
  const { resultVersion } = await readResult(pool, action.fixtureId);
  const closed = { resultVersion: resultVersion + 1, at: clock.now() };
  for (const { marketKey } of action.results)
    await closeFixture(pool, action.fixtureId, closed, marketKey);
}

const isSame = (left: Effect, right: Effect): boolean => canonical(left) === canonical(right);
