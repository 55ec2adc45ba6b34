import { describe, expect, it } from 'vitest';

import {
  CashOutQuoteSchema,
  marketKeyOf,
  outcomeId,
  type CashOutQuote,
  type Odds,
  type QuoteReply,
  type QuoteRequestOf,
} from '#contracts/mod.ts';
import { parserOf } from '#platform/mod.ts';

import { quoteReply } from './quotes.ts';
import { EventBook, HOME, HostRig, MATCH_RESULT } from './test-fixture.ts';

const FIXTURE = new EventBook().fixtureId;
const TOTAL = marketKeyOf('total-goals|line=2.5');
const OVER = outcomeId('over');

type Changes = Partial<QuoteRequestOf<'cash-out'>>;

const ask = (rig: HostRig, changes: Changes = {}): QuoteReply =>
  quoteReply(rig.state, {
    op: 'cash-out',
    fixtureId: FIXTURE,
    marketKey: MATCH_RESULT,
    outcomeId: HOME,
    odds: rig.offered(MATCH_RESULT, HOME),
    stakeMinor: '10000',
    partBps: 10_000,
    ...changes,
  });

function quoted(rig: HostRig, changes: Changes = {}): CashOutQuote {
  const reply = ask(rig, changes);
  if (!reply.ok) throw new Error(reply.code);
  return parserOf(CashOutQuoteSchema)(reply.quote);
}

/** The second look at what `rig` quoted. */
const secondLook = (rig: HostRig, stateHash: string, receivedAt = rig.now - 3_000): Changes => ({
  decision: { stateHash, receivedAt, dueAt: receivedAt + 3_000 },
});

describe('the quote of one selection', () => {
  it('says what one unit returns on average, and the margin on it', () => {
    const { rig } = HostRig.inPlay();
    const quote = quoted(rig);
    expect(BigInt(quote.fairMinor)).toBe((10_000n * BigInt(quote.factorBillionths)) / 10n ** 9n);
    expect(quote).toMatchObject({ marginBps: 300, delayMs: 3_000 });
  });

  it('of a bet builder is the joint chance times the price', () => {
    const { rig } = HostRig.inPlay();
    const also = [{ marketKey: TOTAL, outcomeId: OVER }];
    const joint = Number(quoted(rig, { also, odds: 40_000 as Odds }).factorBillionths) / 4e9;
    const single = Number(quoted(rig, { odds: 40_000 as Odds }).factorBillionths) / 4e9;
    expect(joint).toBeGreaterThan(0.1);
    expect(joint).toBeLessThan(single);
  });

  it('is refused while its market is suspended, or the feed is silent', () => {
    const { rig } = HostRig.inPlay();
    rig.take({
      type: 'command',
      command: {
        commandId: '01900000-0000-7000-8000-0000000000fe',
        fixtureId: FIXTURE,
        actor: 'trader',
        at: rig.now,
        kind: 'suspend',
        marketKey: MATCH_RESULT,
      },
    });
    expect(ask(rig)).toMatchObject({
      code: 'MARKET_SUSPENDED',
      detail: { marketKey: MATCH_RESULT },
    });
    expect(ask(rig, { marketKey: TOTAL, outcomeId: OVER })).toMatchObject({ ok: true });
    rig.state.now += rig.state.policy.feedSilenceMs + 1;
    expect(ask(rig, { marketKey: TOTAL, outcomeId: OVER })).toMatchObject({ code: 'FEED_DOWN' });
  });
});

describe('the second look', () => {
  it('gives the value while the match is as it was', () => {
    const { rig } = HostRig.inPlay();
    const { stateHash } = quoted(rig);
    expect(ask(rig, secondLook(rig, stateHash))).toMatchObject({ ok: true });
  });

  it('refuses after a goal, whichever way the value went', () => {
    const { rig, book } = HostRig.inPlay();
    const { stateHash } = quoted(rig);
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    rig.priceAll();
    expect(ask(rig, secondLook(rig, stateHash))).toMatchObject({ code: 'MATCH_STATE_CHANGED' });
  });

  it('waits until the producer has spoken of a later time, and not for ever', () => {
    const { rig } = HostRig.inPlay();
    const { stateHash } = quoted(rig);
    const request = secondLook(rig, stateHash, rig.state.watermark + 1);
    expect(ask(rig, request)).toMatchObject({ ok: false, detail: { retryAfterMs: 250 } });
    rig.state.now += rig.state.policy.extensionMs + 3_002;
    expect(ask(rig, request)).toMatchObject({ code: 'FEED_DOWN', detail: {} });
  });

  it('is not answered by a host that may have lost the fixture', () => {
    const { rig } = HostRig.inPlay();
    const { stateHash } = quoted(rig);
    rig.take({ type: 'ownership', trusted: false });
    expect(ask(rig, secondLook(rig, stateHash))).toMatchObject({ code: 'HOST_UNAVAILABLE' });
  });
});
