import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { betId, type AccountId, type BetId, type TransferId } from '#contracts/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  balanceOf,
  cashOutBet,
  deposit,
  expireHold,
  foldHouseAccounts,
  holdStake,
  houseAccountId,
  HOUSE_PURPOSES,
  openCustomerAccount,
  openHoldOf,
  post,
  postHold,
  receivableAccountId,
  releaseStake,
  reverseSettlement,
  settleBet,
  voidHold,
  withdrawal,
  type Transfer,
} from './mod.ts';
import { customer, id, statusesOf } from './testing/customers.ts';
import { memoryLedger, type MemoryLedger } from './testing/memory-ledger.ts';

type Bet = Readonly<{
  betId: BetId;
  accountId: AccountId;
  stakeMinor: bigint;
  state: 'held' | 'accepted' | 'rejected' | 'settled' | 'cashed-out';
  /** Who staked: a free bet is staked by the house, which keeps the stake when the bet pays. */
  paidBy: 'wallet' | 'promotion';
  payoutMinor: bigint;
  /** Of the stake, when it was placed. */
  placedMinor: bigint;
  /** What the promotion account has of its settlement: a free stake that came back, or less what a boost added. */
  promotionMinor: bigint;
  version: number;
}>;

/** What the commands know: the in-memory ledger, and the business that they have done. */
type Model = {
  ledger: MemoryLedger;
  customers: readonly AccountId[];
  bets: Bet[];
  holds: Readonly<{ id: TransferId; accountId: AccountId }>[];
  sent: Transfer[];
};
type Real = Readonly<{ pool: Pool; customers: readonly AccountId[] }>;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 4 });
});
afterAll(() => database.drop());

const CURRENCY = 'EUR' as const;
const CASH = houseAccountId('cash', CURRENCY);
const pickFrom = <T>(all: readonly T[], pick: number): T | undefined => all[pick % all.length];

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

/** Sends the same to both, and compares all that can be seen. */
async function send(
  model: Model,
  real: Real,
  transfers: readonly Transfer[],
): Promise<readonly string[]> {
  const expected = model.ledger.post(transfers);
  const results = await withTransaction(real.pool, (client) => post(transfers, client));
  expect(statusesOf(results)).toEqual(expected);
  model.sent.push(...transfers);
  for (const account of model.customers)
    for (const one of [account, receivableAccountId(account)])
      expect(await balanceOf(real.pool, one)).toBe(model.ledger.balance(one));
  await expectZero(real.pool);
  return expected;
}

async function expectZero(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    `SELECT a.currency, sum(e.amount_minor) AS total FROM ledger_entry AS e
     JOIN ledger_account AS a ON a.id = e.account_id GROUP BY a.currency HAVING sum(e.amount_minor) <> 0`,
  );
  expect(rows).toEqual([]);
}

type Seed = Readonly<{ pick: number; other: number; amount: bigint }>;
type Action = (model: Model, real: Real, seed: Seed) => Promise<unknown>;

const ownerOf = (model: Model, { pick }: Seed): AccountId => given(pickFrom(model.customers, pick));
const change = (model: Model, bet: Bet, next: Partial<Bet>): void => {
  model.bets[model.bets.indexOf(bet)] = { ...bet, ...next };
};
const inState = (model: Model, pick: number, ...states: readonly Bet['state'][]): Bet | undefined =>
  pickFrom(
    model.bets.filter(({ state }) => states.includes(state)),
    pick,
  );
const stakeOf = (bet: Bet) => ({ ...bet, currency: CURRENCY, at: 7 });
const free = (model: Model, bet: Bet): bigint => model.ledger.balance(bet.accountId);

type Paid = Pick<Bet, 'payoutMinor' | 'promotionMinor'>;

const settleTo = async (model: Model, real: Real, bet: Bet, paid: Paid): Promise<void> => {
  const version = bet.version + 1;
  const transfer = settleBet({ ...stakeOf(bet), ...paid, resultVersion: version });
  const [status] = await send(model, real, [transfer]);
  if (status === 'posted') change(model, bet, { state: 'settled', ...paid, version });
};

