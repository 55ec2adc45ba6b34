import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createBetReader } from '#app/host/mod.ts';
import { HostRig, EventBook, MATCH_RESULT, HOME } from '../../app/host/test-fixture.ts';
import {
  decideSingle,
  finishBets,
  holdStakes,
  receiveBet,
  registerUser,
  depositMoney,
  type BetOrder,
  type BetRow,
  type Decision,
  type HostPort,
  type User,
} from '#bet-api/mod.ts';
import {
  betId,
  shardOf,
  type DecideReply,
  type FixtureEvent,
  type MaxStakeReply,
  type ReceiveReply,
  type ReleaseReply,
  type TraderCommand,
} from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

/**
 * Places one bet step by step while two other things happen to the match, in every possible order, on the
 * real host reducer and real PostgreSQL. Each order has one outcome that the rules demand.
 */
const STEPS = ['receive', 'hold', 'decide', 'finish'] as const;
const EVENTS = ['suspend', 'goal', 'close', 'owner'] as const;
type Step = (typeof STEPS)[number];
type Happening = (typeof EVENTS)[number];
type Move = Step | Happening;

/** All orders of the four steps with these two happenings in between. */
function interleavings(first: Happening, second: Happening): readonly (readonly Move[])[] {
  const merge = (steps: readonly Move[], events: readonly Move[]): Move[][] => {
    const [step, ...laterSteps] = steps;
    const [event, ...laterEvents] = events;
    if (step === undefined) return [[...events]];
    if (event === undefined) return [[...steps]];
    return [
      ...merge(laterSteps, events).map((rest) => [step, ...rest]),
      ...merge(steps, laterEvents).map((rest) => [event, ...rest]),
    ];
  };
  return merge(STEPS, [first, second]);
}

/** What the rules demand of an order: `accepted`, or the code of the refusal. */
function demanded(order: readonly Move[]): string {
  const at = (move: Move): number => order.indexOf(move);
  const before = (move: Move, than: Step): boolean => at(move) >= 0 && at(move) < at(than);
  if (before('suspend', 'receive')) return 'MARKET_SUSPENDED';
  if (before('goal', 'decide') && !before('goal', 'receive')) return 'MATCH_STATE_CHANGED';
  if (before('suspend', 'decide')) return 'MARKET_SUSPENDED';
  if (before('owner', 'finish') && !before('owner', 'decide')) return 'DECISION_EXPIRED';
  if (before('close', 'finish')) return 'MARKET_CLOSED';
  return 'accepted';
}

const STAKE_MINOR = 1_000n;
const DEPOSIT_MINOR = 5_000n;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
});

/** One match, one customer, one bet. */
class World {
  readonly #pool: Pool;
  readonly #user: User;
  readonly #book = new EventBook();
  readonly #events: FixtureEvent[] = [];
  readonly #commands: TraderCommand[] = [];
  readonly order: BetOrder;
  rig: HostRig;
  epoch: number;
  refusal: string | undefined;
  bet: BetRow | undefined;
  outcome: Decision | undefined;

