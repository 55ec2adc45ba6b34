import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, type Odds } from '#contracts/mod.ts';
import { buildFootballIndex, KICK_OFF_CONTEXT } from '#markets/mod.ts';

import { DEFAULT_RATES, FixtureExposure, tilt } from '../exposure/mod.ts';
import { accountOf, betOf } from '../testing/arbitraries.ts';
import { fairChances, foldToAtoms, simBoard } from './board.ts';
import { addBet, bookCvar99, emptyBook, stakeWithinWorst, worstLoss } from './book.ts';

const INDEX = buildFootballIndex(2, 3);
const BOARD = simBoard(
  INDEX,
  [
    'match-result',
    'double-chance',
    'draw-no-bet',
    'total-goals|line=2.5',
    'total-goals|line=2.25',
    'asian-handicap|line=-0.75|score=0-0',
    'half-time-result',
  ].map(marketKeyOf),
);

const vectorOf = (weights: readonly number[]): Float64Array => {
  const raw = Float64Array.from(
    { length: INDEX.size },
    (_, cell) => (weights[cell % weights.length] ?? 0) + 1 + (cell % 5),
  );
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
};

const weights = fc.array(fc.nat(20), { minLength: 3, maxLength: 13 });
const bets = fc.array(
  fc.record({
    selection: fc.nat(BOARD.selections.length - 1),
    stakeMinor: fc.integer({ min: 1, max: 1_000 }).map((stake) => 400 * stake),
    odds: fc.integer({ min: 11, max: 90 }).map((tenths) => tenths / 10),
  }),
  { maxLength: 12 },
);

type Drawn = Readonly<{ selection: number; stakeMinor: number; odds: number }>;

const bookOf = (list: readonly Drawn[]) => {
  const book = emptyBook(BOARD);
  for (const bet of list) addBet(book, BOARD, bet);
  return book;
};

function exposureOf(list: readonly Drawn[]): FixtureExposure {
  const exposure = new FixtureExposure({
    index: INDEX,
    context: KICK_OFF_CONTEXT,
    rates: DEFAULT_RATES,
  });
  list.forEach(({ selection, stakeMinor, odds }, at) => {
    const chosen = BOARD.selections[selection];
    const market = BOARD.markets[chosen?.market ?? -1];
    if (chosen === undefined || market === undefined) throw new Error('no such selection');
    exposure.put(
      {
        betId: betOf(at),
        accountId: accountOf(1),
        marketKey: market.key,
        outcomeId: chosen.outcomeId,
        odds: Math.round(odds * 10_000) as Odds,
        stakeMinor: BigInt(stakeMinor),
        currency: 'EUR',
      },
      'firm',
    );
  });
  return exposure;
}

describe('atoms of a board', () => {
  test('are far fewer than the cells, and every cell has one', () => {
    expect(BOARD.atoms).toBeLessThan(INDEX.size / 2);
    expect(Math.max(...BOARD.atomOfCell)).toBe(BOARD.atoms - 1);
  });

  test('know which selections are the two sides of one question', () => {
    const named = BOARD.complements.map((pair) =>
      pair
        .map((at) => {
          const { market, outcomeId } = BOARD.selections[at] ?? { market: -1, outcomeId: '' };
          return `${BOARD.markets[market]?.key ?? ''} ${outcomeId}`;
        })
        .join(' / '),
    );
    expect(named).toContain('match-result away / double-chance home-or-draw');
    expect(named).toContain('total-goals|line=2.5 over / total-goals|line=2.5 under');
    expect(named).toContain('total-goals|line=2.25 over / total-goals|line=2.25 under');
    expect(named.join()).not.toContain('draw-no-bet');
  });

  property.prop([bets, weights])('hold what the exposure of the engine holds', (list, draws) => {
    const [book, exposure] = [bookOf(list), exposureOf(list)];
    expect(book.staked).toBe(exposure.stakedMinor);
    INDEX.h1.forEach((_, cell) => {
      const owed = book.owed[BOARD.atomOfCell[cell] ?? 0] ?? 0;
      expect(owed).toBeCloseTo(exposure.payouts[cell] ?? 0, 0);
    });
    const vector = vectorOf(draws);
    const folded = foldToAtoms(BOARD, vector);
    expect(-worstLoss(book, folded)).toBeCloseTo(exposure.worstCaseMinor(vector), 0);
    const skew = { enabled: true, liquidityMinor: 300_000, clip: 0.4 };
    const whole = foldToAtoms(BOARD, tilt(vector, exposure.payouts, skew));
    tilt(folded, book.owed, skew).forEach((chance, atom) => {
      expect(chance).toBeCloseTo(whole[atom] ?? 0, 7);
    });
  });

  property.prop([weights, bets])('price a tilted board without an arbitrage', (draws, list) => {
    const skew = { enabled: true, liquidityMinor: 200_000, clip: 0.5 };
    const vector = tilt(foldToAtoms(BOARD, vectorOf(draws)), bookOf(list).owed, skew);
    const chances = fairChances(BOARD, vector);
    for (const [one, other] of BOARD.complements) {
      expect((chances[one] ?? 0) + (chances[other] ?? 0)).toBeCloseTo(1, 9);
    }
  });

  test('a market that reads no goals is refused', () => {
    expect(() => simBoard(INDEX, [marketKeyOf('total-corners|line=9.5')])).toThrow(RangeError);
  });
});

describe('limits of a simulated book', () => {
  const wanted = fc.record({
    selection: fc.nat(BOARD.selections.length - 1),
    stakeMinor: fc.integer({ min: 1, max: 5_000_000 }),
    odds: fc.integer({ min: 11, max: 90 }).map((tenths) => tenths / 10),
  });

  property.prop([bets, wanted, weights])(
    'sell up to the cap and not a unit more',
    (list, bet, draws) => {
      const vector = foldToAtoms(BOARD, vectorOf(draws));
      const book = bookOf(list);
      const capMinor = Math.max(0, Math.ceil(worstLoss(book, vector))) + 50_000;
      const stakeMinor = stakeWithinWorst(book, BOARD, vector, { ...bet, capMinor });
      const after = bookOf([...list, { ...bet, stakeMinor }]);
      expect(worstLoss(after, vector)).toBeLessThanOrEqual(capMinor + 1e-3);
      if (stakeMinor === bet.stakeMinor) return;
      const one = bookOf([...list, { ...bet, stakeMinor: stakeMinor + 1 }]);
      expect(worstLoss(one, vector)).toBeGreaterThan(capMinor - 1e-3);
    },
  );

  property.prop([bets, weights])('no tail is worse than the worst case', (list, draws) => {
    const vector = foldToAtoms(BOARD, vectorOf(draws));
    const book = bookOf(list);
    expect(bookCvar99(book, vector)).toBeLessThanOrEqual(worstLoss(book, vector) + 1e-6);
  });
});
