import { shardOf, type BetId, type DecisionToken } from '#contracts/mod.ts';
import { betTransferId, houseAccountId } from '#ledger/mod.ts';
import {
  fromJsonLines,
  jsonLines,
  plainArray,
  wordArray,
  type Clock,
  type Pool,
} from '#platform/mod.ts';

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
  const placed = await place(pool, prepared, clock.now());
  const answers = new Map(prepared.map(({ bet, answer }) => [bet.betId, answer]));
  return items.map(({ bet: { betId } }) => {
    const answer = answers.get(betId);
    return answer && placed.has(betId) ? { kind: 'placed', answer } : LEFT;
  });
}

/** Those that were placed. */
async function place(
  pool: Pool,
  prepared: readonly Prepared[],
  now: number,
): Promise<ReadonlySet<BetId>> {
  const [only, ...others] = prepared;
  if (only === undefined) return new Set();
  if (others.length === 0) {
    const { rows } = await pool.query<{ placed: boolean }>({
      name: 'place-bet',
      text: PLACE_ONE,
      values: [...COLUMNS.map(({ read }) => read(only)), now],
    });
    return new Set(rows[0]?.placed === true ? [only.bet.betId] : []);
  }
  const { rows } = await pool.query<{ placed: readonly BetId[] | null }>({
    name: 'place-bets',
    text: PLACE,
    values: [...COLUMNS.map(({ arrayOf }) => arrayOf(prepared)), now],
  });
  return new Set(rows[0]?.placed);
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

type Read<T> = (prepared: Prepared) => T;
/**
 * A parameter of place_bets: an array with an element for each bet, and the SQL that reads it. Of place_bet: what
 * one bet has there.
 */
type Column = Readonly<{
  read: Read<unknown>;
  arrayOf: (all: readonly Prepared[]) => unknown;
  sql: (parameter: string) => string;
}>;

const asItIs = (parameter: string): string => parameter;
const plain = (read: Read<string | number | bigint | boolean | null>): Column => ({
  read,
  arrayOf: (all) => plainArray(all.map(read)),
  sql: asItIs,
});
const words = (read: Read<string>): Column => ({
  read,
  arrayOf: (all) => wordArray(all.map(read)),
  sql: asItIs,
});
const json = (type: 'json' | 'text', read: Read<unknown>): Column => ({
  read: (prepared) => JSON.stringify(read(prepared)),
  arrayOf: (all) => jsonLines(all.map(read)),
  sql: (parameter) => fromJsonLines(parameter, type),
});

/** The parameters of both in their order. */
const COLUMNS: readonly Column[] = [
  plain(({ bet }) => bet.betId),
  plain(({ bet }) => bet.accountId),
  words(({ item }) => item.order.key),
  words(({ item }) => item.order.bodyHash),
  json('json', ({ answer }) => answer),
  words(({ bet }) => bet.currency),
  plain(({ bet }) => bet.stakeMinor),
  plain(({ bet }) => bet.potentialPayoutMinor),
  words(({ bet }) => bet.policy),
  plain(({ bet }) => bet.receivedAt),
  plain(({ bet }) => bet.decidedAt),
  plain(({ token }) => token.expiresAt),
  plain(({ bet }) => bet.ownerEpoch),
  plain(({ bet }) => bet.inputSeq),
  plain(({ bet }) => bet.oddsSeq),
  words(({ leg }) => leg.stateHash),
  plain(({ bet }) => bet.inPlay),
  plain(({ bet }) => betTransferId(bet.betId, 'hold')),
  plain(({ bet }) => houseAccountId('stakes', bet.currency)),
  json('text', ({ bet }) => betOutbox(bet, bet.receivedAt).body),
  words(({ leg }) => leg.fixtureId),
  plain(({ token }) => token.shard),
  words(({ leg }) => leg.marketKey),
  words(({ leg }) => leg.outcomeId),
  words(({ leg }) => leg.home),
  words(({ leg }) => leg.away),
  plain(({ leg }) => leg.requestedOdds),
  plain(({ leg }) => leg.odds),
  plain(({ leg }) => leg.catalogueVersion),
];

const PARAMETERS = [
  ...COLUMNS.map(({ sql }, at) => sql(`$${String(at + 1)}`)),
  `$${String(COLUMNS.length + 1)}`,
];
const PLACE = `SELECT place_bets(${PARAMETERS.join(', ')}) AS placed`;
const PLACE_ONE = `SELECT place_bet(${PARAMETERS.map((_, at) => `$${String(at + 1)}`).join(', ')}) AS placed`;
