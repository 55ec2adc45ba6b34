import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  accountId,
  fixtureId,
  MeSchema,
  StatementSchema,
  outcomeId,
  marketKey,
  type FixtureId,
} from '#contracts/mod.ts';
import { seedDemoUsers } from '#bet-api/mod.ts';
import { balanceOf, houseAccountId, receivableAccountId, verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { resultFixture, settleFixture } from '#settlement/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig, betBody, boardImage, fits, matchResult, show } from '../../bet-api/testing/mod.ts';
import { MatchScript, storeEvents, testPorts } from '../../settlement/testing/mod.ts';

/*
 * Granting, placing, settling, voiding and correcting in any order, over HTTP and with the settlement that runs in
 * production, against a model that works every bet out anew. The market returns stakes on a draw.
 */

const MATCHES = 3;
const STAKE = 1_000n;
const ODDS = 2.5;
const MARKET = marketKey('draw-no-bet');
type Answer = 'home' | 'draw' | 'away';

const KINDS = {
  free: { kind: 'free-bet', stakeReturned: false, amount: '10.00' },
  'free-returned': { kind: 'free-bet', stakeReturned: true, amount: '10.00' },
  winnings: { kind: 'boost', of: 'winnings', percent: 20, cap: '2.50' },
  price: { kind: 'boost', of: 'price', percent: 10, cap: '50.00' },
} as const;
type Kind = keyof typeof KINDS;

/** Of a bet of ten at 2.5 on the home side: what it pays, and what of it the promotion account adds. */
const WON: Readonly<Record<Kind | 'none', readonly [paid: bigint, extra: bigint]>> = {
  none: [2_500n, 0n],
  free: [1_500n, 0n],
  'free-returned': [2_500n, 0n],
  winnings: [2_750n, 250n],
  price: [2_750n, 250n],
};
const isFree = (kind: Kind | 'none'): boolean => kind.startsWith('free');

type Bet = Readonly<{ betId: string; match: number; grant: number | null; kind: Kind | 'none' }>;
type Grant = Readonly<{ bonusId: string; kind: Kind }>;

class Model {
  /** Undefined while a match has not ended. */
  readonly results: (Answer | undefined)[] = Array.from({ length: MATCHES });
  readonly grants: Grant[] = [];
  readonly bets: Bet[] = [];

  isTaken(grant: number): boolean {
    return this.bets.some((bet) => bet.grant === grant && this.results[bet.match] !== 'draw');
  }

  /** What the bets did to the customer and to the promotion account. */
  sums(): readonly [customer: bigint, promotion: bigint] {
    let [customer, promotion] = [0n, 0n];
    for (const { match, kind } of this.bets) {
      const result = this.results[match];
      if (result === 'draw') continue;
      const [paid, extra] = result === 'home' ? WON[kind] : [0n, 0n];
      customer += paid - (isFree(kind) ? 0n : STAKE);
      promotion -= extra + (isFree(kind) ? STAKE : 0n);
    }
    return [customer, promotion];
  }
}

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let operator: string;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 10 });
  ({ pool } = database);
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
  rig = await ApiRig.start(pool);
  operator = await rig.logIn('operator');
});
afterAll(async () => {
  await rig.stop();
  await database.drop();
});

/** One customer and matches of its own. */
class Real {
  readonly scripts: readonly MatchScript[];
  readonly goals = Array.from({ length: MATCHES }, () => ({ home: 0, away: 0 }));
  readonly token: string;
  readonly account: string;
  readonly promotionBefore: bigint;

  constructor(run: string, who: Readonly<{ token: string; account: string; promotion: bigint }>) {
    this.scripts = this.goals.map((_, match) => new MatchScript(`bonus-${run}-${String(match)}`));
    this.token = who.token;
    this.account = who.account;
    this.promotionBefore = who.promotion;
    for (const { fixture } of this.scripts) showBoard(fixture);
  }

  fixture(match: number): FixtureId {
    return this.scripts[match]?.fixture ?? fixtureId('none');
  }

  /** Adds goals until the answer is right, confirms the score and settles by it. */
  async end(match: number, answer: Answer, isFirst: boolean): Promise<void> {
    const script = this.scripts[match];
    const score = this.goals[match];
    if (!script || !score) return;
    if (isFirst) script.phase('first-half').phase('half-time').phase('second-half');
    const wanted = { home: 1, draw: 0, away: -1 }[answer];
    while (Math.sign(score.home - score.away) !== wanted) {
      const side = Math.sign(score.home - score.away) < wanted ? 'home' : 'away';
      score[side] += 1;
      script.lateGoal(side, 'second-half', 30, `${String(score.home)}-${String(score.away)}`);
    }
    if (isFirst) script.phase('ended');
    const half = { home: 0, away: 0 };
    script.result('confirmed', { firstHalf: half, secondHalf: { ...score } });
    await storeEvents(pool, script.events);
    const ports = testPorts(pool);
    await resultFixture(ports, script.fixture);
    await settleFixture(ports, script.fixture, { chunkSize: 2 });
  }
}

function showBoard(fixture: FixtureId): void {
  const outcomes = matchResult().outcomes.filter(({ id }) => id !== 'draw');
  const market = matchResult({ key: MARKET, outcomes });
  show(rig.book, boardImage({ fixtureId: fixture, markets: [market] }), rig.clock.monotonic());
}

