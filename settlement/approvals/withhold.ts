import type { FixtureId, MarketKey } from '#contracts/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

import type { SettlementPorts } from '../ports.ts';
import type { NewMarketResult } from '../result-store.ts';
import { digestOf, type ResettlementAction } from './action.ts';
import { insertDecision, type Actor } from './decision-store.ts';
import { needsSecond } from './policy.ts';
import { previewOf } from './preview.ts';

const FEED: Actor = { by: 'feed', userId: null };

type Ports = Pick<SettlementPorts, 'rules' | 'clock' | 'newId' | 'log' | 'approvals'>;

/**
 * Markets whose corrected result waits for a person, because it moves more money than the feed may by itself:
 * their old result stands until the correction is approved, and for good when it is rejected. A correction that
 * another one overtakes need not be decided any more.
 */
export async function withheldMarkets(
  ports: Ports,
  client: PoolClient,
  fixtureId: FixtureId,
  changed: readonly NewMarketResult[],
): Promise<ReadonlySet<MarketKey>> {
  if (ports.approvals === undefined) return new Set();
  const action: ResettlementAction = {
    kind: 're-settlement',
    fixtureId,
    results: changed.flatMap(({ marketKey, result, supersedes }) =>
      supersedes === null
        ? []
        : [{ marketKey, outcomes: Object.fromEntries(result.outcomes), supersedes }],
    ),
  };
  const digest = digestOf(action);
  await overtake(ports, client, fixtureId, digest);
  if (action.results.length === 0) return new Set();
  const { rows } = await client.query<{ status: string }>(
    'SELECT status FROM settlement_decision WHERE digest = $1 ORDER BY proposed_at DESC LIMIT 1',
    [digest],
  );
  if (rows[0]?.status === 'applied') return new Set();
  const markets = new Set(action.results.map(({ marketKey }) => marketKey));
  if (rows[0] !== undefined) return markets;
  const effect = await previewOf(ports, client, action);
  if (!needsSecond(effect, ports.approvals)) return new Set();
  await insertDecision(client, {
    id: ports.newId(),
    action,
    effect,
    reason: 'the feed corrected a result',
    proposer: FEED,
    at: ports.clock.now(),
    expiresAt: null,
  });
  ports.log.warn({ fixtureId, bets: effect.bets }, 'a correction waits for approval');
  return markets;
}

async function overtake(
  { clock }: Ports,
  client: PoolClient,
  fixtureId: FixtureId,
  digest: string,
): Promise<void> {
  await client.query(
    `UPDATE settlement_decision
     SET status = 'expired', decided_by = $3, decided_at = $4, decision_reason = 'overtaken by the feed'
     WHERE fixture_id = $1 AND kind = 're-settlement' AND status = 'waiting' AND digest <> $2`,
    [fixtureId, digest, FEED.by, clock.now()],
  );
}
