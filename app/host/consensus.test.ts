import { describe, expect, it } from 'vitest';

import { ODDS_SCALE, outcomeId } from '#contracts/mod.ts';

import { DEFAULT_POLICY } from './host-policy.ts';
import type { QuotedMarket } from './quoted-market.ts';
import { quoteReply } from './quotes.ts';
import { betOn, HOME, HostRig, MATCH_RESULT, writtenBet } from './test-fixture.ts';

const { consensus } = DEFAULT_POLICY;
const OUTCOMES = ['home', 'draw', 'away'] as const;
type Fair = readonly [home: number, draw: number, away: number];

const quoted = (rig: HostRig, book: string, fair: Fair, more: Partial<QuotedMarket> = {}) => ({
  book,
  marketKey: MATCH_RESULT,
  at: rig.now,
  inPlay: true,
  isOffered: true,
  odds: OUTCOMES.map((id, at) => [outcomeId(id), 1 / (fair[at] ?? 1)] as const),
  method: null,
  ...more,
});
const tell = (rig: HostRig, fair: Fair, more: Partial<QuotedMarket> = {}): void => {
  rig.take({
    type: 'quotes',
    markets: [quoted(rig, 'exchange', fair, more), quoted(rig, 'other', fair, more)],
  });
};

const modelOf = ({ state }: HostRig): Fair => {
  const market = state.prices.find(({ key }) => key === MATCH_RESULT);
  const [home, draw, away] = market?.outcomes.map(({ model }) => model ?? NaN) ?? [];
  return [home ?? NaN, draw ?? NaN, away ?? NaN];
};
const home = (rig: HostRig): number => rig.offered(MATCH_RESULT, HOME) / ODDS_SCALE;
const most = (chance: number): number => 1 / (chance * (1 - consensus.bandBps / ODDS_SCALE));

/** The home side is likelier by everybody else's prices than by our model. */
const likelierHome = (rig: HostRig): Fair => {
  const [, draw, away] = modelOf(rig);
  return [1 - draw / 2 - away / 2, draw / 2, away / 2];
};

const guardOf = (rig: HostRig) => {
  const reply = quoteReply(rig.state, {
    op: 'explain',
    fixtureId: rig.state.fixtureId,
    marketKey: MATCH_RESULT,
  });
  if (!reply.ok || !('outcomes' in reply.quote)) throw new Error('no explanation');
  return reply.quote.outcomes[0]?.steps.find(({ step }) => step === 'consensus')?.parameters;
};

const started = () => {
  const { rig, book } = HostRig.inPlay();
  rig.now += consensus.settleMs;
  return { rig, book };
};

describe('the guard of the consensus in a fixture', () => {
  it('holds a price within its band, says so, and lets go when the others agree again', () => {
    const { rig } = started();
    const [free, fair] = [home(rig), likelierHome(rig)];
    expect(free).toBeGreaterThan(most(fair[0]));
    tell(rig, fair);
    expect(home(rig)).toBeLessThanOrEqual(most(fair[0]));
    expect(guardOf(rig)).toMatchObject({ books: 2, bandBps: consensus.bandBps, capped: true });
    expect(guardOf(rig)?.['fair']).toBeCloseTo(1 / fair[0], 6);
    rig.now += 1_000;
    tell(rig, modelOf(rig));
    expect(home(rig)).toBe(free);
    expect(guardOf(rig)).toMatchObject({ capped: false });
  });

  it('holds a price that bets have made longer', () => {
    const { rig } = started();
    const fair = modelOf(rig);
    tell(rig, [fair[0] * 1.02, fair[1], fair[2] - fair[0] * 0.02]);
    for (let number = 1; number <= 40; number += 1) {
      const bet = betOn(rig, number, { stakeMinor: '100000' });
      const selection = { ...bet.selection, outcomeId: outcomeId('away') };
      rig.take({ type: 'bet', bet: writtenBet({ ...bet, selection }) });
      rig.now += 1_000;
      rig.take({ type: 'tick' });
      if (number % 10 === 0) tell(rig, [fair[0] * 1.02, fair[1], fair[2] - fair[0] * 0.02]);
      expect(home(rig)).toBeLessThanOrEqual(most(fair[0] * 1.02) + 1e-9);
    }
    expect(guardOf(rig)).toMatchObject({ capped: true });
  });

  it('hears no quotes that are old, and forgets those that have become so without another word', () => {
    const { rig } = started();
    const free = home(rig);
    tell(rig, likelierHome(rig), { at: rig.now - consensus.rule.maxAgeMs - 1 });
    expect(home(rig)).toBe(free);
    expect(guardOf(rig)).toBeUndefined();
    tell(rig, likelierHome(rig));
    expect(home(rig)).toBeLessThan(free);
    rig.now += consensus.rule.maxAgeMs + 1;
    rig.alive();
    rig.take({ type: 'tick' });
    expect(home(rig)).toBe(free);
  });

  it.each([
    ['one book alone', (rig: HostRig) => [quoted(rig, 'exchange', likelierHome(rig))]],
    [
      'books that speak of the time before the match',
      (rig: HostRig) =>
        ['a', 'b'].map((book) => quoted(rig, book, likelierHome(rig), { inPlay: false })),
    ],
    [
      'books that no longer offer the market',
      (rig: HostRig) =>
        ['a', 'b'].map((book) => quoted(rig, book, likelierHome(rig), { isOffered: false })),
    ],
    [
      'books of another market',
      (rig: HostRig) =>
        ['a', 'b'].map((book) => ({
          ...quoted(rig, book, likelierHome(rig)),
          marketKey: 'half-time-result' as typeof MATCH_RESULT,
        })),
    ],
    [
      'books without prices',
      (rig: HostRig) =>
        ['a', 'b'].map((book) => ({
          ...quoted(rig, book, likelierHome(rig)),
          odds: OUTCOMES.map((id) => [outcomeId(id), null] as const),
        })),
    ],
  ])('hears nothing of %s', (_, markets) => {
    const { rig } = started();
    const free = home(rig);
    rig.take({ type: 'quotes', markets: markets(rig) });
    expect(home(rig)).toBe(free);
  });

  it('does not take the prices of before a goal for those of after it', () => {
    const { rig, book } = started();
    const before = likelierHome(rig);
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'away', how: 'play' }, rig.now));
    rig.priceAll();
    const free = home(rig);
    rig.now += consensus.settleMs - 1;
    tell(rig, before);
    expect(home(rig)).toBe(free);
    rig.now += 1;
    tell(rig, before);
    expect(home(rig)).toBeLessThan(free);
  });

  it('keeps the newest word of a book, in whatever order words come', () => {
    const { rig } = started();
    tell(rig, likelierHome(rig));
    const held = home(rig);
    tell(rig, modelOf(rig), { at: rig.now - 1 });
    expect(home(rig)).toBe(held);
  });
});
