import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { bestPrices, bookOf, crossedRunners } from './best-prices.ts';
import { makeBooks } from './books.ts';
import { parseMessage } from './message.ts';
import { midPrices, quotesOf } from './quotes.ts';
import { LINES, MATCH_DEFINITION, START } from './testing/messages.ts';

const bookAfter = (...lines: readonly string[]) => {
  const books = makeBooks();
  for (const line of lines) {
    const message = parseMessage(line);
    if (message.op === 'mcm') books.apply(message);
  }
  const [book] = books.markets();
  if (book === undefined) throw new Error('no book');
  return book;
};
const bookWith = (definition: object, rc: readonly object[] = []) =>
  bookAfter(
    JSON.stringify({
      ...{ op: 'mcm', pt: START },
      mc: [{ id: '1.7', marketDefinition: { ...MATCH_DEFINITION, ...definition }, rc }],
    }),
  );

describe('quotes', () => {
  const image = bookAfter(...LINES.slice(0, 1));

  test('are the best prices under our names', () => {
    const [quotes, ...more] = quotesOf('exchange', image);
    expect(more).toEqual([]);
    expect(quotes).toMatchObject({
      producer: 'exchange',
      fixture: {
        ...{ urn: 'betfair:event:9001', name: 'Rovers v United' },
        startsAt: Date.UTC(2030, 4, 4, 14),
      },
      ...{ marketUrn: 'betfair:market:1.1', marketKey: 'match-result' },
      ...{ status: 'active', inPlay: false, winners: 1, at: START },
    });
    expect(quotes?.outcomes.map(({ outcomeId, name }) => [outcomeId, name])).toEqual([
      ['home', 'Rovers'],
      ['away', 'United'],
      ['draw', 'The Draw'],
    ]);
    expect(quotes?.outcomes[0]).toMatchObject({
      ...{ providerId: '11', status: 'active', lastTraded: 2.1, startingPrice: null },
      ...{ back: { odds: 2.1, size: 50 }, lay: { odds: 2.14, size: 30 } },
    });
  });

  test('of a closed market have no prices, but starting prices and who is left', () => {
    const [quotes] = quotesOf('exchange', bookAfter(...LINES));
    expect(quotes?.status).toBe('settled');
    expect(
      quotes?.outcomes.map(({ status, back, startingPrice }) => [status, back, startingPrice]),
    ).toEqual([
      ['won', null, 1.55],
      ['lost', null, null],
      ['removed', null, null],
    ]);
  });

  test('a removed runner has no prices in an open market', () => {
    const book = bookWith(
      {
        runners: [
          { id: 1, status: 'REMOVED' },
          { id: 2, status: 'ACTIVE' },
        ],
      },
      [1, 2].map((id) => ({ id, atb: [[2, 5]] })),
    );
    expect(quotesOf('exchange', book)[0]?.outcomes.map(({ back }) => back)).toEqual([
      null,
      { odds: 2, size: 5 },
    ]);
  });

  test('none before a definition', () => {
    expect(quotesOf('x', bookAfter('{"op":"mcm","pt":1,"mc":[{"id":"1.1"}]}'))).toEqual([]);
  });

  const two = [1, 2].map((id) => ({ id, status: 'ACTIVE', sortPriority: id }));
  test.each([
    ['OVER_UNDER_25', 'total-goals|line=2.5', ['under', 'over']],
    ['OVER_UNDER_105', 'total-goals|line=10.5', ['under', 'over']],
    ['FIRST_HALF_GOALS_05', 'first-half-total-goals|line=0.5', ['under', 'over']],
    ['BOTH_TEAMS_TO_SCORE', 'both-teams-to-score', ['yes', 'no']],
    ['DRAW_NO_BET', 'draw-no-bet', ['home', 'away']],
    ['MATCH_ODDS', null, [null, null]],
    ['OVER_UNDER_105_CORNR', null, [null, null]],
    ['WIN', null, [null, null]],
    [null, null, [null, null]],
  ])('%s with two runners is %s', (marketType, marketKey, outcomes) => {
    const [quotes] = quotesOf('x', bookWith({ marketType, runners: two }));
    expect(quotes?.marketKey).toBe(marketKey);
    expect(quotes?.outcomes.map(({ outcomeId }) => outcomeId)).toEqual(outcomes);
  });

  test('of another sport keep the exchange’s names', () => {
    expect(quotesOf('x', bookWith({ eventTypeId: '7522' }))[0]?.marketKey).toBeNull();
  });

  test('of an Asian handicap are one message a line', () => {
    const runners = [-0.5, 0, 0.25].flatMap((hc, at) => [
      { id: 1, hc, status: 'ACTIVE', sortPriority: 2 * at + 1 },
      { id: 2, hc: -hc, status: 'ACTIVE', sortPriority: 2 * at + 2 },
    ]);
    const lines = quotesOf(
      'x',
      bookWith(
        { bettingType: 'ASIAN_HANDICAP_DOUBLE_LINE', marketType: 'ASIAN_HANDICAP', runners },
        [{ id: 2, hc: -0.25, atb: [[1.9, 3]] }],
      ),
    );
    expect(lines.map(({ marketUrn, marketKey }) => [marketUrn, marketKey])).toEqual([
      ['betfair:market:1.7@-0.5', 'asian-handicap|line=-0.5|score=0-0'],
      ['betfair:market:1.7@0', 'asian-handicap|line=0|score=0-0'],
      ['betfair:market:1.7@0.25', 'asian-handicap|line=0.25|score=0-0'],
    ]);
    expect(lines[2]?.outcomes[1]).toMatchObject({
      outcomeId: 'away',
      back: { odds: 1.9, size: 3 },
    });
    expect(lines[1]?.outcomes.map(({ providerId }) => providerId)).toEqual(['1', '2']);
  });
});

