import fc from 'fast-check';

import {
  accountId,
  betId,
  CURRENCIES,
  fixtureId,
  marketKeyOf,
  outcomeId,
  type BetMessage,
  type BetStatus,
  type Odds,
} from '#contracts/mod.ts';

import type { ExposureBet } from '../exposure/mod.ts';

const uuid = (kind: number, number: number): string =>
  `0190a000-000${kind}-7000-8000-${String(number).padStart(12, '0')}`;
export const betOf = (number: number) => betId(uuid(1, number));
export const accountOf = (number: number) => accountId(uuid(2, number));

const SELECTIONS = [
  ['match-result', 'home'],
  ['match-result', 'draw'],
  ['total-goals|line=2.25', 'over'],
  ['total-goals|line=2.75', 'under'],
  ['asian-handicap|line=-0.75|score=0-0', 'home'],
  ['asian-handicap|line=0|score=1-0', 'away'],
  ['both-teams-to-score', 'yes'],
  ['correct-score', '2-1'],
  ['half-time-result', 'away'],
  ['next-goal|goal=1', 'home'],
  ['next-goal|goal=2', 'none'],
  ['next-goal|goal=3', 'away'],
] as const;

export const selection = fc.constantFrom(...SELECTIONS).map(([market, outcome]) => ({
  marketKey: marketKeyOf(market),
  outcomeId: outcomeId(outcome),
}));
export const odds = fc
  .oneof(fc.integer({ min: 10_100, max: 40_000 }), fc.integer({ min: 10_100, max: 10_000_000 }))
  .map((value) => value as Odds);
export const stake = fc.oneof(
  fc.bigInt({ min: 1n, max: 20n }),
  fc.bigInt({ min: 1n, max: 10_000_000n }),
);
export const currency = fc.constantFrom(...CURRENCIES);

/** Bets on one fixture; ids repeat, so that replacing is exercised too. */
export const exposureBet: fc.Arbitrary<ExposureBet> = fc
  .record({
    number: fc.nat(15),
    account: fc.nat(2),
    on: selection,
    odds,
    stakeMinor: stake,
    currency,
  })
  .map(({ number, account, on, ...terms }) => ({
    betId: betOf(number),
    accountId: accountOf(account),
    ...on,
    ...terms,
  }));

const FIXTURES = ['league-1', 'league-2', 'league-3'].map(fixtureId);
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 5, 1);

const ENDINGS: readonly (readonly BetStatus[])[] = [
  ['rejected'],
  ['accepted'],
  ['accepted', 'settled'],
  ['accepted', 'void'],
  ['delayed', 'rejected'],
  ['delayed', 'accepted'],
  ['delayed', 'accepted', 'settled'],
  ['delayed', 'accepted', 'settled', 'settled'],
];

/** The whole life of one bet: one message per version. */
export const betLife = (number: number): fc.Arbitrary<readonly BetMessage[]> =>
  fc
    .record({
      bet: exposureBet,
      fixture: fc.constantFrom(...FIXTURES),
      day: fc.nat(2),
      statuses: fc.constantFrom(...ENDINGS),
    })
    .map(({ bet, fixture, day, statuses }) => {
      const receivedAt = FIRST_DAY + day * DAY_MS;
      return statuses.map((status, index) =>
        betMessage(bet, { status, fixture, receivedAt, index, number }),
      );
    });

type Turn = Readonly<{
  status: BetStatus;
  fixture: (typeof FIXTURES)[number];
  receivedAt: number;
  index: number;
  number: number;
}>;

export function betMessage(bet: ExposureBet, turn: Turn): BetMessage {
  const { status, fixture, receivedAt, index, number } = turn;
  return {
    betId: betOf(number),
    version: index + 1,
    accountId: bet.accountId,
    status,
    currency: bet.currency,
    stakeMinor: String(bet.stakeMinor),
    payoutMinor: null,
    policy: 'none',
    reason: null,
    receivedAt,
    decidedAt: receivedAt,
    ownerEpoch: 1,
    at: receivedAt + index,
    legs: [
      {
        leg: 0,
        fixtureId: fixture,
        marketKey: bet.marketKey,
        outcomeId: bet.outcomeId,
        odds: bet.odds,
        catalogueVersion: 1,
        result: null,
      },
    ],
  };
}
