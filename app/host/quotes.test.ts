import { describe, expect, it } from 'vitest';

import {
  BuilderQuoteSchema,
  CashOutQuoteSchema,
  ExplanationSchema,
  marketKeyOf,
  ODDS_SCALE,
  outcomeId,
  type BuilderQuote,
  type CashOutQuote,
  type Explanation,
  type MarketKey,
  type Odds,
  type QuoteRequest,
} from '#contracts/mod.ts';
import { parserOf } from '#platform/mod.ts';

import { quoteReply } from './quotes.ts';
import { betOn, EventBook, HOME, HostRig, MATCH_RESULT, writtenBet } from './test-fixture.ts';

const FIXTURE = new EventBook().fixtureId;
const TOTAL = marketKeyOf('total-goals|line=2.5');

const leg = (marketKey: MarketKey, outcome: string) => ({
  marketKey,
  outcomeId: outcomeId(outcome),
});

const ask = (rig: HostRig, request: Omit<QuoteRequest, 'fixtureId'>) =>
  quoteReply(rig.state, { fixtureId: FIXTURE, ...request } as QuoteRequest);

function answered(rig: HostRig, request: Omit<QuoteRequest, 'fixtureId'>): unknown {
  const reply = ask(rig, request);
  if (!reply.ok) throw new Error(JSON.stringify(reply));
  return reply.quote;
}
const builder = (rig: HostRig, ...legs: ReturnType<typeof leg>[]) =>
  answered(rig, { op: 'builder', legs } as never) as BuilderQuote;
const cashOut = (rig: HostRig, odds: number, partBps = 10_000) =>
  answered(rig, {
    op: 'cash-out',
    ...leg(MATCH_RESULT, 'home'),
    odds: odds as Odds,
    stakeMinor: '10000',
    partBps,
  } as never) as CashOutQuote;
const explain = (rig: HostRig, marketKey: MarketKey) =>
  answered(rig, { op: 'explain', marketKey } as never) as Explanation;

