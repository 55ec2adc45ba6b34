import { describe, expect, test } from 'vitest';

import { accountId, betId, fixtureId, shardOf, type ErrorCode, type Odds } from '#contracts/mod.ts';

import type { Customer } from '../accounts/customer.ts';
import { FIXTURE, HOME, HOME_ODDS, MATCH_RESULT } from '../testing/mod.ts';
import type { BetRow } from './bet-row.ts';
import type { Decision } from './decide.ts';
import type { Facts } from './fence.ts';
import { refusalAtAcceptance } from './judge.ts';

const ACCOUNT = accountId('01990000-0000-7000-8000-000000000001');
const BET = betId('01990000-1111-7000-8000-000000000002');
const SHARD = shardOf(FIXTURE);
const NOW = 1_000;

const row: BetRow = {
  betId: BET,
  accountId: ACCOUNT,
  status: 'delayed',
  version: 1,
  currency: 'EUR',
  stakeMinor: 1_000n,
  potentialPayoutMinor: 2_500n,
  payoutMinor: null,
  policy: 'none',
  reason: null,
  reasonDetail: null,
  receivedAt: NOW,
  dueAt: NOW,
  decidedAt: null,
  ownerEpoch: 3,
  inputSeq: null,
  oddsSeq: null,
  inPlay: false,
  settledAt: null,
  explanation: null,
  bonus: null,
  bonusMinor: 0n,
  terms: null,
  cashedStakeMinor: 0n,
  cashedOutMinor: 0n,
  referral: null,
  referredUntil: null,
  legs: [
    {
      leg: 0,
      fixtureId: FIXTURE,
      marketKey: MATCH_RESULT,
      outcomeId: HOME,
      home: 'Reds',
      away: 'Blues',
      banker: false,
      builder: null,
      requestedOdds: HOME_ODDS,
      odds: null,
      catalogueVersion: 1,
      result: null,
      stateHash: 'state',
      decision: null,
    },
  ],
};
const customer: Customer = {
  accountId: ACCOUNT,
  currency: 'EUR',
  status: 'open',
  excludedUntil: null,
  dailyStakeLimitMinor: null,
  stakeDay: 0,
  stakedTodayMinor: 1_000n,
  balanceMinor: 0n,
  floorMinor: 0n,
};
const token = {
  betId: BET,
  fixtureId: FIXTURE,
  shard: SHARD,
  ownerEpoch: 3,
  inputSeq: 1,
  oddsSeq: 1,
  decidedAt: NOW,
  expiresAt: NOW + 1,
};
type Accept = Extract<Decision, { verdict: 'accept' }>;
type Case = Readonly<{
  bet?: Partial<BetRow>;
  token?: Partial<typeof token>;
  odds?: number;
  facts?: Partial<Facts>;
  customer?: Partial<Customer>;
  /** What the hosts of further legs accepted. */
  further?: Accept['legs'];
}>;

function codeIn(given: Case): ErrorCode | undefined {
  const decision: Accept = {
    verdict: 'accept',
    legs: [
      {
        odds: (given.odds ?? HOME_ODDS) as Odds,
        catalogueVersion: 1,
        token: { ...token, ...given.token },
      },
      ...(given.further ?? []),
    ],
  };
  const facts: Facts = {
    closed: new Set(),
    tombstones: new Set(),
    epochs: new Map([[SHARD, 3]]),
    ...given.facts,
  };
  const who = { ...customer, ...given.customer };
  return refusalAtAcceptance({ ...row, ...given.bet }, decision, { facts, customer: who, now: NOW })
    ?.code;
}

