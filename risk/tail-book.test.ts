import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test, vi } from 'vitest';

import {
  fixtureId,
  InputError,
  marketKeyOf,
  outcomeId,
  type BetMessage,
  type LayOffOrder,
  type Odds,
  type TailQuestion,
} from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';
import { ManualClock } from '#platform/mod.ts';

import { packChances, unpackChances } from './chances.ts';
import { DEFAULT_RATES } from './exposure/mod.ts';
import { TailReport } from './exposure/scenarios/mod.ts';
import { DEFAULT_LEASES } from './leases.ts';
import type { FixtureChances } from './messages.ts';
import { RiskService } from './service.ts';
import { TailBook } from './tail-book.ts';
import { accountOf, betLife, betMessage, betOf } from './testing/arbitraries.ts';

const SIZE = { seed: 5, scenarios: 256 };
const INDEX = buildFootballIndex(2, 2);
const FIXTURES = ['league-1', 'league-2', 'league-3'];
const BOOK: TailQuestion = { of: 'book' };

const chancesOf = (number: number, seq: number, slope: number): FixtureChances => ({
  fixtureId: fixtureId(FIXTURES[number] ?? ''),
  epoch: 1,
  seq,
  maxFirst: 2,
  maxSecond: 2,
  scorers: [],
  competition: `competition ${String(number % 2)}`,
  startsAt: Date.UTC(2026, 5, 1 + number),
  core: packChances(Float64Array.from({ length: INDEX.size }, (_, cell) => 1 + (cell % slope))),
});

describe('packed chances', () => {
  property.prop([fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 })])(
    'come back within a share of the largest, and what can happen stays possible',
    (weights) => {
      const chances = Float64Array.of(...weights, 0.5);
      const most = Math.max(...chances);
      const back = unpackChances(packChances(chances), chances.length);
      const scale = back.reduce((high, chance) => Math.max(high, chance), 0) / most;
      chances.forEach((chance, cell) => {
        expect(Math.abs((back[cell] ?? NaN) / scale - chance)).toBeLessThanOrEqual(most / 65_000);
        if (chance > 0) expect(back[cell]).toBeGreaterThan(0);
      });
      expect(back.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
    },
  );

  test('of another match, or without any chance, are refused', () => {
    expect(() => packChances(new Float64Array(3))).toThrow(InputError);
    expect(() => packChances(Float64Array.of(NaN, 1))).toThrow(InputError);
    expect(() => unpackChances(packChances(Float64Array.of(1, 2)), 3)).toThrow(InputError);
  });
});

const acceptedBet = (number: number): BetMessage =>
  betMessage(
    {
      betId: betOf(number),
      accountId: accountOf(1),
      marketKey: marketKeyOf('match-result'),
      outcomeId: outcomeId('home'),
      odds: 30_000 as Odds,
      stakeMinor: 1_000n,
      currency: 'EUR',
    },
    { status: 'accepted', fixture: fixtureId('league-1'), receivedAt: 0, index: 0, number },
  );

const beliefs = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 2, max: 9 })), { maxLength: 5 });
const lives = fc.tuple(...Array.from({ length: 12 }, (_, number) => betLife(number)));

const serviceOn = (newest: ReadonlyMap<string, BetMessage>): RiskService => {
  const withStatus = (status: string) => () =>
    Promise.resolve([...newest.values()].filter((message) => message.status === status));
  return new RiskService({
    clock: new ManualClock(),
    source: {
      openBets: withStatus('accepted'),
      pendingBets: withStatus('delayed'),
      bet: (id) => Promise.resolve(newest.get(id)),
    },
    publish: { leases: () => undefined, portfolio: () => undefined },
    rates: DEFAULT_RATES,
    leases: DEFAULT_LEASES,
    sample: SIZE,
    onError: (error) => {
      throw error;
    },
  });
};