/** A payout with a boost in one of three cases, which is never more than the payout. */
const withBoost = (payoutMinor: bigint, { other }: Seed): Paid => {
  const extra = other % 3 === 0 ? BigInt(other) : 0n;
  return { payoutMinor, promotionMinor: payoutMinor < extra ? -payoutMinor : -extra };
};

/** A void bet gives its stake back to whose it was. */
const voided = ({ paidBy, stakeMinor }: Bet): Paid =>
  paidBy === 'wallet'
    ? { payoutMinor: stakeMinor, promotionMinor: 0n }
    : { payoutMinor: 0n, promotionMinor: stakeMinor };

async function place(model: Model, real: Real, seed: Seed, paidBy: Bet['paidBy']): Promise<void> {
  const bet: Bet = {
    betId: betId(newId()),
    accountId: ownerOf(model, seed),
    stakeMinor: seed.amount,
    state: 'held',
    paidBy,
    payoutMinor: 0n,
    placedMinor: seed.amount,
    promotionMinor: 0n,
    version: 0,
  };
  const [status] = await send(model, real, [holdStake(stakeOf(bet))]);
  if (status === 'posted') model.bets.push(bet);
}

/** Buys the part back; sent again, it is the same. What still rides is the rest of the stake. */
async function cashOut(
  model: Model,
  real: Real,
  bet: Bet,
  part: Readonly<{ stakeMinor: bigint; payoutMinor: bigint }>,
): Promise<void> {
  const version = bet.version + 1;
  const transfer = cashOutBet({ ...stakeOf(bet), ...part, version });
  expect(await send(model, real, [transfer])).toEqual(['posted']);
  expect(await send(model, real, [transfer])).toEqual(['repeated']);
  const left = bet.stakeMinor - part.stakeMinor;
  change(
    model,
    bet,
    left === 0n ? { state: 'cashed-out', version } : { stakeMinor: left, version },
  );
}

/** Nothing is left of the stake of a bet that is over, and all of it of one that is not. */
async function expectStakes({ bets }: Model, pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ id: BetId; left: bigint }>(
    `SELECT bet_id AS id, sum(amount_minor)::bigint AS left FROM ledger_entry
     WHERE account_id = $1 AND bet_id = ANY ($2::uuid[]) GROUP BY bet_id`,
    [houseAccountId('stakes', CURRENCY), bets.map((bet) => bet.betId)],
  );
  const left = new Map(rows.map((row) => [row.id, row.left]));
  for (const bet of bets) {
    const isOpen = bet.state === 'held' || bet.state === 'accepted';
    expect(left.get(bet.betId) ?? 0n, bet.state).toBe(isOpen ? bet.stakeMinor : 0n);
  }
}

/** Of each bet the promotion account has its free stake, and what its last settlement came to, and no more. */
async function expectPromotion({ bets }: Model, pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ id: BetId; sum: bigint }>(
    `SELECT bet_id AS id, sum(amount_minor)::bigint AS sum FROM ledger_entry
     WHERE account_id = $1 AND bet_id = ANY ($2::uuid[]) GROUP BY bet_id`,
    [houseAccountId('promotion', CURRENCY), bets.map((bet) => bet.betId)],
  );
  const sums = new Map(rows.map(({ id, sum }) => [id, sum]));
  for (const { betId: bet, paidBy, state, placedMinor, promotionMinor } of bets) {
    const own = paidBy === 'promotion' && state !== 'rejected' ? placedMinor : 0n;
    expect(sums.get(bet) ?? 0n, state).toBe(promotionMinor - own);
  }
}

