import { shardOf, type BetId, type DecisionToken } from '#contracts/mod.ts';
import { betTransferId, houseAccountId } from '#ledger/mod.ts';
import type { Clock, Pool } from '#platform/mod.ts';

import { betOutbox } from './bet-message.ts';
import type { BetRow, LegRow } from './bet-row.ts';
import type { Decision } from './decide.ts';
import { accept } from './finish.ts';
import { keepsPolicy } from './judge.ts';
import type { Answer, BetOrder } from './order.ts';

/** A single without delay, as received, that its host has accepted. */
export type DecidedItem = Readonly<{
  order: BetOrder;
  bet: BetRow;
  decision: Extract<Decision, { verdict: 'accept' }>;
}>;

/** What was placed; `left` when something speaks against it: nothing was written, and hold has to say what. */
export type PlacedAtOnce =
  Readonly<{ kind: 'placed'; answer: Answer }> | Readonly<{ kind: 'left' }>;

type Prepared = Readonly<{
  item: DecidedItem;
  bet: BetRow;
  leg: LegRow;
  token: DecisionToken;
  answer: Answer;
}>;

const LEFT: PlacedAtOnce = { kind: 'left' };

/**
 * Steps 2 and 4 in one call of PostgreSQL for bets that need not wait: under the shared fence, with every rule
 * of the account, the market, the owner and the token. Results in order.
 */
export async function placeAtOnce(
  { pool, clock }: Readonly<{ pool: Pool; clock: Clock }>,
  items: readonly DecidedItem[],
): Promise<readonly PlacedAtOnce[]> {
  const prepared = items.flatMap(prepare);
  if (prepared.length === 0) return items.map(() => LEFT);
  const { rows } = await pool.query<{ betId: BetId }>({
    name: 'place-bets',
    text: PLACE,
    values: [...COLUMNS.map((column) => prepared.map(column)), clock.now()],
  });
  const placed = new Set(rows.map(({ betId }) => betId));
  const answers = new Map(prepared.map(({ bet, answer }) => [bet.betId, answer]));
  return items.map(({ bet: { betId } }) => {
    const answer = answers.get(betId);
    return answer && placed.has(betId) ? { kind: 'placed', answer } : LEFT;
  });
}

function prepare(item: DecidedItem): readonly Prepared[] {
  const { bet, decision } = item;
  const [leg, ...others] = bet.legs;
  const [{ token, odds }] = decision.legs;
  const meant = token.betId === bet.betId && token.fixtureId === leg.fixtureId;
  if (others.length > 0 || !meant || token.shard !== shardOf(leg.fixtureId)) return [];
  if (!keepsPolicy(bet.policy, leg.requestedOdds, odds)) return [];
  const { bet: accepted, answer } = accept({ ...bet, version: 0 }, decision);
  return [{ item, bet: accepted, leg: accepted.legs[0], token, answer }];
}

/** The parameters of place_bets in its order: first those of bets, then those of legs. */
const COLUMNS: readonly ((prepared: Prepared) => unknown)[] = [
  ({ bet }) => bet.betId,
  ({ bet }) => bet.accountId,
  ({ item }) => item.order.key,
  ({ item }) => item.order.bodyHash,
  ({ answer }) => JSON.stringify(answer),
  ({ bet }) => bet.currency,
  ({ bet }) => bet.stakeMinor,
  ({ bet }) => bet.potentialPayoutMinor,
  ({ bet }) => bet.policy,
  ({ bet }) => bet.receivedAt,
  ({ bet }) => bet.decidedAt,
  ({ token }) => token.expiresAt,
  ({ bet }) => bet.ownerEpoch,
  ({ bet }) => bet.inputSeq,
  ({ bet }) => bet.oddsSeq,
  ({ leg }) => leg.stateHash,
  ({ bet }) => bet.inPlay,
  () => 1,
  ({ bet }) => betTransferId(bet.betId, 'hold'),
  ({ bet }) => houseAccountId('stakes', bet.currency),
  ({ bet }) => JSON.stringify(betOutbox(bet, bet.receivedAt).body),
  ({ bet }) => bet.betId,
  () => 0,
  ({ leg }) => leg.fixtureId,
  ({ token }) => token.shard,
  ({ bet }) => bet.ownerEpoch,
  ({ leg }) => leg.marketKey,
  ({ leg }) => leg.outcomeId,
  ({ leg }) => leg.home,
  ({ leg }) => leg.away,
  ({ leg }) => leg.requestedOdds,
  ({ leg }) => leg.odds,
  ({ leg }) => leg.catalogueVersion,
];

const PLACE = `SELECT place_bets(${[...COLUMNS, null].map((_, at) => `$${String(at + 1)}`).join(', ')}) AS "betId"`;