  private constructor(pool: Pool, user: User, epoch: number) {
    this.#pool = pool;
    this.#user = user;
    this.epoch = epoch;
    this.rig = new HostRig({ scoreHoldMs: 0, inPlayDelayMs: 0 }, epoch);
    this.#events.push(...this.#book.opening());
    this.#events.push(this.#book.at('first-half', 0).make({ kind: 'phase' }, this.rig.now));
    this.rig.take({ type: 'rebuild', events: this.#events, commands: [], bets: [] });
    this.rig.priceAll();
    this.rig.alive();
    this.order = {
      betId: betId(newId()),
      accountId: user.accountId,
      currency: 'EUR',
      key: newId(),
      bodyHash: '00'.repeat(32),
      legs: [
        {
          selection: {
            fixtureId: this.rig.state.fixtureId,
            marketKey: MATCH_RESULT,
            outcomeId: HOME,
            odds: this.rig.offered(MATCH_RESULT, HOME),
          },
          teams: { home: 'Harbour', away: 'Albion' },
          banker: false,
        },
      ],
      terms: null,
      stakeMinor: STAKE_MINOR,
      policy: 'any',
      receivedAt: this.rig.now,
    };
  }

  static async create(pool: Pool): Promise<World> {
    const name = `u${newId().replaceAll('-', '').slice(-20)}`;
    const wanted = {
      username: name,
      password: 'long enough',
      role: 'bettor',
      currency: 'EUR',
    } as const;
    const user = await registerUser(pool, newId, wanted);
    await depositMoney(pool, {
      accountId: user.accountId,
      currency: 'EUR',
      key: 'deposit-1',
      amountMinor: DEPOSIT_MINOR,
      method: 'demo-card',
      at: 1,
    });
    const shard = shardOf(new EventBook().fixtureId);
    await pool.query('DELETE FROM market_closed');
    const { rows } = await pool.query<{ epoch: bigint }>(
      'UPDATE shard SET epoch = epoch + 1 WHERE id = $1 RETURNING epoch',
      [shard],
    );
    return new World(pool, user, Number(rows[0]?.epoch));
  }

  readonly #host: HostPort = {
    receive: (request) =>
      Promise.resolve(this.rig.take({ type: 'decide', request }) as ReceiveReply),
    decide: (request) => Promise.resolve(this.rig.take({ type: 'decide', request }) as DecideReply),
    release: (request) =>
      Promise.resolve(this.rig.take({ type: 'decide', request }) as ReleaseReply),
    maxStake: (request) =>
      Promise.resolve(this.rig.take({ type: 'decide', request }) as MaxStakeReply),
    command: () => Promise.resolve({ ok: false, code: 'HOST_UNAVAILABLE' }),
  };

  async move(move: Move): Promise<void> {
    switch (move) {
      case 'receive':
        return this.#receive();
      case 'hold':
        return this.#hold();
      case 'decide':
        if (this.bet !== undefined) this.outcome = await decideSingle(this.#host, this.bet);
        return;
      case 'finish':
        return this.#finish();
      case 'suspend':
        this.#suspend();
        return;
      case 'goal':
        this.#goal();
        return;
      case 'close':
        return this.#close();
      case 'owner':
        return this.#changeOwner();
    }
  }

  #received: Extract<Awaited<ReturnType<typeof receiveBet>>, { kind: 'received' }> | undefined;

  async #receive(): Promise<void> {
    const outcome = await receiveBet(this.#host, this.order);
    if (outcome.kind === 'received') this.#received = outcome;
    else this.refusal = outcome.refused.code;
  }

  async #hold(): Promise<void> {
    if (this.#received === undefined) return;
    const { received } = this.#received;
    const [result] = await holdStakes(this.#pool, [
      { order: this.order, kind: 'hold', received, claimLeaseMs: 1_000 },
    ]);
    if (result?.kind !== 'held') throw new Error('not held');
    this.bet = result.bet;
  }

  async #finish(): Promise<void> {
    const { bet, outcome } = this;
    if (bet === undefined || outcome === undefined) return;
    const ports = { pool: this.#pool, clock: CLOCK(() => this.rig.now) };
    const [{ fixtureId }] = bet.legs;
    const item = { betId: bet.betId, fixtures: [fixtureId], decision: outcome };
    const [result] = await finishBets(ports, [item]);
    if (result?.kind === 'rejected') {
      this.refusal = result.bet.reason ?? 'none';
      await this.#host.release({ op: 'release', betId: bet.betId, fixtureId });
    }
    // A finish that is repeated, as after a crash, must change nothing.
    const [again] = await finishBets(ports, [item]);
    expect(again?.kind).toBe('finished-before');
  }

  #suspend(): void {
    const command: TraderCommand = {
      commandId: newId(),
      fixtureId: this.rig.state.fixtureId,
      actor: 'trader',
      at: this.rig.now,
      kind: 'suspend',
    };
    this.#commands.push(command);
    this.rig.take({ type: 'command', command });
  }

