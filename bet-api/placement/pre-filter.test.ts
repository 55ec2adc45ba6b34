import { describe, expect, test } from 'vitest';

import {
  accountId,
  fixtureId,
  marketKeyOf,
  MAX_ODDS,
  outcomeId,
  type ErrorCode,
  type FixtureState,
  type MarketStatus,
  type Selection,
} from '#contracts/mod.ts';

import { FixtureBook } from '../book/fixture-book.ts';
import { DEFAULT_BET_API_CONFIG, MAX_STAKE_MINOR } from '../config.ts';
import { boardImage, homeLeg, matchResult, orderFor, show } from '../testing/mod.ts';
import type { BetOrder } from './order.ts';
import { preFilter } from './pre-filter.ts';

const ACCOUNT = accountId('01990000-0000-7000-8000-000000000001');
const HEARD_AT = 1_000;

type Situation = Readonly<{
  order?: Partial<BetOrder>;
  selection?: Partial<Selection>;
  state?: Partial<FixtureState>;
  market?: MarketStatus;
  silentMs?: number;
}>;

function codeIn({
  order,
  selection,
  state,
  market,
  silentMs = 0,
}: Situation): ErrorCode | undefined {
  const book = new FixtureBook();
  const markets = [matchResult({ status: market ?? 'active' })];
  show(book, boardImage({ state: state ?? {}, markets }), HEARD_AT);
  const wanted = orderFor(ACCOUNT, { legs: [homeLeg(selection)], ...order });
  const ports = { book, config: DEFAULT_BET_API_CONFIG, nowMs: HEARD_AT + silentMs };
  return preFilter(wanted, ports)?.code;
}

/** In the order of precedence: each situation is wrong in its own way and in every later one. */
const WRONG: readonly (readonly [ErrorCode, Situation])[] = [
  ['FIXTURE_NOT_FOUND', { selection: { fixtureId: fixtureId('unknown') } }],
  ['FIXTURE_CLOSED', { state: { status: 'ended' } }],
  ['HOST_UNAVAILABLE', { silentMs: 2_501 }],
  ['MARKET_NOT_FOUND', { selection: { marketKey: marketKeyOf('next-goal|goal=9') } }],
  ['OUTCOME_NOT_FOUND', { selection: { outcomeId: outcomeId('nobody') } }],
  ['FEED_DOWN', { market: 'suspended', state: { suspended: ['feed'] } }],
  ['STAKE_BELOW_MINIMUM', { order: { stakeMinor: 9n } }],
];

describe('preFilter', () => {
  test('lets an ordinary bet through', () => {
    expect(codeIn({})).toBeUndefined();
    expect(codeIn({ state: { status: 'in-play' }, silentMs: 2_500 })).toBeUndefined();
  });

  test.each(WRONG.map(([code, situation], index) => [code, situation, index] as const))(
    '%s, whatever else is wrong behind it',
    (code, situation, index) => {
      expect(codeIn(situation)).toBe(code);
      const all = WRONG.slice(index).map(([, later]) => later);
      const everything: Situation = {
        order: Object.assign({}, ...all.map(({ order }) => order)) as Partial<BetOrder>,
        selection: Object.assign({}, ...[...all].reverse().map((each) => each.selection)) as object,
        state: Object.assign({}, ...all.map(({ state }) => state)) as Partial<FixtureState>,
        market: all.find(({ market }) => market)?.market ?? 'active',
        silentMs: Math.max(...all.map(({ silentMs = 0 }) => silentMs)),
      };
      expect(codeIn(everything)).toBe(code);
    },
  );

  test.each([
    ['suspended', 'MARKET_SUSPENDED'],
    ['inactive', 'MARKET_CLOSED'],
    ['settled', 'MARKET_CLOSED'],
    ['cancelled', 'MARKET_CLOSED'],
  ] as const)('a market that is %s is %s', (market, code) => {
    expect(codeIn({ market })).toBe(code);
  });

  test.each([
    ['score', 'MARKET_SUSPENDED'],
    ['feed', 'FEED_DOWN'],
  ] as const)(
    'a fixture suspended by its %s takes no bets before its markets say so',
    (by, code) => {
      expect(codeIn({ state: { suspended: [by] } })).toBe(code);
    },
  );

  test.each(['ended', 'closed', 'abandoned', 'postponed', 'cancelled'] as const)(
    'a fixture that is %s takes no bets',
    (status) => {
      expect(codeIn({ state: { status } })).toBe('FIXTURE_CLOSED');
    },
  );

  test('a stake beyond all reason is refused before it meets 64-bit arithmetic', () => {
    expect(codeIn({ order: { stakeMinor: MAX_STAKE_MINOR + 1n } })).toBe('STAKE_ABOVE_LIMIT');
    expect(codeIn({ order: { stakeMinor: MAX_STAKE_MINOR } })).toBeUndefined();
  });

  const DOUBLE = { folds: [2], lines: 1, unitStakeMinor: '1000' };

  test('of a bet of several legs the first that is wrong is told, by its number', () => {
    const legs = [homeLeg(), homeLeg({ fixtureId: fixtureId('unknown') })] as const;
    const book = new FixtureBook();
    show(book, boardImage(), HEARD_AT);
    const ports = { book, config: DEFAULT_BET_API_CONFIG, nowMs: HEARD_AT };
    expect(preFilter(orderFor(ACCOUNT, { legs, terms: DOUBLE }), ports)).toEqual({
      code: 'FIXTURE_NOT_FOUND',
      detail: { leg: 1 },
    });
  });

  test('every part of a bet builder must be on the board', () => {
    const part = (outcome: string) => ({
      selection: {
        also: [{ marketKey: marketKeyOf('match-result'), outcomeId: outcomeId(outcome) }],
      },
    });
    expect(codeIn(part('draw'))).toBeUndefined();
    expect(codeIn(part('nobody'))).toBe('OUTCOME_NOT_FOUND');
  });

  test('a return beyond all reason is refused before it meets 64-bit arithmetic', () => {
    const legs = [homeLeg({ odds: MAX_ODDS }), homeLeg({ odds: MAX_ODDS })] as const;
    const most = [...legs, homeLeg({ odds: MAX_ODDS })] as const;
    const treble = { ...DOUBLE, folds: [3] };
    expect(codeIn({ order: { legs, terms: DOUBLE } })).toBeUndefined();
    expect(codeIn({ order: { legs: most, terms: treble } })).toBe('PAYOUT_ABOVE_LIMIT');
  });

  test('a host that was never heard takes no bets', () => {
    const book = new FixtureBook();
    book.apply(boardImage());
    const ports = { book, config: DEFAULT_BET_API_CONFIG, nowMs: 5 };
    expect(preFilter(orderFor(ACCOUNT), ports)?.code).toBe('HOST_UNAVAILABLE');
  });
});
