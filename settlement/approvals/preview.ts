import type { AccountId, BetId } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import { changeOf, movesMoney } from '../bet-change.ts';
import { readBets, readLegs, type LockedLeg } from '../bet-store.ts';
import type { SettlementPorts } from '../ports.ts';
import { newestMarketResults } from '../result-store.ts';
import { rulesAt } from '../rules/mod.ts';
import { hasSelections, type Action } from './action.ts';
import { effectOf, type BetEffect, type Effect } from './effect.ts';

const CHUNK = 2_000;
const NIL = '00000000-0000-0000-0000-000000000000' as BetId;

/**
 * What an action would do to money if it were applied now, by the same calculation that settles. Reads only; it
 * takes no locks, so what happens meanwhile may make it differ.
 */
export async function previewOf(
  { rules, clock }: Pick<SettlementPorts, 'rules' | 'clock'>,
  db: Queryable,
  action: Action,
): Promise<Effect> {
  const at = clock.now();
  const becomes = await newResults(db, action);
  const effects: BetEffect[] = [];
  for (let after = NIL; ;) {
    const chunk = await nextBets(db, action, after);
    const last = chunk.at(-1);
    if (last === undefined) break;
    after = last;
    const legs = await readLegs(db, chunk);
    for (const bet of await readBets(db, chunk)) {
      const changed = (legs.get(bet.betId) ?? []).map(becomes);
      const change = changeOf(bet, changed, { rules: rulesAt(rules, bet.decidedAt), at });
      if (!movesMoney(change)) continue;
      const { betId, accountId, currency, stakeMinor } = bet;
      const [beforeMinor, afterMinor] = [bet.payoutMinor ?? 0n, change.payoutMinor ?? 0n];
      effects.push({ betId, accountId, currency, stakeMinor, beforeMinor, afterMinor });
    }
  }
  return effectOf(effects, await walletsOf(db, effects));
}

type Becomes = (leg: LockedLeg) => LockedLeg;

async function newResults(db: Queryable, action: Action): Promise<Becomes> {
  if (hasSelections(action)) {
    const chosen = new Set(action.selections.map(({ betId, leg }) => `${betId} ${leg}`));
    const isUndo = action.kind === 'void-undo';
    const known = isUndo ? await newestMarketResults(db, action.fixtureId) : undefined;
    return (leg) => {
      if (!chosen.has(`${leg.betId} ${leg.leg}`) || leg.isVoid !== isUndo) return leg;
      if (known === undefined) return { ...leg, result: 'void' };
      const market = known.get(leg.marketKey);
      const { basis = null, voidReason = null } = market ?? {};
      const result = market?.outcomes[leg.outcomeId] ?? null;
      return { ...leg, result, basis, voidReason, isVoid: false };
    };
  }
  const markets = new Map(action.results.map((result) => [result.marketKey, result.outcomes]));
  return (leg) => {
    const { fixtureId, marketKey, outcomeId, isVoid } = leg;
    const result = fixtureId === action.fixtureId ? markets.get(marketKey)?.[outcomeId] : undefined;
    return result === undefined || isVoid ? leg : { ...leg, result };
  };
}

async function nextBets(db: Queryable, action: Action, after: BetId): Promise<readonly BetId[]> {
  if (hasSelections(action)) {
    const bets = [...new Set(action.selections.map(({ betId }) => betId))].sort();
    return bets.filter((bet) => bet > after).slice(0, CHUNK);
  }
  const { rows } = await db.query<{ bet_id: BetId }>(
    `SELECT DISTINCT bet_id FROM bet_leg
     WHERE fixture_id = $1 AND market_key = ANY ($2) AND bet_id > $3 ORDER BY bet_id LIMIT $4`,
    [action.fixtureId, action.results.map(({ marketKey }) => marketKey), after, CHUNK],
  );
  return rows.map((row) => row.bet_id);
}

async function walletsOf(
  db: Queryable,
  effects: readonly BetEffect[],
): Promise<ReadonlyMap<AccountId, bigint>> {
  const accounts = [...new Set(effects.map(({ accountId }) => accountId))];
  const { rows } = await db.query<{ id: AccountId; available: bigint }>(
    `SELECT id, balance_minor - coalesce(min_balance_minor, 0) AS available
     FROM ledger_account WHERE id = ANY ($1::uuid[])`,
    [accounts],
  );
  return new Map(rows.map(({ id, available }) => [id, available]));
}
