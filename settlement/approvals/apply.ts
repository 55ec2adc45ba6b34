import {
  voidSentence,
  type FixtureId,
  type OutcomeId,
  type OutcomeResult,
} from '#contracts/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

import { lockResulting } from '../fence.ts';
import { releaseHoldsOf } from '../holds/holds.ts';
import type { SettlementPorts } from '../ports.ts';
import {
  announceResult,
  insertResult,
  newestMarketResults,
  readEvents,
  readResult,
  type NewResult,
  type Outcomes,
} from '../result-store.ts';
import { raiseResult, lookAgain } from '../resulting-state.ts';
import { readHistory, rulesAt, type MarketResult } from '../rules/mod.ts';
import type { MarketResultAction, SelectionVoidAction, VoidUndoAction } from './action.ts';
import type { Actor, Decision } from './decision-store.ts';

type Ports = Pick<SettlementPorts, 'rules' | 'clock'>;

/** Writes what was decided; the bets are settled by it in the ordinary way afterwards. */
export async function applyDecision(
  ports: Ports,
  client: PoolClient,
  decision: Decision,
  actor: Actor,
): Promise<void> {
  const { action, id } = decision;
  const at = ports.clock.now();
  await lockResulting(client, action.fixtureId);
  if (action.kind === 're-settlement') {
    await lookAgain(client, action.fixtureId, at);
    return;
  }
  const { result, sport } = await nextResult(ports, client, action.fixtureId, at);
  if (action.kind === 'market-result') await writeMarkets(client, { result, sport, action, id });
  else await writeVoidWords(client, { result, action, id });
  await raiseResult(client, action.fixtureId, result);
  await releaseHoldsOf(client, id, { by: actor.by, at, reason: decision.reason });
}

/** The fixture goes on as it is; only what was decided about it is new. */
async function nextResult(
  { rules }: Ports,
  client: PoolClient,
  fixtureId: FixtureId,
  at: number,
): Promise<Readonly<{ result: NewResult; sport: string }>> {
  const { record, firstStartsAt } = readHistory(fixtureId, await readEvents(client, fixtureId));
  const before = await readResult(client, fixtureId);
  const result: NewResult = {
    fixtureId,
    resultVersion: before.resultVersion + 1,
    feedVersion: record.version,
    ending: before.ending ?? 'open',
    certainty: 'confirmed',
    rulesVersion: rulesAt(rules, firstStartsAt ?? at).version,
    at,
  };
  return { result, sport: record.info?.sport ?? 'football' };
}

type Markets = Readonly<{
  result: NewResult;
  sport: string;
  action: MarketResultAction;
  id: string;
}>;

async function writeMarkets(
  client: PoolClient,
  { result, sport, action, id }: Markets,
): Promise<void> {
  const known = await newestMarketResults(client, action.fixtureId);
  const changed = action.results.map(({ marketKey, outcomes, voidReason }) => ({
    marketKey,
    supersedes: known.get(marketKey)?.resultVersion ?? null,
    decisionId: id,
    result: {
      outcomes: mapOf(outcomes),
      basis: voidReason === null ? 'By decision of the house' : voidSentence(voidReason),
      voidReason,
    },
  }));
  await insertResult(client, result, changed);
  const all = [...(await newestMarketResults(client, action.fixtureId)).values()];
  await announceResult(
    client,
    sport,
    result,
    new Map(all.map(({ marketKey, outcomes }) => [marketKey, { outcomes: mapOf(outcomes) }])),
  );
}

const mapOf = (outcomes: Outcomes): MarketResult['outcomes'] =>
  new Map(Object.entries(outcomes) as [OutcomeId, OutcomeResult][]);

type Voids = Readonly<{
  result: NewResult;
  action: SelectionVoidAction | VoidUndoAction;
  id: string;
}>;

/** A selection that is void already, or has no void to take back, is left as it is. */
async function writeVoidWords(client: PoolClient, { result, action, id }: Voids): Promise<void> {
  await insertResult(client, result, []);
  const isUndo = action.kind === 'void-undo';
  await client.query(
    `INSERT INTO selection_void_word
       (bet_id, leg, fixture_id, decision_id, code, basis, result_version, at, taken_back)
     SELECT DISTINCT s."betId", s.leg, $1, $2::uuid, coalesce($3, v.code), s.basis, $4::int, $5::bigint, $7::boolean
     FROM jsonb_to_recordset($6::jsonb) AS s ("betId" uuid, leg smallint, basis text)
     LEFT JOIN selection_void AS v ON v.bet_id = s."betId" AND v.leg = s.leg
     WHERE (v.bet_id IS NOT NULL) = $7 ON CONFLICT DO NOTHING`,
    [
      action.fixtureId,
      id,
      isUndo ? null : action.code,
      result.resultVersion,
      result.at,
      JSON.stringify(action.selections),
      isUndo,
    ],
  );
}