describe('refusalAtAcceptance', () => {
  test('lets stand what is in order', () => {
    expect(codeIn({})).toBeUndefined();
    expect(codeIn({ bet: { policy: 'higher' }, odds: HOME_ODDS + 100 })).toBeUndefined();
    expect(codeIn({ bet: { policy: 'any' }, odds: HOME_ODDS - 100 })).toBeUndefined();
    expect(codeIn({ customer: { dailyStakeLimitMinor: 1_000n } })).toBeUndefined();
    expect(codeIn({ customer: { status: 'excluded', excludedUntil: NOW } })).toBeUndefined();
    const facts = { closed: new Set([`${FIXTURE} total-goals|line=2.5`]) };
    expect(codeIn({ facts })).toBeUndefined();
  });

  const closedMarket = { closed: new Set([`${FIXTURE} ${MATCH_RESULT}`]) };
  test.each<[string, Case, ErrorCode]>([
    ['a token of another bet', { token: { betId: betId('other') } }, 'DECISION_EXPIRED'],
    ['a token of another shard', { token: { shard: SHARD + 1 } }, 'DECISION_EXPIRED'],
    ['a tombstone', { facts: { tombstones: new Set([BET]) } }, 'DECISION_EXPIRED'],
    ['a token that expires now', { token: { expiresAt: NOW } }, 'DECISION_EXPIRED'],
    ['an older epoch', { token: { ownerEpoch: 2 } }, 'DECISION_EXPIRED'],
    ['a shard that nobody knows', { facts: { epochs: new Map() } }, 'DECISION_EXPIRED'],
    ['a closed market', { facts: closedMarket }, 'MARKET_CLOSED'],
    ['a closed fixture', { facts: { closed: new Set([`${FIXTURE} *`]) } }, 'MARKET_CLOSED'],
    ['a closed account', { customer: { status: 'closed' } }, 'ACCOUNT_CLOSED'],
    ['an exclusion for good', { customer: { status: 'excluded' } }, 'ACCOUNT_CLOSED'],
    [
      'an exclusion that lasts',
      { customer: { status: 'excluded', excludedUntil: NOW + 1 } },
      'ACCOUNT_CLOSED',
    ],
    [
      'a limit lowered meanwhile',
      { customer: { dailyStakeLimitMinor: 999n } },
      'ACCOUNT_STAKE_LIMIT',
    ],
    ['another price under `none`', { odds: HOME_ODDS + 100 }, 'PRICE_CHANGED'],
    [
      'a lower price under `higher`',
      { bet: { policy: 'higher' }, odds: HOME_ODDS - 100 },
      'PRICE_CHANGED',
    ],
  ])('refuses %s', (_, given, code) => {
    expect(codeIn(given)).toBe(code);
  });

  describe('of two legs', () => {
    const other = fixtureId('test-2');
    const [leg] = row.legs;
    const bet: Partial<BetRow> = {
      legs: [leg, { ...leg, leg: 1, fixtureId: other }],
      terms: { folds: [2], lines: 1, unitStakeMinor: '1000' },
    };
    const shard = shardOf(other);
    const theirs = { ...token, fixtureId: other, shard, ownerEpoch: 9 };
    const accepted = { odds: HOME_ODDS, catalogueVersion: 1, token: theirs };
    const facts = {
      epochs: new Map([
        [SHARD, 3],
        [shard, 9],
      ]),
    };
    const fine: Case = { bet, facts, further: [accepted] };
    const changed = (change: Partial<typeof accepted>): Case => ({
      ...fine,
      further: [{ ...accepted, ...change }],
    });

    test('both must be proved, current, open and agreed', () => {
      expect(codeIn(fine)).toBeUndefined();
      expect(codeIn({ bet, facts })).toBe('DECISION_EXPIRED');
      expect(codeIn(changed({ token: { ...theirs, fixtureId: FIXTURE } }))).toBe(
        'DECISION_EXPIRED',
      );
      expect(codeIn(changed({ token: { ...theirs, expiresAt: NOW } }))).toBe('DECISION_EXPIRED');
      expect(codeIn(changed({ token: { ...theirs, ownerEpoch: 8 } }))).toBe('DECISION_EXPIRED');
      const closed = new Set([`${other} ${MATCH_RESULT}`]);
      expect(codeIn({ ...fine, facts: { ...facts, closed } })).toBe('MARKET_CLOSED');
      expect(codeIn(changed({ odds: (HOME_ODDS + 1) as Odds }))).toBe('PRICE_CHANGED');
    });
  });

  test('the decision comes before the market, the market before the account', () => {
    const given: Case = {
      token: { expiresAt: 0 },
      facts: closedMarket,
      customer: { status: 'closed' },
      odds: 1,
    };
    expect(codeIn(given)).toBe('DECISION_EXPIRED');
    expect(codeIn({ ...given, token: {} })).toBe('MARKET_CLOSED');
    expect(codeIn({ ...given, token: {}, facts: {} })).toBe('ACCOUNT_CLOSED');
    expect(codeIn({ ...given, token: {}, facts: {}, customer: {} })).toBe('PRICE_CHANGED');
  });
});