describe('best prices', () => {
  test('come from full depth, then from levels, then from what is displayed', () => {
    const best = (rc: object) =>
      bestPrices(bookWith({}, [{ id: 11, ...rc }]).runners.get('11') ?? expect.fail('no runner'));
    const displayed = { bdatb: [[0, 1.9, 1]], bdatl: [[0, 2.1, 1]] };
    const levels = {
      ...displayed,
      batb: [
        [1, 1.8, 2],
        [0, 1.92, 2],
      ],
    };
    expect(best(displayed)).toEqual({ back: { odds: 1.9, size: 1 }, lay: { odds: 2.1, size: 1 } });
    expect(best(levels)).toMatchObject({ back: { odds: 1.92, size: 2 }, lay: { odds: 2.1 } });
    expect(
      best({
        ...levels,
        atb: [
          [1.5, 1],
          [1.91, 3],
        ],
      }).back,
    ).toEqual({ odds: 1.91, size: 3 });
    expect(best({})).toEqual({ back: null, lay: null });
  });

  test('cross when backing pays no less than laying costs, in open markets alone', () => {
    const crossed = [{ id: 11, atb: [[2.5, 1]], atl: [[2.5, 1]] }];
    expect(crossedRunners(bookWith({}, crossed))).toEqual([{ key: '11', back: 2.5, lay: 2.5 }]);
    expect(crossedRunners(bookWith({ status: 'SUSPENDED' }, crossed))).toEqual([]);
    expect(crossedRunners(bookWith({}, [{ id: 11, atb: [[2.48, 1]], atl: [[2.5, 1]] }]))).toEqual(
      [],
    );
  });

  test('sum to the book of a side', () => {
    const image = bookAfter(...LINES.slice(0, 1));
    expect(bookOf(image, 'back')).toBeCloseTo(1 / 2.1 + 1 / 3.9 + 1 / 3.45, 12);
    expect(bookOf(image, 'lay')).toBeCloseTo(1 / 2.14 + 1 / 4 + 1 / 3.55, 12);
    expect(bookOf(bookWith({}), 'back')).toBeNull();
    expect(bookOf(bookWith({ runners: [] }), 'back')).toBeNull();
    const oneLine = { runners: [{ id: 11, status: 'ACTIVE' }] };
    expect(bookOf(bookWith(oneLine, [{ id: 11, atb: [[0, 4]] }]), 'back')).toBeNull();
  });
});

describe('mid prices', () => {
  const sides = fc.tuple(
    fc.double({ min: 1.01, max: 1000, noNaN: true }),
    fc.double({ min: 0, max: 500, noNaN: true }),
  );
  property.prop([fc.array(sides, { minLength: 3, maxLength: 3 })])(
    'lie between backing and laying, or are none',
    (all) => {
      const rc = all.map(([back, gap], at) => ({
        ...{ id: 11 + at, atb: [[back, 1]], atl: [[back + gap, 1]] },
      }));
      const [quotes] = quotesOf('exchange', bookWith({}, rc));
      if (quotes === undefined) throw new Error('no quotes');
      const { odds } = midPrices(quotes, ['home', 'away', 'draw']);
      odds.forEach((price, at) => {
        const [back = NaN, gap = NaN] = all[at] ?? [];
        if (price === null) expect(1 / back - 1 / (back + gap)).toBeGreaterThan(0.1);
        else {
          expect(price).toBeGreaterThanOrEqual(back * (1 - 1e-12));
          expect(price).toBeLessThanOrEqual((back + gap) * (1 + 1e-12));
        }
      });
    },
  );

  test('are none while suspended, one-sided, or for an outcome that is not there', () => {
    const [quotes] = quotesOf('exchange', bookAfter(...LINES.slice(0, 1)));
    const [suspended] = quotesOf('exchange', bookAfter(...LINES.slice(0, 5)));
    if (quotes === undefined || suspended === undefined) throw new Error('no quotes');
    expect(midPrices(quotes, ['draw', 'home', 'other']).odds).toEqual([
      expect.closeTo(3.4993, 4),
      expect.closeTo(2.1198, 4),
      null,
    ]);
    expect(midPrices(suspended, ['home', 'away']).odds).toEqual([null, null]);
  });
});
