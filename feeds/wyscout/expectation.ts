import type { Side } from '#contracts/mod.ts';

import type { OfficialMatch } from './official.ts';

export type Expectation = Readonly<{ totalGoals: number; supremacy: number }>;

/**
 * What was believed before anything was played, worth `weight` matches of evidence: goals of the home and
 * the away side, and how many average matches each team carries.
 */
export type ExpectationPrior = Readonly<{
  goals: Readonly<Record<Side, number>>;
  meanWeight: number;
  teamWeight: number;
}>;

/** European leagues: the home side scores about a third more. */
export const LEAGUE_PRIOR: ExpectationPrior = {
  goals: { home: 1.55, away: 1.2 },
  meanWeight: 30,
  teamWeight: 8,
};
/** A World Cup is on neutral ground and shows a team three to seven times, so it is shrunk far more. */
export const WORLD_CUP_PRIOR: ExpectationPrior = {
  goals: { home: 1.27, away: 1.27 },
  meanWeight: 30,
  teamWeight: 12,
};

/**
 * Expected goals of the 90 minutes, from the results of the same competition that were known at kick-off:
 * the competition's mean goals per side, times the home side's attack and the away side's defence (and the
 * reverse), each as goals over what average opponents give, shrunk to 1. A prior for a demonstration, not
 * a forecast to bet on: it knows no earlier season, no line-up and no market.
 */
export function expectationFor(
  match: OfficialMatch,
  competition: readonly OfficialMatch[],
  prior: ExpectationPrior,
): Expectation {
  const known = competition.filter(({ startsAt }) => startsAt < match.startsAt);
  const mean = { home: meanGoals(known, 'home', prior), away: meanGoals(known, 'away', prior) };
  const strength = (side: Side, skill: Skill): number =>
    teamStrength({ teamId: match.teamIds[side], skill, known, mean, weight: prior.teamWeight });
  const home = mean.home * strength('home', 'attack') * strength('away', 'defence');
  const away = mean.away * strength('away', 'attack') * strength('home', 'defence');
  return { totalGoals: round(home + away), supremacy: round(home - away) };
}

type Skill = 'attack' | 'defence';

function meanGoals(known: readonly OfficialMatch[], side: Side, prior: ExpectationPrior): number {
  const scored = known.reduce((sum, { fullTime }) => sum + fullTime[side], 0);
  return (scored + prior.goals[side] * prior.meanWeight) / (known.length + prior.meanWeight);
}

type StrengthInput = Readonly<{
  teamId: number;
  skill: Skill;
  known: readonly OfficialMatch[];
  mean: Readonly<Record<Side, number>>;
  weight: number;
}>;

/** Goals scored (attack) or conceded (defence) over those of an average team in the same matches. */
function teamStrength({ teamId, skill, known, mean, weight }: StrengthInput): number {
  const shrinkage = (weight * (mean.home + mean.away)) / 2;
  let goals = shrinkage;
  let usual = shrinkage;
  for (const { teamIds, fullTime } of known) {
    const own = teamIds.home === teamId ? 'home' : teamIds.away === teamId ? 'away' : undefined;
    if (own === undefined) continue;
    const counted = (skill === 'attack') === (own === 'home') ? 'home' : 'away';
    goals += fullTime[counted];
    usual += mean[counted];
  }
  return goals / usual;
}

const round = (goals: number): number => Math.round(goals * 1000) / 1000;
