import { describe, expect, test } from 'vitest';

import { fixtureId, marketKeyOf, outcomeId, type MarketQuotes } from '#contracts/mod.ts';

import { ExchangeMarkets } from './lay-off-markets.ts';

const KICK_OFF = Date.UTC(2026, 5, 1, 18);
const OURS = [
  { id: 'league-1', home: 'Rovers', away: 'United', startsAt: KICK_OFF },
  { id: 'league-2', home: 'City', away: 'Athletic', startsAt: KICK_OFF },
];
const quotes = (changes: Partial<MarketQuotes> = {}): MarketQuotes => ({
  producer: 'exchange',
  fixture: { urn: 'betfair:event:7', name: 'Rovers v United', startsAt: KICK_OFF },
  marketUrn: 'betfair:market:1.23',
  marketKey: marketKeyOf('match-result'),
  status: 'active',
  inPlay: false,
  winners: 1,
  outcomes: [
    {
      ...{ outcomeId: outcomeId('home'), providerId: '47972', name: 'Rovers', status: 'active' },
      ...{ back: { odds: 3, size: 12.349 }, lay: null, lastTraded: 3, startingPrice: null },
    },
  ],
  at: 5,
  ...changes,
});

const opened = () => {
  const markets = new ExchangeMarkets();
  markets.renew(OURS);
  return markets;
};

describe('markets of the exchange', () => {
  test('are ours by teams and kick-off, with sizes in minor units', () => {
    const markets = opened();
    expect(markets.take(quotes())).toEqual({
      ...{ marketId: '1.23', fixtureId: fixtureId('league-1'), marketKey: 'match-result' },
      ...{ at: 5, inPlay: false, isOpen: true },
      selections: [
        {
          ...{ outcomeId: 'home', selectionId: 47972, lastTraded: 3, lay: null },
          back: { odds: 3, sizeMinor: 1_234 },
        },
      ],
    });
    markets.take(quotes({ at: 6, status: 'suspended' }));
    expect(markets.all()).toMatchObject([{ at: 6, isOpen: false }]);
  });

  test('are looked for again when there are more of ours', () => {
    const markets = new ExchangeMarkets();
    expect(markets.take(quotes())).toBeUndefined();
    markets.renew(OURS);
    expect(markets.all()).toHaveLength(1);
  });

  test('are looked for again when the exchange moves the kick-off or names another match', () => {
    const markets = opened();
    const fixture = { urn: 'betfair:event:7', name: 'Rovers v United', startsAt: KICK_OFF };
    const ours = (changes: Partial<typeof fixture>) =>
      markets.take(quotes({ fixture: { ...fixture, ...changes } }))?.fixtureId;
    expect(ours({ startsAt: KICK_OFF + 86_400_000 })).toBeUndefined();
    expect(ours({})).toBe('league-1');
    expect(ours({ name: 'City v Athletic' })).toBe('league-2');
    // What says nothing changes nothing.
    expect(markets.take(quotes({ fixture: { ...fixture, name: null } }))?.fixtureId).toBe(
      'league-2',
    );
    expect(ours({ startsAt: KICK_OFF + 86_400_000 })).toBeUndefined();
  });

  test('are ours by the id of the event, which is that of the feed too', () => {
    const fixture = { urn: 'sr:match:7', name: null, startsAt: null };
    const markets = new ExchangeMarkets();
    markets.renew([{ id: 'uof-sr-match-7', home: 'A', away: 'B', startsAt: KICK_OFF }]);
    expect(markets.take(quotes({ fixture }))?.fixtureId).toBe('uof-sr-match-7');
    expect(opened().take(quotes({ fixture }))).toBeUndefined();
  });

  test.each([
    { marketKey: null },
    { fixture: null },
    { fixture: { urn: 'betfair:event:8', name: 'Nobody v Noone', startsAt: KICK_OFF } },
    {
      fixture: { urn: 'betfair:event:9', name: 'Rovers v United', startsAt: KICK_OFF + 86_400_000 },
    },
    { fixture: { urn: 'betfair:event:9', name: 'Rovers v United', startsAt: null } },
    // A line of a market of several, and a book that is no exchange.
    { marketUrn: 'betfair:market:1.23@-0.5' },
    { marketUrn: 'uof:market:1' },
  ])('with %j are none of ours', (changes) => {
    expect(opened().take(quotes(changes))).toBeUndefined();
  });

  test('have no selection that is unknown, removed, or a handicap, and no offer without a size', () => {
    const [one] = quotes().outcomes;
    if (one === undefined) throw new Error('no outcome');
    const outcomes = [
      { ...one, outcomeId: null },
      { ...one, status: 'removed' as const },
      { ...one, providerId: '47972@-0.5' },
      { ...one, back: { odds: 3, size: null } },
    ];
    expect(opened().take(quotes({ outcomes }))?.selections).toMatchObject([{ back: null }]);
  });
});
