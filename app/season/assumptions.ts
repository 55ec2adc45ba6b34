import type { Behaviour, CustomerKind, PolicyFigures } from '#risk/simulator/mod.ts';

/**
 * What a simulated season assumes, all in one place; docs/risk-simulation.md says where each figure comes from.
 * None was chosen by looking at the seeds that the benchmark reports.
 */
export const ASSUMPTIONS = {
  teams: 20,
  /** Goals of average teams in the house's own model of a match, before its effects of time. */
  meanGoals: { home: 1.3, away: 1.02 },
  /** Relative error of the house's rates, in logarithms; other houses are half as far off, the same way. */
  houseError: 0.04,
  arrivals: { preMatch: 600, inPlay: 150 },
  lastBetMinute: 80,
  /** Stakes are lognormal, in minor units. */
  stake: { medianMinor: 1_000, sigma: 1, mostMinor: 200_000 },
  /** The crowd: favourites, the home team and goals are liked more than they win, and some days more than others. */
  liking: { favourite: 3, home: 1.25, goals: 2.3, spread: 0.6 },
  /** Chance that a syndicate bets on a match, and from how many accounts at once. */
  syndicate: { chance: 0.1, accounts: 10 },
  /** Courtsiders at a goal, and the chance that one slips through before the suspension and the bet delay. */
  courtsiders: { count: 3, slips: 0.1 },
} as const;

/** Who comes, as shares of the arrivals; syndicates and courtsiders come by themselves. */
export const ARRIVAL_SHARES: readonly (readonly [CustomerKind, number])[] = [
  ['recreational', 0.765],
  ['price-sensitive', 0.2],
  ['informed', 0.025],
  ['arbitrageur', 0.01],
];

export const ELASTICITIES = [3, 8] as const;

export const behaviourOf = (elasticity: number): Behaviour => ({
  elasticity,
  walkAway: 0.25,
  stakes: {
    recreational: 1,
    'price-sensitive': 1.5,
    informed: 5,
    arbitrageur: 10,
    courtsider: 5,
    syndicate: 5,
  },
  informedEdge: 0.01,
  hedgeCost: 0.02,
  mostWinningsMinor: 200_000,
});

/** Chosen on seeds from 9001 on, which no benchmark reports; docs/risk-simulation.md says how. */
export const FIGURES: PolicyFigures = {
  worstCapMinor: 300_000,
  lmsrLiquidityMinor: 100_000,
  ladderStepMinor: 5_000,
  ladderShare: 0.01,
  joint: {
    skew: { enabled: true, liquidityMinor: 100_000, clip: 0.5 },
    cvarCapMinor: 220_000,
    betsBetweenMoves: 5,
    aboveConsensus: 0.01,
  },
};
