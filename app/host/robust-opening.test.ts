import { describe, expect, it } from 'vitest';

import { ODDS_SCALE, outcomeId, type CommandBody, type TraderCommand } from '#contracts/mod.ts';

import { quoteReply } from './quotes.ts';
import { EventBook, HostRig, MATCH_RESULT } from './test-fixture.ts';
import { command, FAIR, place, quote, quotedOnly, RESULT } from './test-quotes.ts';

const open = (
  fair: readonly number[] = FAIR,
  more: Readonly<{ until?: number }> = {},
): Extract<CommandBody, { kind: 'opening' }> => ({
  kind: 'opening',
  marketKey: MATCH_RESULT,
  chances: fair.map((chance, at) => ({ outcomeId: RESULT[at] ?? outcomeId('?'), chance })),
  ...more,
});
const statusOf = (rig: HostRig) => rig.state.board.get(MATCH_RESULT)?.status;
const oddsOf = (rig: HostRig): readonly number[] =>
  rig.state.board.get(MATCH_RESULT)?.outcomes.map(({ odds }) => (odds ?? NaN) / ODDS_SCALE) ?? [];

describe('a market that a trader opens without a model and without other books', () => {
  it('is sold from his chances, moved by its stakes, and stays open however long nobody speaks', () => {
    const { rig } = quotedOnly();
    command(rig, open());
    expect(statusOf(rig)).toBe('active');
    const before = oddsOf(rig);
    before.forEach((price, at) => {
      expect(price * (FAIR[at] ?? 1)).toBeLessThan(1);
    });
    expect(place(rig, { number: 1, stakeMinor: '20000' })).toMatchObject({ verdict: 'accept' });
    rig.now += 3_600_000;
    rig.take({ type: 'tick' });
    expect(statusOf(rig)).toBe('active');
    expect(oddsOf(rig)[0]).toBeLessThan(before[0] ?? NaN);
    const reply = quoteReply(rig.state, {
      op: 'explain',
      fixtureId: rig.state.fixtureId,
      marketKey: MATCH_RESULT,
    });
    expect(reply).toMatchObject({ ok: true, quote: { model: { books: 'trader' } } });
  });

  it('has a bounded loss', () => {
    const { rig } = quotedOnly();
    command(rig, open());
    let reply;
    for (let number = 1; number < 300 && reply?.verdict !== 'reject'; number += 1) {
      reply = place(rig, { number, stakeMinor: '20000' });
      rig.take({ type: 'tick' });
    }
    expect(reply).toMatchObject({ code: 'RISK_MARKET_LOSS' });
  });

  it('is what the trader says, whatever others say, until he takes it back or it ends', () => {
    const { rig } = quotedOnly();
    quote(rig, { fair: [0.2, 0.3, 0.5] });
    const others = oddsOf(rig);
    command(rig, open(FAIR, { until: rig.now + 1_000 }));
    expect(oddsOf(rig)[0]).toBeLessThan(others[0] ?? NaN);
    rig.now += 1_000;
    rig.take({ type: 'tick' });
    expect(oddsOf(rig)).toEqual(others);
    command(rig, open());
    expect(oddsOf(rig)).not.toEqual(others);
    command(rig, open([]));
    expect(oddsOf(rig)).toEqual(others);
  });

  it('is suspended by kick-off, until he opens it again', () => {
    const { rig, book } = quotedOnly();
    command(rig, open());
    rig.feed(book.at('first-half', 0).make({ kind: 'phase' }, rig.now));
    rig.alive();
    expect(place(rig, { number: 1 })).toMatchObject({ code: 'MARKET_SUSPENDED' });
    expect(statusOf(rig)).toBe('suspended');
    command(rig, open());
    expect(place(rig, { number: 2 })).toMatchObject({ verdict: 'accept' });
    rig.feed(book.at('first-half', 9).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    expect(place(rig, { number: 3 })).toMatchObject({ code: 'MARKET_SUSPENDED' });
  });

  it.each<[string, readonly number[]]>([
    ['an outcome short', [0.6, 0.4]],
    ['with an outcome that the market has not', [0.4, 0.3, 0.2, 0.1]],
  ])('is not opened %s', (_, fair) => {
    const { rig } = quotedOnly();
    command(rig, open(fair));
    expect(statusOf(rig)).toBeUndefined();
  });

  it('is opened by the next owner, too', () => {
    const { rig } = quotedOnly();
    command(rig, open());
    const body: TraderCommand = {
      commandId: '01900000-0000-7000-8000-0000000000aa',
      fixtureId: rig.state.fixtureId,
      actor: 'trader',
      at: rig.now,
      ...open(),
    };
    const [fixture] = new EventBook().opening();
    const next = new HostRig({ scoreHoldMs: 0 }, 2);
    const events = fixture === undefined ? [] : [fixture];
    next.take({ type: 'rebuild', events, commands: [body], bets: [] });
    expect(oddsOf(next)).toEqual(oddsOf(rig));
    expect(statusOf(next)).toBe('active');
  });
});
