import type { CardModel } from './cards.ts';
import type { CountParameters } from './count-parameters.ts';
import type { DeciderParameters } from './decider.ts';
import type { ScorerParameters } from './scorer-state.ts';

/*
 * Where the numbers come from. No data set is part of the project; figures are mean ± standard error.
 *
 * W: Wyscout events of the Premier League and the Bundesliga 2017/18, 686 matches (Pappalardo et al.,
 *    Sci Data 6, 236, 2019): 6,801 corners, 2,213 yellow cards, 84 sendings-off, 1,872 goals. Rates by time,
 *    score and red cards are one Poisson regression over stretches of equal score, errors clustered by match,
 *    with the expected goal difference of each match from earlier results as a regressor.
 * L: final counts of the same leagues 2007/08 to 2025/26, 13,033 matches (football-datasets, datahub.io).
 *    Dispersion and shares are maximum likelihood, means free by league and season. Without season 2017/18
 *    none of them moves by more than its error.
 * F: World Cups 1930 to 2022 (Fjelstul World Cup Database, CC BY-SA 4.0).
 *
 * `mean` of each law makes the mean prediction over the 686 matches equal the mean count of W; a
 * competition with other habits needs its own.
 */

/**
 * Corners. W: 5.48 ± 0.11 home and 4.43 ± 0.10 away a match, 0.476 of them in the first half. Rate against
 * level score: one behind 1.19 ± 0.04, two or more 1.20 ± 0.06, one ahead 0.80 ± 0.03, two or more
 * 0.68 ± 0.04; own red card 0.53 ± 0.06, the opponent's 1.40 ± 0.11. Log-odds of the home share 0.07 ± 0.03
 * + 0.55 ± 0.04 a goal of supremacy at level score; in L, over all scores, 0.061 ± 0.008 + 0.442 ± 0.009.
 * L: level shape 63 ± 6; urn size 15.7 ± 0.5, worth 0.069 of log-likelihood a match over fixed shares.
 */
export const LEAGUE_CORNERS: CountParameters = {
  mean: 10.04,
  meanSlope: 0.02,
  share: { logit: 0.06, slope: 0.54 },
  levelShape: 63,
  urn: { size: 15.7, adds: 'own' },
  perMinute: [0.0457, 0.0502, 0.0516, 0.0526, 0.0545, 0.0529],
  lastMinute: { firstHalf: 3, secondHalf: 5.3 },
  residualMinutes: 0.5,
  leads: [1.2, 1.19, 1, 0.8, 0.68],
  redCard: { own: 0.53, opponent: 1.4 },
};

/**
 * Yellow cards. W: 1.53 ± 0.05 home and 1.69 ± 0.05 away, 0.318 of them in the first half; the rate rises
 * from 0.013 a minute in the first quarter of an hour to 0.058 in the last and 0.085 in stoppage time. Rate
 * against level score: one behind 1.09 ± 0.06, two or more 0.88 ± 0.07, one ahead 1.16 ± 0.07, two or more
 * 0.78 ± 0.07; the opponent's red card 1.32 ± 0.13. L: each goal of absolute supremacy −0.146 ± 0.009 over
 * all scores; log-odds of the home share −0.141 ± 0.012 − 0.291 ± 0.015 a goal; level shape 90 ± 30; cards
 * even out between the sides, urn size 8.3 ± 0.5, worth 0.020 of log-likelihood a match.
 */
const LEAGUE_YELLOW: CountParameters = {
  mean: 3.49,
  meanSlope: -0.13,
  share: { logit: -0.14, slope: -0.29 },
  levelShape: 90,
  urn: { size: 8.3, adds: 'other' },
  perMinute: [0.0067, 0.013, 0.017, 0.0206, 0.0232, 0.0291],
  lastMinute: { firstHalf: 2.4, secondHalf: 6.5 },
  residualMinutes: 0.5,
  leads: [0.88, 1.09, 1, 1.16, 0.78],
  redCard: { own: 1, opponent: 1.32 },
};

/**
 * Sendings-off, straight or by a second yellow card. W has 84 (0.122 ± 0.013 a match), from which the time
 * profile, relative errors some 0.3 a stretch; no effect of the score was found. L: 0.148 ± 0.003 a match,
 * −0.21 ± 0.04 a goal of absolute supremacy, log-odds of the home share −0.21 ± 0.05 − 0.24 ± 0.06 a goal,
 * level shape 2.6 ± 0.7 (one sending-off makes another likelier), urn size 3.1 ± 1.2.
 */
const LEAGUE_DISMISSALS: CountParameters = {
  mean: 0.17,
  meanSlope: -0.2,
  share: { logit: -0.21, slope: -0.24 },
  levelShape: 2.6,
  urn: { size: 3.1, adds: 'other' },
  perMinute: [0.0009, 0.0005, 0.001, 0.0011, 0.0016, 0.0016],
  lastMinute: { firstHalf: 2.5, secondHalf: 13 },
  residualMinutes: 0.5,
  leads: [1, 1, 1, 1, 1],
  redCard: { own: 1, opponent: 1 },
};

export const LEAGUE_CARDS: Omit<CardModel, 'supremacy'> = {
  yellow: LEAGUE_YELLOW,
  dismissal: LEAGUE_DISMISSALS,
};

/**
 * Scorers. W: own goals 51 of 1,872 goals, 0.027 ± 0.004; share of the team's goals while on the field:
 * defenders 0.029 ± 0.002, midfielders 0.080 ± 0.003, forwards 0.263 ± 0.009, goalkeepers none of 0; those
 * who came on score like starters of their position (0.042 ± 0.013, 0.089 ± 0.011, 0.242 ± 0.021). Weights
 * of going off and coming on are exchanges by place in the team, relative to midfielders (3,852
 * substitutions). F, 2022, five allowed: 4.39 ± 0.08 a team in 90 minutes, 562 of them timed.
 */
export const LEAGUE_SCORERS: ScorerParameters = {
  ownGoalShare: 0.027,
  goalShare: { goalkeeper: 0, defender: 0.03, midfielder: 0.08, forward: 0.26, unknown: 0.09 },
  leaveWeight: { goalkeeper: 0.02, defender: 0.3, midfielder: 1, forward: 1.33, unknown: 0.77 },
  enterWeight: { goalkeeper: 0.01, defender: 0.47, midfielder: 1, forward: 1.25, unknown: 0.78 },
  substitutions: {
    expected: 4.39,
    allowed: 5,
    shares: [0.018, 0.101, 0.19, 0.294, 0.247, 0.15],
  },
};

/**
 * Ties. F: 83 goals in 88 extra times, 0.94 ± 0.12, against 2.89 goals in the 90 minutes of all 326
 * knock-out matches: 0.98 ± 0.12 of a third. 396 kicks of shoot-outs, 0.707 ± 0.023 scored.
 */
export const CUP_DECIDER: DeciderParameters = {
  fatigue: 0.98,
  scoringChance: { home: 0.71, away: 0.71 },
};
