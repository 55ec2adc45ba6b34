import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { betId, type AccountId, type BetId } from '#contracts/mod.ts';
import { houseAccountId } from '#ledger/mod.ts';

import { balance, betState, MATCH_RESULT, placeBet } from './testing/book.ts';
import { MatchScript } from './testing/match-script.ts';
import { legOf, openScene, type Scene } from './testing/scene.ts';

/*
 * Placing, settling, voiding and correcting in any order, against a model that knows no chunk, no version
 * and no ledger: it works every bet out anew, line by line, from the results as they stand.
 */

type Answer = 'home' | 'draw' | 'away';
const ANSWERS: readonly Answer[] = ['home', 'draw', 'away'];
type Leg = Readonly<{ match: number; answer: Answer; odds: number; banker: boolean }>;
type Bet = Readonly<{ id: BetId; legs: readonly Leg[]; folds: readonly number[]; unit: number }>;

const MATCHES = 4;

class Model {
  /** Undefined while a match has not ended. */
  readonly results: (Answer | 'void' | undefined)[] = Array.from({ length: MATCHES });
  readonly bets: Bet[] = [];
}

/** Cents per unit stake × 10,000^legs would lose nothing either; odds here are halves, so doubles are exact. */
function returned({ legs, folds, unit }: Bet, factorOf: (leg: Leg) => number): number {
  const free = legs.filter(({ banker }) => !banker);
  const bankers = legs.filter(({ banker }) => banker).reduce((all, leg) => all * factorOf(leg), 1);
  let sum = 0;
  for (let bits = 0; bits < 2 ** free.length; bits += 1) {
    const line = free.filter((_, at) => (bits >> at) & 1);
    if (folds.includes(line.length)) sum += line.reduce((all, leg) => all * factorOf(leg), bankers);
  }
  return Math.floor(sum * unit + 0.5);
}

const linesOf = (bet: Omit<Bet, 'id'>): number =>
  returned({ ...bet, id: betId(''), unit: 1 }, () => 1);

/** What a bet has come to: its payout once it is final. */
function outcomeOf({ results }: Model, bet: Bet): { status: string; payout: bigint | null } {
  const factor = (open: number) => (leg: Leg) => {
    const result = results[leg.match];
    if (result === undefined) return open * leg.odds;
    return result === 'void' ? 1 : result === leg.answer ? leg.odds : 0;
  };
  const isOpen = bet.legs.some(({ match }) => results[match] === undefined);
  const best = returned(bet, factor(1));
  if (isOpen && best > 0) return { status: 'accepted', payout: null };
  const isVoid = bet.legs.every(({ match }) => results[match] === 'void');
  return { status: isVoid ? 'void' : 'settled', payout: BigInt(best) };
}

class Real {
  readonly scene: Scene;
  readonly account: AccountId;
  readonly before: bigint;
  readonly scripts: readonly MatchScript[];
  readonly goals = Array.from({ length: MATCHES }, () => ({ home: 0, away: 0 }));

  constructor(scene: Scene, before: bigint, run: number) {
    this.scene = scene;
    this.account = scene.account;
    this.before = before;
    this.scripts = this.goals.map((_, match) => new MatchScript(`run-${run}-${match}`));
  }

  script(match: number): MatchScript {
    const script = this.scripts[match];
    if (script === undefined) throw new Error('no such match');
    return script;
  }

  /** Adds goals until the answer is right, and confirms the score. */
  async end(match: number, answer: Answer, first: boolean): Promise<void> {
    const script = this.script(match);
    const score = this.goals[match] ?? { home: 0, away: 0 };
    if (first) script.phase('first-half').phase('half-time').phase('second-half');
    const wanted = { home: 1, draw: 0, away: -1 }[answer];
    while (Math.sign(score.home - score.away) !== wanted) {
      const side = Math.sign(score.home - score.away) < wanted ? 'home' : 'away';
      score[side] += 1;
      script.lateGoal(side, 'second-half', 30, `${match}-${score.home}-${score.away}`);
    }
    if (first) script.phase('ended');
    const half = { home: 0, away: 0 };
    script.result('confirmed', { firstHalf: half, secondHalf: { ...score } });
    await this.scene.finish(script);
  }
}

type Command = fc.AsyncCommand<Model, Real>;

