import { describe, expect, it } from 'vitest';

import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  type FixtureId,
  type FixtureInfo,
  type MarketQuotes,
} from '#contracts/mod.ts';

import { createHostState } from './host-state.ts';
import { DEFAULT_POLICY } from './host-policy.ts';
import type { Mailbox } from './mailbox.ts';
import { QuoteIntake } from './quote-intake.ts';
import { quotedMarket, type QuotedMarket } from './quoted-market.ts';

const START = 1_700_000_000_000;

function mailbox(name: string, info: Partial<FixtureInfo> = {}): Mailbox {
  const id = fixtureId(name);
  const state = createHostState({ fixtureId: id, shard: 0, epoch: 1 }, DEFAULT_POLICY);
  const teams = { home: 'Athlétic Harbour FC', away: 'Albion', startsAt: START };
  const whole = { sport: 'football', competition: 'Test', ...teams, ...info };
  state.record = { ...state.record, info: whole };
  return { fixtureId: id, state, take: () => undefined };
}

type Price = readonly [back: number | null, lay: number | null];
const quotes = (
  prices: Readonly<Record<string, Price>>,
  more: Partial<MarketQuotes> = {},
): MarketQuotes => ({
  producer: 'exchange',
  fixture: { urn: 'betfair:event:1', name: 'Athletic Harbour v Albion', startsAt: START + 60_000 },
  marketUrn: 'betfair:market:1.1',
  marketKey: marketKeyOf('match-result'),
  status: 'active',
  inPlay: false,
  winners: 1,
  outcomes: Object.entries(prices).map(([id, [back, lay]]) => ({
    outcomeId: outcomeId(id),
    providerId: id,
    name: null,
    status: 'active',
    back: back === null ? null : { odds: back, size: 10 },
    lay: lay === null ? null : { odds: lay, size: 10 },
    lastTraded: null,
    startingPrice: null,
  })),
  at: START,
  ...more,
});
const ONE = quotes({ home: [2, 2.02] });

function delivered(intake: QuoteIntake, mailboxes: readonly Mailbox[]) {
  const told: [FixtureId, readonly QuotedMarket[]][] = [];
  intake.deliver(mailboxes, (id, markets) => told.push([id, markets]));
  return told;
}
const fixturesTold = (
  quoted: MarketQuotes,
  mailboxes: readonly Mailbox[],
): readonly FixtureId[] => {
  const intake = new QuoteIntake();
  intake.take(quoted);
  return delivered(intake, mailboxes).map(([id]) => id);
};

describe('prices of another book', () => {
  it('are the middle of an exchange, and what can be backed with a bookmaker', () => {
    expect(quotedMarket(quotes({ home: [2, 2.02], away: [1.9, null] }))).toMatchObject({
      method: 'multiplicative',
      odds: [
        ['home', expect.closeTo(2 / (1 / 2 + 1 / 2.02), 9)],
        ['away', null],
      ],
    });
    expect(quotedMarket(quotes({ home: [2, null], away: [0.5, null] }))).toMatchObject({
      method: null,
      odds: [
        ['home', 2],
        ['away', null],
      ],
    });
  });

  it('are none of a market that the catalogue has not', () => {
    expect(quotedMarket(quotes({ home: [2, null] }, { marketKey: null }))).toBeUndefined();
  });
});

