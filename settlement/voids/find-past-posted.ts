import type {
  BetId,
  FixtureEvent,
  FixtureId,
  HouseRules,
  MarketKey,
  OutcomeId,
} from '#contracts/mod.ts';
import type { PoolClient, Queryable } from '#platform/mod.ts';

import type { SelectionVoidAction } from '../approvals/action.ts';
import { insertDecision, type Actor } from '../approvals/decision-store.ts';
import { previewOf } from '../approvals/preview.ts';
import { insertHold } from '../holds/holds.ts';
import type { SettlementPorts } from '../ports.ts';
import { decidingIncidents } from '../rules/mod.ts';

const FINDER: Actor = { by: 'past-posting check', userId: null };
const REASON = 'accepted after the incident that decided them';

type Late = Readonly<{ betId: BetId; leg: number; basis: string }>;

/**
 * Looks for bets that were accepted after their outcome had been decided on the field, holds them, and proposes
 * to void their selections, all together. What was found once is not found again. How many were found.
 */
export async function proposePastPosted(
  ports: Pick<SettlementPorts, 'rules' | 'clock' | 'newId' | 'log'>,
  client: PoolClient,
  fixtureId: FixtureId,
  { events, rules }: Readonly<{ events: readonly FixtureEvent[]; rules: HouseRules }>,
): Promise<number> {
  const toleranceMs = rules.pastPostingToleranceMs;
  if (toleranceMs === null) return 0;
  const selections = await findLate(client, fixtureId, { events, toleranceMs });
  if (selections.length === 0) return 0;
  const action: SelectionVoidAction = {
    kind: 'selection-void',
    fixtureId,
    code: 'PAST_POSTED',
    selections,
  };
  const id = ports.newId();
  const at = ports.clock.now();
  const effect = await previewOf(ports, client, action);
  const decision = { id, action, effect, reason: REASON, proposer: FINDER, at, expiresAt: null };
  await insertDecision(client, decision);
  for (const betId of new Set(selections.map((one) => one.betId)))
    await insertHold(client, {
      id: ports.newId(),
      target: { fixtureId: null, marketKey: null, betId },
      act: { by: FINDER.by, at, reason: REASON },
      decisionId: id,
    });
  ports.log.warn(
    { fixtureId, bets: selections.length },
    'bets after the incident wait for a person',
  );
  return selections.length;
}

type Search = Readonly<{ events: readonly FixtureEvent[]; toleranceMs: number }>;
type Selection = Readonly<{ marketKey: MarketKey; outcomeId: OutcomeId }>;

async function findLate(
  db: Queryable,
  fixtureId: FixtureId,
  { events, toleranceMs }: Search,
): Promise<readonly Late[]> {
  const kickOff = events.find(({ kind }) => kind === 'phase')?.occurredAt;
  if (kickOff === undefined) return [];
  const decidedBy = decidingIncidents(events);
  const { rows: latest } = await db.query<Selection & { latest: number }>(LATEST, [
    fixtureId,
    kickOff + toleranceMs,
  ]);
  const found: Late[] = [];
  for (const { marketKey, outcomeId, latest: latestAt } of latest) {
    const deciding = decidedBy(marketKey, outcomeId);
    if (deciding === undefined || latestAt <= deciding.at + toleranceMs) continue;
    const { rows } = await db.query<{ betId: BetId; leg: number; decidedAt: number }>(LATE, [
      fixtureId,
      deciding.at + toleranceMs,
      marketKey,
      outcomeId,
    ]);
    for (const { betId, leg, decidedAt } of rows) {
      const late = ((decidedAt - deciding.at) / 1_000).toFixed(1);
      found.push({ betId, leg, basis: `Accepted ${late} s after ${deciding.incident}` });
    }
  }
  return found;
}

// Found before: it is held for the decision, or was until the decision.
const IN_PLAY = `
  FROM bet_leg AS l JOIN bet AS b ON b.id = l.bet_id
  WHERE l.fixture_id = $1 AND b.decided_at > $2 AND b.status IN ('accepted', 'settled', 'void')
    AND NOT EXISTS (SELECT FROM selection_void AS v WHERE v.bet_id = l.bet_id AND v.leg = l.leg)
    AND NOT EXISTS (
      SELECT FROM settlement_hold AS h JOIN settlement_decision AS d ON d.id = h.decision_id
      WHERE h.bet_id = l.bet_id AND d.fixture_id = l.fixture_id)`;
const LATEST = `
  SELECT l.market_key AS "marketKey", l.outcome_id AS "outcomeId", max(b.decided_at)::float8 AS latest
  ${IN_PLAY} GROUP BY 1, 2`;
const LATE = `
  SELECT l.bet_id AS "betId", l.leg, b.decided_at::float8 AS "decidedAt"
  ${IN_PLAY} AND l.market_key = $3 AND l.outcome_id = $4 ORDER BY 1, 2`;
