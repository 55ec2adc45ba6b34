import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId, marketKeyOf, outcomeId, type BetMessage, type Odds } from '#contracts/mod.ts';

import { DEFAULT_RATES } from './exposure/mod.ts';
import { Portfolio } from './portfolio.ts';
import { accountOf, betLife, betMessage, betOf } from './testing/arbitraries.ts';

const lives = fc.tuple(...Array.from({ length: 8 }, (_, number) => betLife(number)));

/** Messages of several lives, each in its own order, mixed; some told twice. */
const deliveries = fc
  .record({ lives, picks: fc.array(fc.nat(7), { maxLength: 60 }), repeats: fc.array(fc.boolean()) })
  .map(({ lives: all, picks, repeats }) => {
    const waiting = all.map((life) => [...life]);
    const taken = picks.flatMap((pick) => waiting[pick]?.shift() ?? []);
    return taken.flatMap((message, at) => (repeats[at] ? [message, message] : [message]));
  });

const latest = (messages: readonly BetMessage[]): readonly BetMessage[] => [
  ...new Map(messages.map((message) => [message.betId, message])).values(),
];
const openOf = (messages: readonly BetMessage[]) =>
  latest(messages).filter(({ status }) => status === 'accepted');

const EXAMPLE = {
  betId: betOf(1),
  accountId: accountOf(1),
  marketKey: marketKeyOf('match-result'),
  outcomeId: outcomeId('home'),
  odds: 20_000 as Odds,
  stakeMinor: 1_000n,
  currency: 'GBP',
} as const;
const message = (index: number, status: BetMessage['status'], number = 1) =>
  betMessage(EXAMPLE, {
    status,
    fixture: fixtureId('league-1'),
    receivedAt: Date.UTC(2026, 5, 30, 23, 59),
    index,
    number,
  });