describe('the fixture that quotes are of', () => {
  const here = mailbox('league-1');

  it('is found by teams and kick-off, however the teams are written', () => {
    expect(fixturesTold(ONE, [here, mailbox('league-2', { home: 'Rovers' })])).toEqual([
      'league-1',
    ]);
  });

  it.each([
    ['Man City v Wolves', 'Manchester City', 'Wolverhampton Wanderers'],
    ['LA Galaxy @ Toronto FC', 'Toronto', 'LA Galaxy'],
    ['Nottm Forest vs. Sheff Utd', 'Nottingham Forest', 'Sheffield United'],
  ])('is found by names as an exchange writes them: %s', (name, home, away) => {
    const named = { ...ONE, fixture: { urn: 'betfair:event:1', name, startsAt: START } };
    expect(fixturesTold(named, [mailbox('x', { home, away })])).toEqual(['x']);
  });

  it('is found when it opens later, and when the teams are named later', () => {
    const intake = new QuoteIntake();
    const other = mailbox('league-2', { home: 'Rovers' });
    intake.take({ ...ONE, fixture: { urn: 'betfair:event:1', name: null, startsAt: START } });
    expect(delivered(intake, [here, other])).toEqual([]);
    intake.take({ ...ONE, at: START + 1 });
    const found = (mailboxes: readonly Mailbox[]) => delivered(intake, mailboxes).map(([id]) => id);
    expect(found([other])).toEqual([]);
    expect(found([other, here])).toEqual(['league-1']);
    // The same match once more: it is open which of the two is meant.
    intake.take({ ...ONE, at: START + 2 });
    expect(found([other, here, mailbox('league-3')])).toEqual([]);
    expect(found([other, here])).toEqual(['league-1']);
  });

  it.each([
    ['kick-off', { startsAt: START + 86_400_000 }],
    ['teams', { name: 'Harbour Town v Rovers' }],
  ])('is sought anew when its %s changes', (_, other) => {
    const intake = new QuoteIntake();
    const told = () => delivered(intake, [here]).map(([id]) => id);
    const fixture = { urn: 'betfair:event:1', name: 'Athletic Harbour v Albion', startsAt: START };
    intake.take({ ...ONE, fixture: { ...fixture, ...other } });
    expect(told()).toEqual([]);
    intake.take({ ...ONE, fixture });
    expect(told()).toEqual(['league-1']);
    intake.take({ ...ONE, fixture: { ...fixture, name: null } });
    expect(told()).toEqual(['league-1']);
    intake.take({ ...ONE, fixture: { ...fixture, ...other } });
    expect(told()).toEqual([]);
  });

  it('is sought anew when the kick-off of ours changes', () => {
    const intake = new QuoteIntake();
    const away = mailbox('league-1', { startsAt: START + 86_400_000 });
    intake.take(ONE);
    expect(delivered(intake, [away])).toEqual([]);
    const { state } = away;
    const info = { ...here.state.record.info, startsAt: START } as FixtureInfo;
    Object.assign(state, { record: { ...state.record, info } });
    expect(delivered(intake, [away])).toHaveLength(1);
  });

  it('is found by the id of the event', () => {
    const uof = quotes(
      { home: [2, null] },
      { fixture: { urn: 'sr:match:7', name: null, startsAt: null } },
    );
    expect(fixturesTold(uof, [here, mailbox('uof-sr-match-7')])).toEqual(['uof-sr-match-7']);
  });

  it.each([
    ['there are two', [here, mailbox('league-2')]],
    [
      'the sides are the other way round',
      [mailbox('x', { home: 'Albion', away: 'Athletic Harbour' })],
    ],
    ['it is another day', [mailbox('x', { startsAt: START + 86_400_000 })]],
    ['none is here', []],
  ])('is none when %s', (_, mailboxes) => {
    expect(fixturesTold(ONE, mailboxes)).toEqual([]);
  });

  it.each([null, 'Athletic Harbour', 'A v B v C'])('is none for the name %s', (name) => {
    const named = { ...ONE, fixture: { urn: 'betfair:event:1', name, startsAt: START } };
    expect(fixturesTold(named, [here])).toEqual([]);
  });
});

describe('the delivery of quotes', () => {
  it('tells the newest of each market once, and everything to a fixture that was opened again', () => {
    const intake = new QuoteIntake();
    const [first, second] = [mailbox('league-1'), mailbox('league-1')];
    intake.take(ONE);
    expect(delivered(intake, [])).toEqual([]);
    intake.take({ ...ONE, at: START + 1 });
    intake.take({ ...ONE, marketUrn: 'betfair:market:1.2', at: START + 2 });
    const times = (mailboxes: readonly Mailbox[]) =>
      delivered(intake, mailboxes).map(([, markets]) => markets.map(({ at }) => at - START));
    expect(times([first])).toEqual([[1, 2]]);
    expect(times([first])).toEqual([]);
    intake.take({ ...ONE, at: START + 3 });
    expect(times([first])).toEqual([[3]]);
    expect(times([second])).toEqual([[3, 2]]);
    // One that is closed is let go of: nothing says any more what it was told.
    expect(times([])).toEqual([]);
    expect(times([second])).toEqual([[3, 2]]);
  });
});