async function check(model: Model, { scene, account, before }: Real): Promise<void> {
  let wallet = before;
  for (const bet of model.bets) {
    const expected = outcomeOf(model, bet);
    expect(await betState(scene.pool, bet.id)).toMatchObject(expected);
    wallet += (expected.payout ?? 0n) - BigInt(bet.unit * linesOf(bet));
  }
  expect(await balance(scene.pool, account)).toBe(wallet);
  const { rows } = await scene.pool.query<{ total: bigint; held: bigint }>(
    `SELECT coalesce(sum(amount_minor), 0)::bigint AS total,
            coalesce(sum(amount_minor) FILTER (WHERE account_id = $1), 0)::bigint AS held FROM ledger_entry`,
    [houseAccountId('stakes', 'EUR')],
  );
  const open = model.bets.filter((bet) => outcomeOf(model, bet).payout === null);
  const held = open.reduce((sum, bet) => sum + BigInt(bet.unit * linesOf(bet)), 0n);
  expect(rows).toEqual([{ total: 0n, held }]);
}

const placing = (wanted: Omit<Bet, 'id'>): Command => ({
  check: ({ results }) => wanted.legs.every(({ match }) => results[match] === undefined),
  async run(model, real) {
    const legs = wanted.legs.map(({ match, answer, odds, banker }) => ({
      ...legOf(MATCH_RESULT, answer, odds, real.script(match).fixture),
      banker,
    }));
    const stakeMinor = BigInt(wanted.unit * linesOf(wanted));
    const { account, scene } = real;
    const id = await placeBet(scene.pool, { account, stakeMinor, legs, folds: wanted.folds });
    model.bets.push({ ...wanted, id });
    await check(model, real);
  },
  toString: () => `place ${JSON.stringify(wanted)}`,
});

const ending = (match: number, answer: Answer): Command => ({
  check: ({ results }) => results[match] !== 'void' && results[match] !== answer,
  async run(model, real) {
    const first = model.results[match] === undefined;
    model.results[match] = answer;
    await real.end(match, answer, first);
    await check(model, real);
  },
  toString: () => `match ${match} ends: ${answer}`,
});

const cancelling = (match: number): Command => ({
  check: ({ results }) => results[match] === undefined,
  async run(model, real) {
    model.results[match] = 'void';
    await real.scene.finish(real.script(match).add('status', { status: 'cancelled' }));
    await check(model, real);
  },
  toString: () => `match ${match} is cancelled`,
});

const again = (match: number): Command => ({
  check: ({ results }) => results[match] !== undefined,
  async run(model, real) {
    await real.scene.finish(real.script(match));
    await check(model, real);
  },
  toString: () => `match ${match} is settled again`,
});

const betArb = fc
  .uniqueArray(
    fc.record({
      match: fc.nat({ max: MATCHES - 1 }),
      answer: fc.constantFrom(...ANSWERS),
      odds: fc.constantFrom(1.5, 2, 2.5, 4),
      banker: fc.boolean(),
    }),
    { minLength: 2, maxLength: MATCHES, selector: ({ match }) => match },
  )
  .chain((legs) => {
    const free = legs.filter(({ banker }) => !banker).length;
    const sizes = Array.from({ length: free + 1 }, (_, size) => size);
    const folds = fc.subarray(free === legs.length ? sizes.slice(1) : sizes, { minLength: 1 });
    return fc.record({ legs: fc.constant(legs), folds, unit: fc.integer({ min: 1, max: 500 }) });
  });
const matchArb = fc.nat({ max: MATCHES - 1 });
/** Enough that every match has bets before it ends. */
const firstBets = fc.array(betArb, { minLength: 4, maxLength: 8 });
const commands = fc.commands(
  [
    betArb.map(placing),
    betArb.map(placing),
    fc.tuple(matchArb, fc.constantFrom(...ANSWERS)).map((wanted) => ending(...wanted)),
    fc.tuple(matchArb, fc.constantFrom(...ANSWERS)).map((wanted) => ending(...wanted)),
    matchArb.map(cancelling),
    matchArb.map(again),
  ],
  { maxCommands: 25, size: 'max' },
);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

test('multiples come to what their lines come to, whatever happens in whatever order', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(firstBets, commands, async (first, wanted) => {
      run += 1;
      const before = await balance(scene.pool, scene.account);
      const real = new Real(scene, before, run);
      const all = [...first.map(placing), ...wanted];
      await fc.asyncModelRun(() => ({ model: new Model(), real }), all);
      // What is open is cancelled, so that the next run begins without held stakes.
      for (const script of real.scripts)
        await scene.finish(script.add('status', { status: 'cancelled' }));
    }),
    { numRuns: 8, endOnFailure: true },
  );
  await scene.expectSound();
}, 120_000);