const ACTIONS: Readonly<Record<string, Action>> = {
  deposit: (model, real, seed) =>
    send(model, real, [
      deposit({
        id: id(),
        accountId: ownerOf(model, seed),
        currency: CURRENCY,
        amountMinor: seed.amount,
        at: 1,
      }),
    ]),
  withdraw: (model, real, seed) =>
    send(model, real, [
      withdrawal({
        id: id(),
        accountId: ownerOf(model, seed),
        currency: CURRENCY,
        amountMinor: seed.amount,
        at: 1,
      }),
    ]),
  hold: async (model, real, seed) => {
    const accountId = ownerOf(model, seed);
    const opening = openHoldOf({
      id: id(),
      accountId,
      currency: CURRENCY,
      amountMinor: seed.amount,
      at: 2,
      expiresAt: null,
    });
    const [status] = await send(model, real, [opening]);
    if (status === 'posted') model.holds.push({ id: opening.id, accountId });
  },
  'post a hold': (model, real, { pick, other, amount }) => {
    const hold = pickFrom(model.holds, pick);
    const rest = other % 2 === 0 ? 'keep' : 'release';
    const to = [
      {
        accountId: other % 3 === 0 ? given(model.customers[0]) : CASH,
        amountMinor: amount,
      },
    ];
    return send(model, real, [postHold({ id: id(), holdId: hold?.id ?? id(), at: 3, to, rest })]);
  },
  'void a hold': (model, real, { pick }) =>
    send(model, real, [voidHold({ holdId: pickFrom(model.holds, pick)?.id ?? id(), at: 3 })]),
  'expire a hold too early': (model, real, { pick }) =>
    send(model, real, [expireHold({ holdId: pickFrom(model.holds, pick)?.id ?? id(), at: 3 })]),
  'place a bet': (model, real, seed) => place(model, real, seed, 'wallet'),
  'place a free bet': (model, real, seed) => place(model, real, seed, 'promotion'),
  'cash a bet out': async (model, real, { pick, amount }) => {
    const bet = inState(model, pick, 'accepted');
    if (bet) await cashOut(model, real, bet, { stakeMinor: bet.stakeMinor, payoutMinor: amount });
  },
  'cash a part of a bet out': async (model, real, { pick, other, amount }) => {
    const bet = inState(model, pick, 'accepted');
    const stakeMinor = ((bet?.stakeMinor ?? 0n) * BigInt(other)) / 100n;
    if (bet && stakeMinor > 0n)
      await cashOut(model, real, bet, { stakeMinor, payoutMinor: amount });
  },

  'accept a bet': (model, _, { pick }) => {
    const bet = inState(model, pick, 'held');
    if (bet) change(model, bet, { state: 'accepted' });
    return Promise.resolve();
  },
  'reject a bet': async (model, real, { pick }) => {
    const bet = inState(model, pick, 'held');
    if (!bet) return;
    await send(model, real, [releaseStake(stakeOf(bet))]);
    change(model, bet, { state: 'rejected' });
  },
  'settle a bet': async (model, real, seed) => {
    const { pick, other, amount } = seed;
    const bet = inState(model, pick, 'accepted');
    const payoutMinor = other % 2 === 0 ? 0n : (bet?.stakeMinor ?? 0n) + amount;
    if (bet) await settleTo(model, real, bet, withBoost(payoutMinor, seed));
  },
  'void a bet': async (model, real, { pick }) => {
    const bet = inState(model, pick, 'accepted');
    if (bet) await settleTo(model, real, bet, voided(bet));
  },
  'roll a settlement back': async (model, real, { pick }) => {
    const bet = inState(model, pick, 'settled');
    if (!bet) return;
    const availableMinor = free(model, bet);
    const { version: resultVersion } = bet;
    await send(model, real, [
      reverseSettlement({ ...stakeOf(bet), resultVersion, availableMinor }),
    ]);
    change(model, bet, { state: 'accepted', payoutMinor: 0n, promotionMinor: 0n });
  },
  'settle again': async (model, real, seed) => {
    const { pick, amount } = seed;
    const bet = inState(model, pick, 'settled');
    if (!bet) return;
    const linked = { linked: bet.betId };
    const paid = withBoost(amount, seed);
    const [version, availableMinor] = [bet.version + 1, free(model, bet) + amount];
    const statuses = await send(model, real, [
      {
        ...reverseSettlement({ ...stakeOf(bet), resultVersion: bet.version, availableMinor }),
        ...linked,
      },
      { ...settleBet({ ...stakeOf(bet), ...paid, resultVersion: version }), ...linked },
    ]);
    expect(statuses).toEqual(['posted', 'posted']);
    change(model, bet, { ...paid, version });
  },
  'replay what was sent': (model, real, { pick, other }) => {
    const again = [pickFrom(model.sent, pick), pickFrom(model.sent, other)].filter(
      (one) => one !== undefined,
    );
    return again.length === 0 ? Promise.resolve() : send(model, real, again);
  },
  'send another body under a used id': (model, real, { pick, amount }) => {
    const used = pickFrom(model.sent, pick);
    const other = deposit({
      id: used?.id ?? id(),
      accountId: given(model.customers[0]),
      currency: CURRENCY,
      amountMinor: amount + 1_000_000n,
      at: 9,
    });
    return send(model, real, [other]);
  },
  'the same twice in a batch, and out of order': async (model, real, seed) => {
    const accountId = ownerOf(model, seed);
    const base = { accountId, currency: CURRENCY, amountMinor: seed.amount, at: 1 } as const;
    const [into, out] = [deposit({ id: id(), ...base }), withdrawal({ id: id(), ...base })];
    await send(model, real, seed.other % 2 === 0 ? [out, into, out, into] : [into, out, into]);
  },
  'fold the house': (_, { pool }) => foldHouseAccounts(pool),
};

