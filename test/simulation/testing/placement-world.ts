import { expect } from 'vitest';

import { createBetReader } from '#app/host/mod.ts';
import {
  decideSingle,
  depositMoney,
  finishBets,
  giveVerdict,
  holdStakes,
  receiveBet,
  referringOf,
  refusalBy,
  registerUser,
  verdictAt,
  type BetOrder,
  type BetRow,
  type Decision,
  type HostPort,
  type User,
} from '#bet-api/mod.ts';
import {
  betId,
  Refusal,
  shardOf,
  type DecideReply,
  type FixtureEvent,
  type MaxStakeReply,
  type ReceiveReply,
  type ReferralVerdict,
  type ReleaseReply,
  type TraderCommand,
} from '#contracts/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';

import { DEFAULT_LIMITS } from '#risk/mod.ts';

import { EventBook, HOME, HostRig, MATCH_RESULT } from '../../../app/host/test-fixture.ts';

export const EVENTS = ['suspend', 'goal', 'close', 'owner'] as const;
export type Happening = (typeof EVENTS)[number];
export type Move =
  'receive' | 'hold' | 'verdict' | 'decide' | 'finish' | 'cancel' | 'expire' | Happening;

export const STAKE_MINOR = 1_000n;
export const DEPOSIT_MINOR = 5_000n;
/** How long the bet waits for a trader. */
const REFER_FOR_MS = 60_000;

/** All orders of the steps with the two happenings, in this order, in between. */
export function interleavings(
  steps: readonly Move[],
  events: readonly Move[],
): readonly (readonly Move[])[] {
  const [step, ...laterSteps] = steps;
  const [event, ...laterEvents] = events;
  if (step === undefined) return [[...events]];
  if (event === undefined) return [[...steps]];
  return [
    ...interleavings(laterSteps, events).map((rest) => [step, ...rest]),
    ...interleavings(steps, laterEvents).map((rest) => [event, ...rest]),
  ];
}

type Start = Readonly<{ epoch: number; isReferred: boolean }>;

const PLAIN = { scoreHoldMs: 0, inPlayDelayMs: 0 };
/** Every stake is above the limit of the account. */
const REFERRING = { ...PLAIN, limits: { ...DEFAULT_LIMITS, tierLiabilityMinor: 1n } };

/** One match, one customer, one bet. */
export class World {
  readonly #pool: Pool;
  readonly #policy: ConstructorParameters<typeof HostRig>[0];
  /** The time for the waiting is over. */
  #isLate = false;
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
  /** What ended the waiting for a trader. */
  ended: ReferralVerdict | undefined;

  private constructor(pool: Pool, user: User, { epoch, isReferred }: Start) {
    this.#pool = pool;
    this.#policy = isReferred ? REFERRING : PLAIN;
    this.#user = user;
    this.epoch = epoch;
    this.rig = new HostRig(this.#policy, epoch);
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
      ...(isReferred ? { referral: { kind: 'wished' } } : {}),
    };
  }

  static async create(pool: Pool, isReferred = false): Promise<World> {
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
    return new World(pool, user, { epoch: Number(rows[0]?.epoch), isReferred });
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
        return this.#decide();
      case 'verdict':
        return this.#say('accept');
      case 'cancel':
        return this.#say('cancel');
      case 'expire':
        this.#isLate = this.bet !== undefined;
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
      {
        order: this.order,
        kind: 'hold',
        received,
        claimLeaseMs: 1_000,
        referring: referringOf(this.order, received, REFER_FOR_MS),
      },
    ]);
    if (result?.kind !== 'held') throw new Error('not held');
    this.bet = result.bet;
  }

  #late(): number {
    return this.order.receivedAt + (this.#isLate ? REFER_FOR_MS : 1);
  }

  /** A trader's or the customer's word, which may come too late. */
  async #say(verdict: ReferralVerdict): Promise<void> {
    if (this.bet === undefined) return;
    const none = { stakeMinor: null, odds: null, note: '' };
    const word = { betId: this.bet.betId, verdict, ...none, actor: verdict, at: this.#late() };
    const isSaid = await giveVerdict(this.#pool, word).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false;
        throw error;
      },
    );
    if (isSaid) this.ended ??= verdict;
  }

  async #decide(): Promise<void> {
    const { bet } = this;
    if (bet === undefined) return;
    if (bet.referredUntil !== null) {
      const verdict = await verdictAt(this.#pool, bet.betId, this.#late());
      this.ended ??= verdict.verdict;
      const refused = refusalBy(verdict, bet);
      if (refused) {
        this.outcome = { verdict: 'reject', refused };
        return;
      }
    }
    this.outcome = await decideSingle(this.#host, bet);
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
    this.rig = new HostRig(this.#policy, this.epoch);
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