describe('the tail of the house', () => {
  property.prop([lives, beliefs, fc.nat(40)], { numRuns: 25 })(
    'is after a restart in the middle of messages what it was before',
    async (all, heard, cut) => {
      const messages = all
        .flat()
        .sort((left, right) => left.at - right.at)
        .slice(0, cut);
      const newest = new Map<string, BetMessage>();
      const running = serviceOn(newest);
      await running.reconcile();
      for (const message of messages) {
        newest.set(message.betId, message);
        await running.onBet(message);
      }
      const latest = new Map<number, FixtureChances>();
      heard.forEach(([number, slope], seq) => {
        const chances = chancesOf(number, seq + 1, slope);
        latest.set(number, chances);
        expect(running.tail.believe(chances)).toBe(true);
        expect(running.tail.believe(chances)).toBe(false);
      });
      const restarted = serviceOn(newest);
      for (const chances of latest.values()) restarted.tail.believe(chances);
      await restarted.reconcile();
      for (const by of ['fixture', 'competition', 'day', 'currency'] as const) {
        const question = { ...BOOK, by, drivers: 5 };
        const before = running.tail.answer(question, 0);
        const after = restarted.tail.answer(question, 0);
        const sorted = (answer: typeof before) => ({
          ...answer,
          lines: answer.lines.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
          drivers: answer.drivers.map(({ contributionMinor }) => contributionMinor),
        });
        expect(sorted(after)).toEqual(sorted(before));
      }
      const statuses = [...newest.values()].map(({ status }) => status);
      const waiting = statuses.filter((status) => status === 'delayed').length;
      const open = statuses.filter((status) => status === 'accepted').length;
      expect(restarted.tail.answer(BOOK, 0)).toMatchObject({
        pending: waiting,
        risk: { bets: open + waiting },
      });
    },
  );

  test('what a bet would do is shown, and nothing of it stays', () => {
    const tail = new TailBook(DEFAULT_RATES, SIZE);
    tail.believe(chancesOf(0, 1, 3));
    const leg = {
      fixtureId: fixtureId('league-1'),
      marketKey: marketKeyOf('match-result'),
      outcomeId: outcomeId('home'),
      odds: 30_000 as Odds,
    };
    const whatIf = { legs: [leg], stakeMinor: '1000', currency: 'EUR' as const };
    const answer = tail.answer({ ...BOOK, whatIf }, 0);
    expect(answer.risk.bets).toBe(0);
    expect(answer.after).toMatchObject({ bets: 1, stakedMinor: '1000', worstMinor: '2000' });
    expect(tail.answer(BOOK, 0)).toMatchObject({ risk: answer.risk, unpriced: 0 });
  });

  test('a match that is over is forgotten, but not while a bet is open on it', () => {
    const tail = new TailBook(DEFAULT_RATES, SIZE);
    const nextDay = chancesOf(0, 1, 3).startsAt + 24 * 3_600_000;
    const bet = acceptedBet(1);
    const unpriced = () => tail.answer(BOOK, 0).unpriced;
    tail.believe(chancesOf(0, 5, 3));
    tail.take(bet);
    tail.forgetEnded(nextDay + 1);
    expect(unpriced()).toBe(0);
    tail.drop(bet.betId);
    tail.forgetEnded(nextDay);
    expect(tail.believe(chancesOf(0, 5, 3))).toBe(false);
    tail.forgetEnded(nextDay + 1);
    tail.take(bet);
    expect(unpriced()).toBe(1);
    expect(tail.believe(chancesOf(0, 5, 3))).toBe(true);
    expect(unpriced()).toBe(0);
  });

  test('a lay-off takes out of the tail what the bet put in, but for its commission', () => {
    const tail = new TailBook(DEFAULT_RATES, SIZE);
    tail.believe(chancesOf(0, 1, 3));
    const legs = [
      {
        fixtureId: fixtureId('league-1'),
        marketKey: marketKeyOf('match-result'),
        outcomeId: outcomeId('home'),
        odds: 30_000 as Odds,
      },
    ];
    const bet = { legs, stakeMinor: '1000', currency: 'EUR' as const };
    const layOff = { commission: 0.02 };
    const after = (whatIf: typeof bet) => tail.answer({ ...BOOK, whatIf }, 0).after;
    expect(after({ ...bet, ...{ layOff } })).toMatchObject({
      stakedMinor: '-1000',
      worstMinor: '1000',
    });
    const two = [...legs, ...legs];
    expect(() => after({ ...bet, legs: two, ...{ layOff } })).toThrow(InputError);
  });

  test('what a bonus adds to a bet that wins counts, and a cap ends it', () => {
    const worstWith = (bonus: BetMessage['bonus']) => {
      const tail = new TailBook(DEFAULT_RATES, SIZE);
      tail.believe(chancesOf(0, 1, 3));
      tail.take({ ...acceptedBet(1), ...(bonus === undefined ? {} : { bonus }) });
      return tail.answer(BOOK, 0).risk.worstMinor;
    };
    const boost = (more: object) =>
      ({
        kind: 'boost',
        grantId: betOf(5),
        percentBps: 5_000,
        capMinor: '9000',
        of: 'winnings',
        ...more,
      }) as const;
    expect(worstWith(undefined)).toBe('2000');
    expect(worstWith(boost({}))).toBe('3000');
    expect(worstWith(boost({ capMinor: '100' }))).toBe('2100');
    // The price of 3.0 becomes 4.5.
    expect(worstWith(boost({ of: 'price', selection: 0 }))).toBe('3500');
    const free = { kind: 'free-bet', grantId: betOf(5), stakeReturned: false } as const;
    expect(worstWith(free)).toBe('2000');
  });

  describe('with our own bets at an exchange', () => {
    const market = { fixtureId: fixtureId('league-1'), marketKey: marketKeyOf('match-result') };
    const home = { outcomeId: outcomeId('home') };
    const odds = 30_000 as Odds;
    const filled = (number: number) => {
      const tail = new TailBook(DEFAULT_RATES, SIZE);
      tail.believe(chancesOf(0, 1, 3));
      tail.believe(chancesOf(1, 1, 4));
      for (let at = 0; at < number; at += 1) tail.take(acceptedBet(at));
      return tail;
    };
    const order = (changes: Partial<LayOffOrder> = {}): LayOffOrder => ({
      ...{ orderId: betOf(900), status: 'open', exchange: 'simulated', marketId: '1.1' },
      ...{ selectionId: 1, ...market, ...home, side: 'back', odds, sizeMinor: '5000' },
      ...{ riskMinor: '5000', currency: 'EUR', commissionBps: 0, cause: 'person' },
      ...{ actor: 'anna', reason: 'test', createdAt: 0, sentAt: 0, refusal: null },
      ...{ matchedMinor: '0', averageOdds: 0, remainingMinor: '5000', voidedMinor: '0' },
      ...{ result: null, profitMinor: null },
      ...changes,
    });

    test('the liability of a selection is what is lost where it wins, and asking changes nothing', () => {
      const tail = filled(3);
      const before = tail.answer(BOOK, 0);
      // Three bets of 1,000 at 3.0 on the home team, and nothing else on the match.
      expect(tail.liabilitiesOn(market.fixtureId)(market, home, odds)).toEqual({
        lossIfWonMinor: 6_000,
        gainIfLostMinor: 3_000,
      });
      const draw = tail.liabilitiesOn(market.fixtureId)(
        market,
        { outcomeId: outcomeId('draw') },
        odds,
      );
      expect(draw?.lossIfWonMinor).toBe(-3_000);
      const handicap = { ...market, marketKey: marketKeyOf('asian-handicap|line=0|score=0-0') };
      expect(tail.liabilitiesOn(handicap.fixtureId)(handicap, home, odds)).toBeNull();
      const elsewhere = { ...market, fixtureId: fixtureId('league-3') };
      expect(tail.liabilitiesOn(elsewhere.fixtureId)(elsewhere, home, odds)).toBeNull();
      expect(tail.answer(BOOK, 0)).toEqual(before);
    });

    test('the losses of a match are worked out once for all its selections', () => {
      const tail = filled(3);
      const losses = vi.spyOn(TailReport.prototype, 'losses');
      const liabilityOf = tail.liabilitiesOn(market.fixtureId);
      const swings = ['home', 'draw', 'away'].map((outcome) => {
        const on = liabilityOf(market, { outcomeId: outcomeId(outcome) }, odds);
        return (on?.lossIfWonMinor ?? NaN) + (on?.gainIfLostMinor ?? NaN);
      });
      expect(losses).toHaveBeenCalledTimes(1);
      losses.mockRestore();
      expect(swings[0]).toBe(9_000);
      expect(swings.slice(1).every((swing) => swing < 0)).toBe(true);
    });

    test('what is matched takes the bets’ risk off the book, once, and back when it is over', () => {
      const tail = filled(3);
      const { risk } = tail.answer(BOOK, 0);
      tail.holdPosition(order());
      expect(tail.answer(BOOK, 0).risk).toEqual(risk);
      for (const matched of ['1000', '3000', '3000'])
        tail.holdPosition(order({ matchedMinor: matched, averageOdds: 3 }));
      expect(tail.answer(BOOK, 0).risk).toMatchObject({
        bets: 4,
        worstMinor: '0',
        cvar99Minor: '0',
      });
      expect(tail.liabilitiesOn(market.fixtureId)(market, home, odds)).toEqual({
        lossIfWonMinor: 0,
        gainIfLostMinor: 0,
      });
      expect(tail.positionsRiskMinor()).toBe(3_000n);
      tail.dropPosition(order().orderId);
      expect(tail.answer(BOOK, 0).risk).toEqual(risk);
      expect(tail.positionsRiskMinor()).toBe(0n);
    });

    property.prop(
      [
        fc.array(
          fc.tuple(
            fc.integer({ min: 1, max: 5_000 }),
            fc.constantFrom('home', 'draw', 'away'),
            fc.integer({ min: 11_000, max: 90_000 }),
          ),
          { maxLength: 8 },
        ),
        fc.double({ min: 1.1, max: 8, noNaN: true }),
      ],
      { numRuns: 30 },
    )(
      'a stake of the swing over the odds leaves both sides equal, which is the least variance',
      (bets, price) => {
        const tail = new TailBook(DEFAULT_RATES, SIZE);
        tail.believe(chancesOf(0, 1, 3));
        bets.forEach(([stake, outcome, taken], at) => {
          const message = acceptedBet(at);
          const [leg] = message.legs;
          if (leg === undefined) throw new Error('no leg');
          const legs = [{ ...leg, outcomeId: outcomeId(outcome), odds: taken as Odds }];
          tail.take({ ...message, stakeMinor: String(stake), legs });
        });
        const liability = tail.liabilitiesOn(market.fixtureId)(market, home, odds);
        if (liability === null) throw new Error('no liability');
        const best = Math.round((liability.lossIfWonMinor + liability.gainIfLostMinor) / price);
        // A stake below 0 is the lay of as much.
        const matchedMinor = String(Math.abs(best));
        const side = best < 0 ? 'lay' : 'back';
        if (best !== 0) tail.holdPosition(order({ side, matchedMinor, averageOdds: price }));
        const after = tail.liabilitiesOn(market.fixtureId)(market, home, odds);
        const swing = (after?.lossIfWonMinor ?? NaN) + (after?.gainIfLostMinor ?? NaN);
        expect(Math.abs(swing)).toBeLessThanOrEqual(price);
      },
    );
  });

  test('a question about nothing is refused', () => {
    const tail = new TailBook(DEFAULT_RATES, SIZE);
    expect(() => tail.answer({ of: 'fixture' }, 0)).toThrow(InputError);
    expect(() => tail.answer({ of: 'currency', id: 'ATS' }, 0)).toThrow(InputError);
    expect(() => tail.answer({ of: 'market', id: 'league-1' }, 0)).toThrow(InputError);
  });
});
