import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, outcomeId, type Odds } from '#contracts/mod.ts';

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
import { ScenarioBook } from './scenario-book.ts';
import { TailReport } from './tail-report.ts';
import { ticketOf, ticketReturns } from './ticket.ts';

const layersOf = (book: ScenarioBook) =>
  new Map(
    book
      .layers()
      .map(({ currency, standing, payouts, staked, certain }) => [
        `${currency} ${standing}`,
        { payouts: [...payouts].map((amount) => amount + certain), staked },
      ]),
  );

/** Bit by bit and bet by bet: every scenario of every bet through the sum over its lines. */
function slowLosses(book: ScenarioBook): Float64Array {
  const losses = new Float64Array(SIZE.scenarios);
  for (const { ticket, open } of book.entries()) {
    const rate = Number(DEFAULT_RATES.microsPerMinor[ticket.currency]) / 1e6;
    losses.forEach((loss, scenario) => {
      let next = 0;
      const factors = ticket.selections.map(({ paid, factors: byCode }) => {
        const held = open[next];
        if (paid !== null || held === undefined) return paid ?? NaN;
        next += 1;
        const { alive, codes } = book.sampleOf(held);
        const isAlive = (((alive[scenario >> 5] ?? 0) >> (scenario & 31)) & 1) === 1;
        return isAlive ? (byCode[codes?.[scenario] ?? 4] ?? NaN) : 0;
      });
      losses[scenario] = loss + rate * (ticketReturns(ticket, factors) - ticket.stake);
    });
  }
  return losses;
}

describe('a scenario book', () => {
  property.prop([fc.array(step, { maxLength: 40 })])(
    'is exactly a rebuild from its open bets, after any steps',
    (steps) => {
      const { book, open, beliefs } = play(steps);
      const rebuilt = new ScenarioBook(SIZE);
      for (const [at, one] of beliefs) rebuilt.believe(FIXTURES[at] ?? UNPRICED, one);
      for (const { message, reserved } of open.values()) {
        rebuilt.put(ticketOf(message), reserved ? 'reserved' : 'firm');
      }
      const expected = layersOf(rebuilt);
      for (const [name, { payouts, staked }] of layersOf(book)) {
        const nothing = { payouts: payouts.map(() => 0), staked: 0 };
        expect({ payouts: payouts.map((amount) => amount + 0), staked }).toEqual(
          expected.get(name) ?? nothing,
        );
      }
      expect(book.bets).toBe(open.size);
    },
  );

  property.prop([fc.array(step, { maxLength: 25 })], { numRuns: 40 })(
    'owes in every scenario what the lines of its bets come to there',
    (steps) => {
      const { book } = play(steps);
      const losses = new TailReport(book, DEFAULT_RATES).losses({ of: 'book' });
      const slow = slowLosses(book);
      // A whole minor unit for the rounding of each bet.
      losses.forEach((loss, at) => {
        expect(Math.abs(loss - (slow[at] ?? NaN))).toBeLessThanOrEqual(1.2 * book.bets + 1e-6);
      });
    },
  );

  test('draws selections as often as their chances say, and independently over fixtures', () => {
    const large = new ScenarioBook({ seed: 11, scenarios: 65_536 });
    FIXTURES.forEach((fixture, at) => {
      large.believe(fixture, belief([3, 1, at], at));
    });
    const legs = FIXTURES.map((fixture, leg) => ({
      leg,
      fixtureId: fixture,
      marketKey: marketKeyOf('match-result'),
      outcomeId: outcomeId('home'),
      odds: 20_000 as Odds,
      catalogueVersion: 1,
      result: null,
    }));
    const two = legs.slice(0, 2);
    const [message] = fc.sample(messageArbitrary, { numRuns: 1, seed: 1 });
    if (message === undefined) throw new Error('no message');
    const terms = { folds: [2], lines: 1, unitStakeMinor: '1000' };
    large.put(
      ticketOf({ ...message, currency: 'EUR', stakeMinor: '1000', legs: two, terms }),
      'firm',
    );
    const [entry] = large.entries();
    if (entry === undefined) throw new Error('no entry');
    const chances = entry.open.map((held) => large.chancesOf(held)[4] ?? NaN);
    entry.open.forEach((held, at) => {
      const bits = large.sampleOf(held).alive;
      let alive = 0;
      for (let word of bits) for (; word !== 0; word &= word - 1) alive += 1;
      expect(alive / 65_536).toBeCloseTo(chances[at] ?? NaN, 2);
    });
    const both = (chances[0] ?? NaN) * (chances[1] ?? NaN);
    const [layer] = large.layers();
    const mean = (layer?.payouts.reduce((sum, amount) => sum + amount, 0) ?? NaN) / 65_536;
    expect(mean / 4_000).toBeCloseTo(both, 2);
    expect(large.expectedReturn(entry)).toBeCloseTo(4_000 * both, 6);
  });

  test('refuses a number of scenarios that bits cannot hold', () => {
    expect(() => new ScenarioBook({ seed: 1, scenarios: 1_000 })).toThrow(RangeError);
    expect(() => new ScenarioBook({ seed: 1, scenarios: 64 })).toThrow(RangeError);
  });
});
