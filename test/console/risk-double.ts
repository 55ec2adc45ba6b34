import { betId, fixtureId, type RiskView } from '#contracts/mod.ts';

const FINAL = fixtureId('world-cup-final');

const riskOf = (share: number): RiskView['risk'] => {
  const part = (minor: number): string => String(Math.round(minor * share));
  return {
    bets: Math.round(133 * share),
    stakedMinor: part(998_000),
    expectedMinor: part(42_900),
    var95Minor: part(241_000),
    var99Minor: part(412_000),
    cvar95Minor: part(330_000),
    cvar99Minor: part(468_000),
    worstMinor: part(764_200),
  };
};

const LINES: Readonly<Record<string, readonly (readonly [id: string, share: number])[]>> = {
  fixture: [
    [FINAL, 0.6],
    ['premier-2', 0.3],
    ['long-gone', 0.01],
  ],
  competition: [['World Cup 2018', 0.6]],
  day: [['2026-06-13', 1]],
  currency: [
    ['EUR', 0.9],
    ['GBP', 0.1],
  ],
};

/** The risk service's figures, and a driver that says which scope was asked. */
export const riskDouble = (query: URLSearchParams): RiskView => ({
  at: 0,
  houseCurrency: 'EUR',
  scenarios: 8192,
  pending: 2,
  unpriced: 1,
  risk: riskOf(1),
  lines: (LINES[query.get('by') ?? ''] ?? []).map(([id, share]) => ({ id, risk: riskOf(share) })),
  drivers:
    query.get('drivers') === null
      ? []
      : [
          {
            betId: betId('00000000-0000-7000-8000-000000000031'),
            contributionMinor: '117000',
            username: `${query.get('of') ?? ''}-${query.get('id') ?? 'all'}`,
            type: 'Double',
            stake: '500.00',
            currency: 'EUR',
            potentialPayout: '3525.00',
            legs: [
              {
                fixtureId: FINAL,
                fixture: 'France – Croatia',
                market: 'Match result',
                outcome: 'France',
                odds: 2.35,
              },
              {
                fixtureId: fixtureId('premier-2'),
                fixture: 'Arsenal – Tottenham Hotspur',
                market: 'Match result',
                outcome: 'Draw',
                odds: 3,
              },
            ],
          },
        ],
});