async function check(model: Model, real: Real): Promise<void> {
  const verdict = await verifyLedger(pool);
  expect(verdict.results.filter(({ failure }) => failure !== null)).toEqual([]);
  const [customer, promotion] = model.sums();
  const owed = (await balanceOf(pool, receivableAccountId(accountId(real.account)))) ?? 0n;
  const wallet = (await balanceOf(pool, real.account)) ?? 0n;
  expect(wallet + owed - 100_000n).toBe(customer);
  const spent = (await balanceOf(pool, houseAccountId('promotion', 'EUR'))) ?? 0n;
  expect(spent - real.promotionBefore).toBe(promotion);
}

type Command = fc.AsyncCommand<Model, Real>;

const give = (kind: Kind): Command => ({
  check: () => true,
  toString: () => `give(${kind})`,
  run: async (model, real) => {
    const body = {
      ...KINDS[kind],
      accountId: real.account,
      currency: 'EUR',
      expiresAt: rig.clock.now() + 1_000_000,
      reason: 'a test of bonuses',
    };
    const reply = await rig.post('/v1/operations/bonuses', { token: operator, key: newId(), body });
    expect(reply).toMatchObject({ status: 201, body: { status: 'open' } });
    model.grants.push({ bonusId: (reply.body as { bonusId: string }).bonusId, kind });
    await check(model, real);
  },
});

const place = (match: number, choice: number | null): Command => ({
  check: ({ grants }) => choice === null || grants.length > 0,
  toString: () => `place(${String(match)}, ${String(choice)})`,
  run: async (model, real) => {
    const grant = choice === null ? null : choice % model.grants.length;
    const chosen = grant === null ? undefined : model.grants[grant];
    const body = betBody({
      fixtureId: real.fixture(match),
      marketKey: MARKET,
      outcomeId: outcomeId('home'),
      odds: ODDS,
      ...(chosen === undefined ? {} : { bonusId: chosen.bonusId }),
    });
    const reply = await rig.post('/v1/bets', { token: real.token, key: newId(), body });
    if (grant !== null && model.isTaken(grant))
      expect(reply).toMatchObject({ status: 409, body: { code: 'BONUS_TAKEN' } });
    else if (model.results[match] !== undefined)
      expect(reply).toMatchObject({ status: 409, body: { code: 'MARKET_CLOSED' } });
    else {
      expect(reply).toMatchObject({ status: 201, body: { status: 'accepted' } });
      const { betId } = reply.body as { betId: string };
      model.bets.push({ betId, match, grant, kind: chosen?.kind ?? 'none' });
    }
    await check(model, real);
  },
});

const end = (match: number, answer: Answer): Command => ({
  check: ({ results }) => results[match] !== answer,
  toString: () => `end(${String(match)}, ${answer})`,
  run: async (model, real) => {
    const isFirst = model.results[match] === undefined;
    // A correction of a void bet takes a grant again that another bet has: the customer keeps both.
    model.results[match] = answer;
    await real.end(match, answer, isFirst);
    await check(model, real);
  },
});

const matches = fc.integer({ min: 0, max: MATCHES - 1 });
const commands = fc.commands(
  [
    fc.constantFrom<Kind>('free', 'free-returned', 'winnings', 'price').map(give),
    fc
      .tuple(matches, fc.option(fc.nat(5), { freq: 4 }))
      .map(([match, grant]) => place(match, grant)),
    fc
      .tuple(matches, fc.constantFrom<Answer>('home', 'draw', 'away'))
      .map(([match, answer]) => end(match, answer)),
  ],
  { maxCommands: 14, size: 'max' },
);

let runs = 0;
async function newReal(): Promise<Real> {
  runs += 1;
  const token = await rig.rich('1000.00');
  const { accountId: account } = fits(MeSchema, await rig.get('/v1/me', { token }));
  const promotion = (await balanceOf(pool, houseAccountId('promotion', 'EUR'))) ?? 0n;
  return new Real(String(runs), { token, account, promotion });
}

test('whatever happens in whatever order, the ledger is sound and everybody has what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (all) => {
      const real = await newReal();
      await fc.asyncModelRun(() => ({ model: new Model(), real }), all);
    }),
    { numRuns: 12 },
  );
});

test('a grant that was given back, used again and taken back by a correction is in both bets', async () => {
  const real = await newReal();
  const model = new Model();
  const all = [
    give('free'),
    place(0, 0),
    end(0, 'draw'),
    place(1, 0),
    place(2, 0),
    end(0, 'home'),
    end(1, 'draw'),
    place(2, 0),
    end(0, 'draw'),
    place(2, 0),
    end(1, 'away'),
    end(0, 'away'),
    end(2, 'home'),
  ];
  for (const command of all) await command.run(model, real);
  expect(model.bets.map(({ match }) => match)).toEqual([0, 1, 2]);
  expect(model.sums()).toEqual([1_500n, -3_000n]);
  const statement = await rig.get('/v1/account/statement?to=8000000000000', { token: real.token });
  const { entries } = fits(StatementSchema, statement);
  expect(entries.map(({ what, amount }) => `${what} ${amount}`)).toEqual([
    'Deposit 1000.00',
    'Free bet settled 15.00',
    'Settlement taken back -15.00',
    'Free bet settled 15.00',
  ]);
});
