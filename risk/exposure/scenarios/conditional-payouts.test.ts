import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, outcomeId, type BetLeg, type Odds } from '#contracts/mod.ts';

import {
  belief,
  FIXTURES,
  messageArbitrary,
  play,
  SIZE,
  step,
  UNPRICED,
} from '../../testing/book-steps.ts';
import { DEFAULT_RATES } from '../house-money.ts';
import { conditionalPayouts } from './conditional-payouts.ts';
import { ScenarioBook } from './scenario-book.ts';
import { ticketOf } from './ticket.ts';

describe('conditional payouts', () => {
  const mean = (payouts: Float64Array, core: Float64Array): number =>
    payouts.reduce((sum, owed, cell) => sum + owed * (core[cell] ?? 0), 0);

  property.prop([fc.array(step, { maxLength: 25 })], { numRuns: 40 })(
    'are owed on average over the core what the bets on it are expected to return',
    (steps) => {
      const { book } = play(steps);
      for (const id of FIXTURES) {
        const payouts = conditionalPayouts(book, id, DEFAULT_RATES);
        const now = book.belief(id);
        if (payouts === undefined || now === null) continue;
        let expected = 0;
        for (const entry of book.onFixture(id)) {
          const held = entry.open.find((one) => one.fixtureId === id);
          if (held?.place.on !== 'core' && held?.place.on !== 'mixed') continue;
          const rate = Number(DEFAULT_RATES.microsPerMinor[entry.ticket.currency]) / 1e6;
          expected += rate * book.expectedReturn(entry);
        }
        expect(mean(payouts, now.core)).toBeCloseTo(expected, 4);
      }
    },
  );

  test('a double follows the price and then the result of its other leg', () => {
    const book = new ScenarioBook(SIZE);
    const [one, two] = [FIXTURES[0] ?? UNPRICED, FIXTURES[1] ?? UNPRICED];
    book.believe(one, belief([1, 2], 0));
    const leg = (at: number, result: BetLeg['result']): BetLeg => ({
      leg: at,
      fixtureId: at === 0 ? one : two,
      marketKey: marketKeyOf('match-result'),
      outcomeId: outcomeId('home'),
      odds: 30_000 as Odds,
      catalogueVersion: 1,
      result,
    });
    const [message] = fc.sample(messageArbitrary, { numRuns: 1, seed: 1 });
    if (message === undefined) throw new Error('no message');
    const terms = { folds: [2], lines: 1, unitStakeMinor: '100' };
    const bet = { ...message, currency: 'EUR' as const, stakeMinor: '100', terms };
    const owed = () => Math.max(...(conditionalPayouts(book, one, DEFAULT_RATES) ?? []));
    book.put(ticketOf({ ...bet, legs: [leg(0, null), leg(1, null)] }), 'firm');
    // Unpriced, the other leg wins as often as its odds say.
    expect(owed()).toBeCloseTo(100 * 3, 6);
    book.believe(two, belief([5, 0, 1], 1));
    const [entry] = book.onFixture(two);
    const other = entry?.open.find(({ fixtureId: on }) => on === two);
    if (other === undefined) throw new Error('no leg');
    expect(owed()).toBeCloseTo(100 * 3 * 3 * (book.chancesOf(other)[4] ?? NaN), 6);
    book.put(ticketOf({ ...bet, legs: [leg(0, null), leg(1, 'won')] }), 'firm');
    expect(owed()).toBeCloseTo(900, 6);
    book.put(ticketOf({ ...bet, legs: [leg(0, null), leg(1, 'lost')] }), 'firm');
    expect(owed()).toBe(0);
  });

  test('there are none for a fixture without prices', () => {
    expect(conditionalPayouts(new ScenarioBook(SIZE), UNPRICED, DEFAULT_RATES)).toBeUndefined();
  });
});