describe('a portfolio', () => {
  test('counts an open bet by fixture, currency, day and house', () => {
    const portfolio = new Portfolio(DEFAULT_RATES);
    expect(portfolio.apply(message(0, 'accepted'))).toBe('applied');
    const house = { bets: 1, stakedMinor: 1_170n, returnMinor: 2_340n };
    const totals = portfolio.totals();
    expect(totals.house).toEqual({ ...house, worstCaseMinor: -1_170n });
    expect([...totals.fixtures]).toEqual([['league-1', { ...house, worstCaseMinor: -1_170n }]]);
    expect([...totals.currencies]).toEqual([
      ['GBP', { bets: 1, stakedMinor: 1_000n, returnMinor: 2_000n }],
    ]);
    expect([...totals.days]).toEqual([['2026-06-30', house]]);
  });

  test.each(['settled', 'void', 'rejected'] as const)('lets a bet go when it is %s', (status) => {
    const portfolio = new Portfolio(DEFAULT_RATES);
    portfolio.apply(message(0, 'accepted'));
    portfolio.apply(message(1, status));
    expect(portfolio.totals()).toEqual(new Portfolio(DEFAULT_RATES).totals());
  });

  test('sees a gap and changes nothing until the bet itself is read', () => {
    const portfolio = new Portfolio(DEFAULT_RATES);
    expect(portfolio.apply(message(1, 'accepted'))).toBe('gap');
    expect(portfolio.openBets).toEqual([]);
    portfolio.replace(message(2, 'settled'));
    expect(portfolio.apply(message(1, 'accepted'))).toBe('known');
    expect(portfolio.openBets).toEqual([]);
  });

  test('a multiple charges its full return to the fixture of each open leg, and counts once in the house', () => {
    const portfolio = new Portfolio(DEFAULT_RATES);
    const single = message(0, 'accepted');
    const [leg] = single.legs;
    if (leg === undefined) throw new Error('one leg');
    const second = { ...leg, leg: 1, fixtureId: fixtureId('league-2'), odds: 30_000 as Odds };
    const terms = { folds: [2], lines: 1, unitStakeMinor: '1000' };
    const double: BetMessage = { ...single, currency: 'EUR', legs: [leg, second], terms };
    portfolio.apply(double);
    const whole = { bets: 1, stakedMinor: 1_000n, returnMinor: 6_000n };
    const { house, fixtures } = portfolio.totals();
    expect(house).toMatchObject(whole);
    expect(fixtures.get(fixtureId('league-1'))).toMatchObject(whole);
    expect(fixtures.get(fixtureId('league-2'))).toMatchObject({
      ...whole,
      worstCaseMinor: -5_000n,
    });
    const halfWay = [{ ...leg, result: 'half-won' as const }, second];
    portfolio.replace({ ...double, version: 2, legs: halfWay });
    const decided = portfolio.totals();
    // Half of the stake at 2.00 and half returned, then at 3.00.
    expect(decided.house).toMatchObject({ ...whole, returnMinor: 4_500n, worstCaseMinor: -3_500n });
    expect(decided.fixtures.get(fixtureId('league-1'))?.worstCaseMinor).toBe(0n);
  });

  test('forgets versions of old closed bets only', () => {
    const portfolio = new Portfolio(DEFAULT_RATES);
    portfolio.apply(message(0, 'accepted', 1));
    portfolio.apply(message(0, 'rejected', 2));
    portfolio.prune(Number.MAX_SAFE_INTEGER);
    expect(portfolio.apply(message(0, 'accepted', 1))).toBe('known');
    expect(portfolio.apply(message(0, 'rejected', 2))).toBe('applied');
  });

  property.prop([deliveries])('incremental equals rebuilt from the open bets', (messages) => {
    const incremental = new Portfolio(DEFAULT_RATES);
    for (const one of messages) incremental.apply(one);
    const rebuilt = new Portfolio(DEFAULT_RATES);
    rebuilt.rebuild(openOf(messages));
    const sorted = (portfolio: Portfolio) => {
      const { house, fixtures, currencies, days } = portfolio.totals();
      const entries = (of: ReadonlyMap<string, unknown>) =>
        [...of].sort(([left], [right]) => (left < right ? -1 : 1));
      return [house, entries(fixtures), entries(currencies), entries(days)];
    };
    expect(sorted(incremental)).toEqual(sorted(rebuilt));
    expect(new Set(incremental.openBets)).toEqual(new Set(openOf(messages)));
  });

  property.prop([deliveries, fc.nat(60)])(
    'a rebuild in the middle changes nothing, and heals what was lost before it',
    (messages, cut) => {
      const [before, after] = [messages.slice(0, cut), messages.slice(cut)];
      const healed = new Portfolio(DEFAULT_RATES);
      before.filter((_, at) => at % 3 > 0).forEach((one) => healed.apply(one));
      healed.rebuild(openOf(before));
      expect(new Set(healed.openBets)).toEqual(new Set(openOf(before)));
      for (const one of after) if (healed.apply(one) === 'gap') healed.replace(one);
      expect(new Set(healed.openBets)).toEqual(new Set(openOf(messages)));
    },
  );

  property.prop([deliveries])('the house adds up from its parts', (messages) => {
    const portfolio = new Portfolio(DEFAULT_RATES);
    for (const one of messages) portfolio.apply(one);
    const { house, fixtures, days } = portfolio.totals();
    for (const parts of [fixtures, days]) {
      const all = [...parts.values()];
      expect(all.reduce((sum, { bets }) => sum + bets, 0)).toBe(house.bets);
      expect(all.reduce((sum, { stakedMinor }) => sum + stakedMinor, 0n)).toBe(house.stakedMinor);
      expect(all.reduce((sum, { returnMinor }) => sum + returnMinor, 0n)).toBe(house.returnMinor);
    }
    const worst = [...fixtures.values()].reduce(
      (sum, { worstCaseMinor }) => sum + worstCaseMinor,
      0n,
    );
    expect(house.worstCaseMinor).toBe(worst);
  });
});