/** The life of bets, so that settlements with bonuses are taken back and made again in most runs. */
const OF_BETS = Object.keys(ACTIONS).filter((name) =>
  /^(?!cash|reject).*\b(?:bet|settle)/u.test(name),
);

const commandOf = (names: readonly string[]) =>
  fc
    .record({
      name: fc.constantFrom(...names),
      pick: fc.nat({ max: 50 }),
      other: fc.nat({ max: 50 }),
      amount: fc.bigInt({ min: 1n, max: 60n }),
    })
    .map(({ name, ...seed }): fc.AsyncCommand<Model, Real> => ({
      check: () => true,
      run: async (model, real) => {
        await ACTIONS[name]?.(model, real, seed);
      },
      toString: () => `${name} (${seed.pick}, ${seed.other}, ${seed.amount})`,
    }));

async function begin(pool: Pool): Promise<{ model: Model; real: Real }> {
  const customers = [await customer(pool), await customer(pool)];
  const ledger = memoryLedger(CURRENCY);
  for (const account of customers) {
    await openCustomerAccount(pool, account, { purpose: 'receivable', currency: CURRENCY });
    ledger.open(account, 0n);
    ledger.open(receivableAccountId(account), null);
  }
  return { model: { ledger, customers, bets: [], holds: [], sent: [] }, real: { pool, customers } };
}

test.each([
  ['whatever is done', Object.keys(ACTIONS), 25],
  ['whatever becomes of bets', OF_BETS, 30],
] as const)(
  '%s in whatever order, the ledger is the in-memory ledger and sums to zero',
  async (_, names, numRuns) => {
    const commands = fc.commands([commandOf(names)], { maxCommands: 40, size: 'max' });
    const before = new Map<string, bigint>();
    await fc.assert(
      fc.asyncProperty(commands, async (all) => {
        const { model, real } = await begin(database.pool);
        for (const purpose of HOUSE_PURPOSES) {
          const account = houseAccountId(purpose, CURRENCY);
          before.set(account, (await balanceOf(real.pool, account)) ?? 0n);
        }
        await fc.asyncModelRun(() => ({ model, real }), all);
        await expectStakes(model, real.pool);
        await expectPromotion(model, real.pool);
        for (const [account, start] of before)
          expect(((await balanceOf(real.pool, account)) ?? 0n) - start).toBe(
            model.ledger.balance(account),
          );
        for (const { id: hold } of model.holds) {
          const { rows } = await real.pool.query<{ left: bigint }>(
            'SELECT remaining_minor AS left FROM ledger_hold WHERE id = $1',
            [hold],
          );
          expect(rows[0]?.left).toBe(model.ledger.holdLeft(hold));
        }
      }),
      { numRuns, endOnFailure: true },
    );
  },
  120_000,
);
