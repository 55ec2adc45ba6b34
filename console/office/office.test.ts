import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import {
  betId,
  fixtureId,
  marketKey,
  outcomeId,
  type BookMessage,
  type Referral,
} from '#contracts/mod.ts';

import { durationText } from '../format/time-text.ts';
import { actionLines } from './approvals/action-text.ts';
import { bookEffect } from './referrals/effect.ts';
import { offerOf } from './referrals/offer-body.ts';
import { stepTo } from './referrals/use-referral-keys.ts';
import { byWorstCase, drivers } from './risk/drivers.ts';

const RESULT = marketKey('match-result');
const TEAMS = { home: 'France', away: 'Croatia' };

type Liability = Readonly<Record<string, number>>;
const bookOf = (id: string, staked: number, liability: Liability): BookMessage => {
  const market: Partial<BookMessage['markets'][number]> = {
    key: RESULT,
    stakedMinor: String(staked),
    outcomes: Object.entries(liability).map(([outcome, owed]) => ({
      id: outcomeId(outcome),
      model: 2,
      skewed: outcome === 'away' ? null : 4,
      odds: null,
      liabilityMinor: String(owed),
    })),
  };
  const book: Partial<BookMessage> = {
    fixtureId: fixtureId(id),
    markets: [market as BookMessage['markets'][number]],
  };
  return book as BookMessage;
};

describe('what a decision would do', () => {
  const market = { marketKey: RESULT, outcomes: [{ id: outcomeId('home'), result: 'half-won' }] };
  const some = (count: number) => Array.from({ length: count }, () => market) as never[];

  it('is told with the names of the match', () => {
    const told = actionLines({ kind: 'market-result', markets: some(1), selections: [] }, TEAMS);
    expect(told).toEqual(['Match result: France half won']);
  });

  it('counts selections that become void by what shows it', () => {
    const selection = (leg: number, basis: string) => ({ betId: betId('b'), leg, basis });
    const selections = [selection(0, 'late'), selection(1, 'late'), selection(0, 'early')];
    expect(actionLines({ kind: 'selection-void', markets: [], selections }, TEAMS)).toEqual([
      '2 selections become void: late',
      '1 selection becomes void: early',
    ]);
  });

  it('stays short', () => {
    const told = actionLines({ kind: 're-settlement', markets: some(30), selections: [] }, TEAMS);
    expect(told).toHaveLength(9);
    expect(told.at(-1)).toBe('and 22 more markets');
  });
});

const referral = (changed: Partial<Referral> = {}): Referral =>
  ({
    stake: '100.00',
    potentialPayout: '250.00',
    currency: 'EUR',
    lines: 1,
    legs: [{ fixtureId: 'a', marketKey: RESULT, outcomeId: 'home', odds: 2.5 }],
    ...changed,
  }) as Referral;

describe('what a bet that waits would do to its market', () => {
  const book = bookOf('a', 5_000, { home: 8_000 });

  it('is the result if it wins, before and with the bet', () => {
    const effect = { beforeMinor: -3_000n, afterMinor: -18_000n };
    expect(bookEffect(book, referral())).toEqual(effect);
  });

  it.each([
    ['another currency', { currency: 'GBP' }],
    ['several lines', { lines: 4 }],
    ['several selections', { legs: [...referral().legs, ...referral().legs] }],
    ['no selection', { legs: [] }],
    ['a market that the book has not', { legs: [{ marketKey: 'x', outcomeId: 'home' }] }],
    ['sums that cannot be read', { stake: 'much' }],
  ])('is not told of %s', (_, changed) => {
    expect(bookEffect(book, referral(changed as Partial<Referral>))).toBeUndefined();
    expect(bookEffect(undefined, referral())).toBeUndefined();
  });
});

describe('an offer', () => {
  const offer = (stake: string, odds = '') => offerOf({ stake, odds }, referral());

  it('is a smaller stake, lower odds, or both', () => {
    expect(offer('50')).toEqual({ stake: '50' });
    expect(offer('50,5', '2.4')).toEqual({ stake: '50.5', odds: 2.4 });
    expect(offer('', '2.1')).toEqual({ odds: 2.1 });
    expect(offer('100.00', '2.1')).toEqual({ odds: 2.1 });
  });

  it.each([
    ['0', '', 'amount of EUR'],
    ['-5', '', 'amount of EUR'],
    ['1.005', '', 'amount of EUR'],
    ['100.01', '', 'at most the 100.00'],
    ['50', 'evens', 'decimal such as'],
    ['50', '1e1', 'decimal such as'],
    ['50', '2.51', 'lower odds'],
    ['', '', 'Change the stake'],
    ['100.00', '', 'Change the stake'],
  ])('of %o at %o is refused in words', (stake, odds, words) => {
    expect(offer(stake, odds)).toContain(words);
  });
});

describe('arrows through the queue', () => {
  it('go from none to either end and stop at the ends', () => {
    expect(stepTo([], null, 1)).toBeNull();
    expect(stepTo(['a', 'b'], null, 1)).toBe('a');
    expect(stepTo(['a', 'b'], null, -1)).toBe('b');
    expect(stepTo(['a', 'b'], 'a', 1)).toBe('b');
    expect(stepTo(['a', 'b'], 'b', 1)).toBe('b');
    expect(stepTo(['a', 'b'], 'gone', 1)).toBe('a');
  });
});

describe('what costs most', () => {
  it('stands first, with its chance after the bets moved it, and nothing that pays the house', () => {
    const books = [bookOf('a', 1_000, { home: 500, away: 3_000 }), bookOf('b', 0, { home: 9_000 })];
    expect(drivers(books, 5)).toMatchObject([
      { fixtureId: 'b', outcomeId: 'home', resultMinor: -9_000n, chance: 0.25 },
      { fixtureId: 'a', outcomeId: 'away', resultMinor: -2_000n, chance: 0.5 },
    ]);
    expect(drivers(books, 1)).toHaveLength(1);
    expect(drivers([], 5)).toEqual([]);
  });

  property.prop([fc.array(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }))])(
    'matches are in the order of their worst cases, beyond what a double can tell apart',
    (worst) => {
      const books = worst.map((each) => ({ worstCaseMinor: String(each) }) as BookMessage);
      const sorted = byWorstCase(books).map(({ worstCaseMinor }) => BigInt(worstCaseMinor));
      for (const [at, each] of sorted.slice(1).entries())
        expect(each >= (sorted[at] ?? each)).toBe(true);
    },
  );
});

it.each([
  [-5, '0.0 s'],
  [412, '0.4 s'],
  [12_400, '12 s'],
  [185_000, '3 min'],
  [7_500_000, '2 h 5 min'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
