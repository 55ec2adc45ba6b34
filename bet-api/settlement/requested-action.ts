import {
  parseMarketKey,
  Refusal,
  voidSentence,
  type BetId,
  type FixtureId,
  type SettlementActionBody,
} from '#contracts/mod.ts';
import { definitionOf } from '#markets/mod.ts';
import type { Queryable } from '#platform/mod.ts';
import type { Action } from '#settlement/mod.ts';

import { selectionsOfWindow } from './void-window.ts';

/**
 * What an operator asks for as the action that settlement knows; `now` UTC ms.
 * @throws Refusal FIXTURE_NOT_FOUND, MARKET_NOT_FOUND, RESULT_INVALID, WINDOW_INVALID, SELECTION_NOT_FOUND.
 */
export async function requestedAction(
  db: Queryable,
  body: SettlementActionBody,
  now: number,
): Promise<Action> {
  const { fixtureId } = body;
  await mustKnow(db, fixtureId);
  if (body.kind === 'selection-void') {
    await mustHave(db, fixtureId, body.selections);
    return voidOf(body, body.selections);
  }
  if (body.kind === 'void-undo') {
    await mustBeVoid(db, fixtureId, body.selections);
    const selections = body.selections.map((one) => ({ ...one, basis: 'The void is taken back' }));
    return { kind: 'void-undo', fixtureId, selections };
  }
  if (body.kind === 'window-void') return voidOf(body, await selectionsOfWindow(db, body, now));
  const { marketKey, outcomes, code } = body;
  checkOutcomes(body);
  const supersedes = await newestVersion(db, fixtureId, marketKey);
  const results = Object.fromEntries(outcomes.map(({ id, result }) => [id, result]));
  const decided = { marketKey, outcomes: results, voidReason: code ?? null, supersedes };
  return { kind: 'market-result', fixtureId, results: [decided] };
}

function voidOf(
  { fixtureId, code }: Extract<SettlementActionBody, { kind: 'selection-void' | 'window-void' }>,
  selections: readonly Selection[],
): Action {
  const basis = voidSentence(code);
  const voided = selections.map((selection) => ({ ...selection, basis }));
  return { kind: 'selection-void', fixtureId, code, selections: voided };
}

async function mustKnow(db: Queryable, fixtureId: FixtureId): Promise<void> {
  const { rowCount } = await db.query('SELECT FROM bet_leg WHERE fixture_id = $1 LIMIT 1', [
    fixtureId,
  ]);
  if (rowCount === 0) throw new Refusal('FIXTURE_NOT_FOUND');
}

/** Every outcome of the market, each once, and a code exactly when one is void. */
function checkOutcomes({
  marketKey,
  outcomes,
  code,
}: Extract<SettlementActionBody, { kind: 'market-result' }>): void {
  const identity = parseMarketKey(marketKey);
  if (identity === undefined || !definitionOf(identity.type).accepts(identity.specifiers))
    throw new Refusal('MARKET_NOT_FOUND');
  const known: readonly string[] = definitionOf(identity.type).outcomes(identity.specifiers);
  const given = outcomes.map(({ id }) => id);
  const missing = known.filter((id) => !given.some((one) => one === id));
  if (missing.length > 0)
    throw new Refusal('RESULT_INVALID', { why: `no result for ${missing.join(', ')}` });
  if (given.length !== known.length)
    throw new Refusal('RESULT_INVALID', { why: 'an outcome is unknown or named twice' });
  if ((code !== undefined) !== outcomes.every(({ result }) => result === 'void'))
    throw new Refusal('RESULT_INVALID', { why: 'a code goes with a market that is void' });
}

type Selection = Readonly<{ betId: BetId; leg: number }>;

async function mustHave(
  db: Queryable,
  fixtureId: FixtureId,
  selections: readonly Selection[],
): Promise<void> {
  const { rows } = await db.query<{ known: bigint }>(
    `SELECT count(*) AS known FROM (
       SELECT DISTINCT l.bet_id, l.leg
       FROM jsonb_to_recordset($2::jsonb) AS s ("betId" uuid, leg int)
       JOIN bet_leg AS l ON l.bet_id = s."betId" AND l.leg = s.leg AND l.fixture_id = $1
       JOIN bet AS b ON b.id = l.bet_id AND b.status IN ('accepted', 'settled', 'void')
     ) AS found`,
    [fixtureId, JSON.stringify(selections)],
  );
  if (Number(rows[0]?.known) !== selections.length) throw new Refusal('SELECTION_NOT_FOUND');
}

/** Void by a decision, each named once. */
async function mustBeVoid(
  db: Queryable,
  fixtureId: FixtureId,
  selections: readonly Selection[],
): Promise<void> {
  const { rows } = await db.query<{ known: bigint }>(
    `SELECT count(DISTINCT (v.bet_id, v.leg)) AS known
     FROM jsonb_to_recordset($2::jsonb) AS s ("betId" uuid, leg int)
     JOIN selection_void AS v ON v.bet_id = s."betId" AND v.leg = s.leg AND v.fixture_id = $1`,
    [fixtureId, JSON.stringify(selections)],
  );
  if (Number(rows[0]?.known) !== selections.length) throw new Refusal('SELECTION_NOT_FOUND');
}

async function newestVersion(
  db: Queryable,
  fixtureId: FixtureId,
  marketKey: string,
): Promise<number | null> {
  const { rows } = await db.query<{ version: number | null }>(
    `SELECT max(result_version) AS version FROM market_result
     WHERE fixture_id = $1 AND market_key = $2`,
    [fixtureId, marketKey],
  );
  return rows[0]?.version ?? null;
}