describe('bet builder', () => {
  it('prices two legs by what they have in common, not by their product', () => {
    const { rig } = HostRig.inPlay();
    const quote = parserOf(BuilderQuoteSchema)(
      builder(rig, leg(MATCH_RESULT, 'home'), leg(TOTAL, 'over')),
    );
    const product =
      (rig.offered(MATCH_RESULT, HOME) * rig.offered(TOTAL, outcomeId('over'))) / ODDS_SCALE;
    expect(quote.correlation).toBeGreaterThan(1.1);
    expect(quote.odds).toBeLessThan(product);
    expect(quote.odds).toBeGreaterThan(rig.offered(MATCH_RESULT, HOME));
    expect(quote.oddsSeq).toBe(rig.state.oddsSeq);
    expect(quote.expiresAt).toBeGreaterThan(rig.now);
  });

  it('returns what can be added: nothing that excludes the legs, and what they imply as such', () => {
    const { rig } = HostRig.inPlay();
    const { combinable } = builder(
      rig,
      leg(MATCH_RESULT, 'home'),
      leg(marketKeyOf('both-teams-to-score'), 'yes'),
    );
    const found = (key: string, outcome: string) =>
      combinable.find(
        (each) => each.marketKey === marketKeyOf(key) && each.outcomeId === outcomeId(outcome),
      );
    expect(found('match-result', 'away')).toBeUndefined();
    expect(found('total-goals|line=2.5', 'under')).toBeUndefined();
    expect(found('total-goals|line=2.5', 'over')).toMatchObject({ implied: true });
    expect(found('total-goals|line=3.5', 'over')).toMatchObject({ implied: false });
    expect(combinable.length).toBeGreaterThan(50);
  });

  it('starts from nothing with the whole board, and refuses contradictions without a price', () => {
    const { rig } = HostRig.inPlay();
    const empty = builder(rig);
    expect(empty).toMatchObject({ odds: null, contradictory: false, correlation: null });
    expect(empty.combinable.length).toBeGreaterThan(100);
    const no = builder(rig, leg(MATCH_RESULT, 'home'), leg(MATCH_RESULT, 'draw'));
    expect(no).toMatchObject({ odds: null, contradictory: true, correlation: 0 });
    expect(no.combinable).toEqual([]);
  });

  it('refuses legs that are off the board, may be void, or while bets are stopped', () => {
    const { rig, book } = HostRig.inPlay();
    const request = (key: string, outcome: string) =>
      ({ op: 'builder', legs: [leg(marketKeyOf(key), outcome)] }) as never;
    expect(ask(rig, request('next-goal|goal=4', 'home'))).toMatchObject({
      ok: false,
      code: 'MARKET_SUSPENDED',
    });
    expect(ask(rig, request('draw-no-bet', 'home'))).toMatchObject({
      ok: false,
      code: 'LEG_NOT_COMBINABLE',
      detail: { field: 'legs[0]' },
    });
    expect(ask(rig, request('match-result', 'maybe'))).toMatchObject({ code: 'OUTCOME_NOT_FOUND' });
    rig.feed(book.make({ kind: 'bet-stop', reason: 'var' }, rig.now));
    expect(ask(rig, request('match-result', 'home'))).toMatchObject({ code: 'MARKET_SUSPENDED' });
  });

  it('gives nothing between a goal and its prices', () => {
    const { rig, book } = HostRig.inPlay();
    rig.feed(book.at('first-half', 9).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    expect(ask(rig, { op: 'builder', legs: [] } as never)).toMatchObject({ ok: false });
  });
});

describe('cash-out', () => {
  it('is a little under the stake at the price just taken, and grows with a goal', () => {
    const { rig, book } = HostRig.inPlay();
    const odds = rig.offered(MATCH_RESULT, HOME);
    const before = parserOf(CashOutQuoteSchema)(cashOut(rig, odds));
    expect(BigInt(before.valueMinor)).toBeLessThan(10_000n);
    expect(BigInt(before.valueMinor)).toBeGreaterThan(8_500n);
    expect(BigInt(before.fairMinor)).toBeGreaterThan(BigInt(before.valueMinor));
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    rig.priceAll();
    expect(BigInt(cashOut(rig, odds).valueMinor)).toBeGreaterThan(12_000n);
  });

  it('of a part is that part', () => {
    const { rig } = HostRig.inPlay();
    const whole = BigInt(cashOut(rig, 30_000).valueMinor);
    const part = cashOut(rig, 30_000, 2_500);
    expect(BigInt(part.valueMinor)).toBe(whole / 4n);
    expect(part.remainingStakeMinor).toBe('7500');
  });
});

describe('explanations', () => {
  it('end with the published price of every market on the board', () => {
    const { rig } = HostRig.inPlay();
    rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1, { stakeMinor: '400000' })) });
    rig.take({ type: 'tick' });
    for (const [key, market] of rig.state.board) {
      const { outcomes } = parserOf(ExplanationSchema)(explain(rig, key));
      for (const { outcomeId: id, steps } of outcomes) {
        const published = market.outcomes.find((each) => each.id === id)?.odds ?? null;
        const last = steps.at(-1)?.odds ?? null;
        expect([key, id, last]).toEqual([
          key,
          id,
          published === null ? null : published / ODDS_SCALE,
        ]);
      }
    }
  });

  it('say what the model was given, what the book moved, and whose margin it is', () => {
    const { rig } = HostRig.inPlay();
    rig.take({
      type: 'command',
      command: {
        commandId: '01900000-0000-7000-8000-0000000000ff',
        fixtureId: FIXTURE,
        actor: 'trader',
        at: rig.now,
        kind: 'margin',
        marketType: 'match-result',
        marginBps: 900,
      },
    });
    rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1, { stakeMinor: '400000' })) });
    rig.take({ type: 'tick' });
    const why = explain(rig, MATCH_RESULT);
    expect(why.model).toMatchObject({ totalGoals: 2.7, supremacy: 0.4, score: '0-0' });
    expect(why.exposure).toMatchObject({ skew: true, bets: 1 });
    expect(why.margin).toMatchObject({ askedBps: 900, from: 'market-type', carriedBps: 900 });
    const home = why.outcomes.find((each) => each.outcomeId === HOME)?.steps ?? [];
    const chance = (name: string) => home.find(({ step }) => step === name)?.chance ?? NaN;
    expect(chance('skew')).toBeGreaterThan(chance('model'));
    expect(chance('margin')).toBeGreaterThan(chance('skew'));
    expect(explain(rig, TOTAL).margin.from).toBe('default');
  });

  it('of a market that is not on the board is refused', () => {
    const { rig } = HostRig.inPlay();
    const unknown = { op: 'explain', marketKey: marketKeyOf('next-goal|goal=9') } as never;
    expect(ask(rig, unknown)).toMatchObject({ ok: false, code: 'MARKET_NOT_FOUND' });
  });
});