  #goal(): void {
    const goal = this.#book
      .at('first-half', 10)
      .make({ kind: 'goal', side: 'away', how: 'play' }, this.rig.now);
    this.#events.push(goal);
    this.rig.feed(goal);
    this.rig.priceAll();
  }

  /** As settlement does: the exclusive fence only around the closing. */
  async #close(): Promise<void> {
    await withTransaction(this.#pool, async (client) => {
      const { fixtureId } = this.rig.state;
      await client.query('SELECT pg_advisory_xact_lock(fixture_fence_key($1))', [fixtureId]);
      await client.query(
        'INSERT INTO market_closed (fixture_id, market_key, result_version, at) VALUES ($1, $2, 1, 1)',
        [fixtureId, MATCH_RESULT],
      );
    });
  }

  /** A new owner with a higher epoch, which rebuilds from what is stored. */
  async #changeOwner(): Promise<void> {
    const { fixtureId } = this.rig.state;
    const shard = shardOf(fixtureId);
    await this.#pool.query('UPDATE shard SET epoch = epoch + 1 WHERE id = $1', [shard]);
    await this.#pool.query('SELECT pg_advisory_xact_lock(shard_fence_key($1))', [shard]);
    this.epoch += 1;
    const bets = await createBetReader(this.#pool).openBets([fixtureId]);
    const { now } = this.rig;
    this.rig = new HostRig({ scoreHoldMs: 0, inPlayDelayMs: 0 }, this.epoch);
    this.rig.now = now;
    this.rig.take({
      type: 'rebuild',
      events: this.#events,
      commands: this.#commands,
      bets: bets.filter((bet) => bet.accountId === this.#user.accountId),
    });
    this.rig.priceAll();
    this.rig.alive(now);
  }

  /** The messages of the outbox reach the present owner, twice. */
  async deliver(): Promise<void> {
    const bet = await createBetReader(this.#pool).bet(this.order.betId);
    if (bet === undefined) return;
    this.rig.take({ type: 'bet', bet });
    this.rig.take({ type: 'bet', bet });
  }

  async status(): Promise<string> {
    const { rows } = await this.#pool.query<{ status: string }>(
      'SELECT status FROM bet WHERE id = $1',
      [this.order.betId],
    );
    return rows[0]?.status ?? 'none';
  }

  async balanceMinor(): Promise<bigint> {
    const { rows } = await this.#pool.query<{ balance: bigint }>(
      `SELECT balance_minor AS balance FROM ledger_account WHERE owner_id = $1 AND purpose = 'wallet'`,
      [this.#user.accountId],
    );
    return rows[0]?.balance ?? -1n;
  }
}

const CLOCK = (now: () => number) => ({
  now,
  monotonic: now,
  sleep: () => Promise.resolve(),
  every: () => () => undefined,
});

const pairs = EVENTS.flatMap((first) =>
  EVENTS.filter((second) => second !== first).map((second) => [first, second] as const),
);

describe('a placement among other things', () => {
  it.each(pairs)('with %s, then %s, in every order', async (first, second) => {
    for (const order of interleavings(first, second)) {
      const world = await World.create(database.pool);
      for (const move of order) await world.move(move);
      await world.deliver();
      const wanted = demanded(order);
      const seen = world.refusal ?? (await world.status());
      expect(seen, order.join(' → ')).toBe(wanted);
      const taken = wanted === 'accepted';
      expect(await world.balanceMinor(), order.join(' → ')).toBe(
        taken ? DEPOSIT_MINOR - STAKE_MINOR : DEPOSIT_MINOR,
      );
      const { stakedMinor } = world.rig.state.exposure;
      expect(BigInt(stakedMinor), order.join(' → ')).toBe(taken ? STAKE_MINOR : 0n);
      expect(world.rig.state.reservations.size, order.join(' → ')).toBe(0);
    }
  });

  it('leaves a sound ledger behind', async () => {
    const verdict = await verifyLedger(database.pool);
    expect(verdict.results.filter(({ failure }) => failure !== null)).toEqual([]);
  });
});
