import { expect, it } from 'vitest';

import {
  marketKeyOf,
  ODDS_SCALE,
  outcomeId,
  type MarketKey,
  type MarketQuotes,
  type OutcomeResult,
} from '#contracts/mod.ts';
import { gradeMarket } from '#markets/mod.ts';

import { DEFAULT_POLICY } from './host-policy.ts';
import { QuoteIntake } from './quote-intake.ts';
import type { HostRig } from './test-fixture.ts';
import { place, quotedOnly } from './test-quotes.ts';

const RESULT = marketKeyOf('match-result');
const TOTAL = marketKeyOf('total-goals|line=2.25');
const handicap = (score: string): MarketKey =>
  marketKeyOf(`asian-handicap|line=-0.75|score=${score}`);

type Fair = Readonly<Record<string, number>>;

/** An exchange that takes both sides around the fair price, and a book with a margin, each in its own words. */
function* saying(rig: HostRig, marketKey: MarketKey, fair: Fair): Generator<MarketQuotes> {
  const named = { name: 'Harbour v Albion', startsAt: 0 };
  const inPlay = rig.state.record.phase !== 'not-started';
  const offers = [
    ['exchange', 'betfair:event:7', [0.998, 1.002]],
    ['uof', 'sr:match:7', [0.95]],
  ] as const;
  for (const [producer, urn, [back, lay]] of offers) {
    yield {
      producer,
      fixture: { urn, ...named },
      marketUrn: `${producer}:${marketKey}`,
      marketKey,
      status: 'active',
      inPlay,
      winners: 1,
      at: rig.now,
      outcomes: Object.entries(fair).map(([id, chance]) => ({
        outcomeId: outcomeId(id),
        providerId: id,
        name: null,
        status: 'active',
        back: { odds: back / chance, size: 100 },
        lay: lay === undefined ? null : { odds: lay / chance, size: 100 },
        lastTraded: null,
        startingPrice: null,
      })),
    };
  }
}

it('a match that only others price is sold from their words, played, and settled by its own record', () => {
  const { rig, book } = quotedOnly();
  const intake = new QuoteIntake();
  const mailbox = { fixtureId: rig.state.fixtureId, state: rig.state, take: () => undefined };
  const hear = (markets: readonly (readonly [MarketKey, Fair])[]): void => {
    for (const [key, fair] of markets)
      for (const quotes of saying(rig, key, fair)) intake.take(quotes);
    rig.alive();
    intake.deliver([mailbox], (_, told) => rig.take({ type: 'quotes', markets: told }));
  };
  const bets: { key: MarketKey; outcome: string; odds: number }[] = [];
  const bet = (key: MarketKey, outcome: string): void => {
    const reply = place(rig, { number: bets.length + 1, key, outcome, stakeMinor: '1000' });
    if (reply?.verdict !== 'accept') throw new Error(JSON.stringify(reply));
    bets.push({ key, outcome, odds: reply.odds / ODDS_SCALE });
  };

  hear([
    [RESULT, { home: 0.5, draw: 0.28, away: 0.22 }],
    [TOTAL, { over: 0.55, under: 0.45 }],
    [handicap('0-0'), { home: 0.44, away: 0.56 }],
  ]);
  for (const [key, market] of rig.state.board) for (const { id } of market.outcomes) bet(key, id);
  expect(bets).toHaveLength(7);

  rig.feed(book.at('first-half', 0).make({ kind: 'phase' }, rig.now));
  rig.feed(book.at('first-half', 30).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
  rig.now += DEFAULT_POLICY.consensus.settleMs;
  hear([
    [RESULT, { home: 0.74, draw: 0.17, away: 0.09 }],
    [handicap('1-0'), { home: 0.4, away: 0.6 }],
  ]);
  // The goal has closed the handicap of the old score; nobody has said anything of the total since.
  expect([...rig.state.board].map(([key, { status }]) => [key, status])).toEqual([
    [RESULT, 'active'],
    [TOTAL, 'suspended'],
    [handicap('1-0'), 'active'],
  ]);
  bet(handicap('1-0'), 'away');

  rig.feed(book.at('second-half', 20).make({ kind: 'goal', side: 'away', how: 'play' }, rig.now));
  rig.feed(book.at('ended', 90).make({ kind: 'phase' }, rig.now));
  expect(rig.state.board.size).toBe(0);

  const results = bets.map(({ key, outcome }): OutcomeResult | 'undecided' | undefined =>
    gradeMarket(rig.state.record, key)?.get(outcomeId(outcome)),
  );
  expect(results).toEqual(['lost', 'won', 'lost', 'half-lost', 'half-won', 'lost', 'won', 'won']);
  // Sold to all at once, every market has its margin.
  for (const key of [RESULT, TOTAL, handicap('0-0')]) {
    const prices = bets.filter((each) => each.key === key);
    expect(prices.reduce((sum, { odds }) => sum + 1 / odds, 0)).toBeGreaterThan(1.02);
  }
});
