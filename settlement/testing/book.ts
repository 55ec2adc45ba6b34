import {
  accountId,
  betId,
  marketKey,
  payoutMinor,
  transferId,
  type AccountId,
  type BetId,
  type Currency,
  type FixtureEvent,
  type FixtureId,
  type MarketKey,
  type Odds,
  type Terms,
} from '#contracts/mod.ts';
import { balanceOf, deposit, holdStake, openCustomerAccount, post } from '#ledger/mod.ts';
import { lineCount, selectionsOf } from '#markets/mod.ts';
import {
  createMetrics,
  ManualClock,
  newId,
  silentLogger,
  withTransaction,
  type Pool,
  type PoolClient,
} from '#platform/mod.ts';

import type { SettlementPorts } from '../ports.ts';
import { HOUSE_RULES } from '../house-rules/rule-book.ts';
import { KICK_OFF } from './match-script.ts';

/** Settlement on a real database with a clock that tests move. */
export function testPorts(pool: Pool): SettlementPorts & { clock: ManualClock } {
  return {
    pool,
    clock: new ManualClock(KICK_OFF + 2 * 3_600_000),
    log: silentLogger(),
    metrics: createMetrics('test'),
    newId,
    rules: HOUSE_RULES,
  };
}

/** A customer with money in the wallet. */
export async function customer(
  pool: Pool,
  amountMinor = 100_000n,
  currency: Currency = 'EUR',
): Promise<AccountId> {
  const owner = accountId(newId());
  const user = newId();
  await pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'x', 'bettor')`,
    [user, `user-${user}`],
  );
  await pool.query('INSERT INTO account (id, user_id, currency) VALUES ($1, $2, $3)', [
    owner,
    user,
    currency,
  ]);
  await openCustomerAccount(pool, owner, { purpose: 'wallet', currency });
  await withTransaction(pool, (client) =>
    post(
      [deposit({ id: transferId(newId()), accountId: owner, currency, amountMinor, at: KICK_OFF })],
      client,
    ),
  );
  return owner;
}

export type TestLeg = Readonly<{
  fixture: FixtureId;
  market: MarketKey;
  outcome: string;
  odds: number;
  banker?: boolean;
  /** Parts with the same number are one leg. */
  builder?: number;
}>;

export type TestBet = Readonly<{
  account: AccountId;
  stakeMinor: bigint;
  legs: readonly TestLeg[];
  /** Sizes of the lines; one line of all legs unless given. */
  folds?: readonly number[];
  currency?: Currency;
  status?: 'accepted' | 'delayed';
}>;

/** Writes a bet as placement leaves it: the row, its legs and the held stake. */
export async function placeBet(pool: Pool, bet: TestBet): Promise<BetId> {
  const [id] = await placeBets(pool, [bet]);
  if (id === undefined) throw new Error('no bet');
  return id;
}

/** As placement stores them; null for a bet of one selection. */
function termsOf({ legs, folds, stakeMinor }: TestBet): Terms | null {
  const selections = selectionsOf(legs.map((leg, at) => ({ ...leg, leg: at })));
  const free = selections.filter(([{ banker }]) => banker !== true).length;
  if (selections.length === 1) return null;
  const sizes = [...(folds ?? [free])];
  const lines = lineCount(free, sizes);
  return { folds: sizes, lines, unitStakeMinor: String(stakeMinor / BigInt(lines)) };
}

export const placeBets = (pool: Pool, bets: readonly TestBet[]): Promise<BetId[]> =>
  withTransaction(pool, (client) => placeBetsWith(client, bets));

/** The same inside a transaction that is under way. */
export async function placeBetsWith(
  client: PoolClient,
  bets: readonly TestBet[],
): Promise<BetId[]> {
  const placed = bets.map((bet) => ({ ...bet, id: betId(newId()) }));
  for (const bet of placed) {
    const { id, legs, stakeMinor, account, currency = 'EUR', status = 'accepted' } = bet;
    const combined = legs.reduce((product, { odds }) => product * odds, 1);
    await client.query(
      `INSERT INTO bet (id, account_id, status, version, currency, stake_minor, potential_payout_minor,
           policy, received_at, due_at, decided_at, owner_epoch, state_hash, in_play, open_legs, terms)
         VALUES ($1, $2, $3, 2, $4, $5, $6, 'none', $7, $7, $8, 1, '', false, $9, $10)`,
      [
        id,
        account,
        status,
        currency,
        stakeMinor,
        payoutMinor(stakeMinor, Math.round(combined * 10_000) as Odds),
        KICK_OFF - 60_000,
        status === 'accepted' ? KICK_OFF - 60_000 : null,
        legs.length,
        termsOf(bet),
      ],
    );
    for (const [leg, { fixture, market, outcome, odds, banker = false, builder }] of legs.entries())
      await client.query(
        `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, home, away,
             requested_odds, odds, catalogue_version, banker, builder)
           VALUES ($1, $2, $3, $4, $5, 'Lions', 'Tigers', $6, $6, 1, $7, $8)`,
        [id, leg, fixture, market, outcome, Math.round(odds * 10_000), banker, builder ?? null],
      );
  }
  await post(
    placed.map(({ id, account, stakeMinor, currency = 'EUR' }) =>
      holdStake({ betId: id, accountId: account, currency, stakeMinor, at: KICK_OFF }),
    ),
    client,
  );
  return placed.map(({ id }) => id);
}

/** Stores what the feed said; events that are there stay as they are. */
export async function storeEvents(pool: Pool, events: readonly FixtureEvent[]): Promise<void> {
  await pool.query(
    `INSERT INTO feed_event (fixture_id, version, event_id, kind, producer, occurred_at, received_at, published_at, body)
     SELECT e->>'fixtureId', (e->>'version')::int, e->>'eventId', e->>'kind', e->>'producer',
       (e->>'occurredAt')::bigint, (e->>'receivedAt')::bigint, (e->>'publishedAt')::bigint, e
     FROM jsonb_array_elements($1::jsonb) AS e ON CONFLICT DO NOTHING`,
    [JSON.stringify(events)],
  );
}

export type BetState = Readonly<{
  status: string;
  version: number;
  payout: bigint | null;
  reason: string | null;
  sentence: string | null;
  openLegs: number;
}>;

export async function betState(pool: Pool, id: BetId): Promise<BetState> {
  const { rows } = await pool.query<BetState>(
    `SELECT status, version, payout_minor AS payout, reason, explanation_of(bet)->>'sentence' AS sentence,
            open_legs AS "openLegs" FROM bet WHERE id = $1`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no such bet');
  return row;
}

export const balance = async (pool: Pool, account: string): Promise<bigint> =>
  (await balanceOf(pool, account)) ?? 0n;

export const MATCH_RESULT = marketKey('match-result');
