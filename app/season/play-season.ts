import { makeLeague } from '#feeds/mod.ts';
import { LIVE_PARAMETERS } from '#odds/mod.ts';
import type { InPlayModel } from '#odds/models/mod.ts';
import { seededRandom, type Random } from '#platform/mod.ts';
import {
  playMatch,
  policiesOf,
  seasonFigures,
  viewsOf,
  type MatchFigures,
  type PolicyFigures,
  type PolicyName,
  type SeededSeason,
} from '#risk/simulator/mod.ts';

import { ASSUMPTIONS, behaviourOf } from './assumptions.ts';
import { drawMatch } from './draw-match.ts';
import { seasonSetting } from './season-board.ts';

/** One seed of a league, to be played through some policies by crowds of some elasticities. */
export type SeasonPlan = Readonly<{
  seed: number;
  matches: number;
  elasticities: readonly number[];
  policies: readonly PolicyName[];
  figures: PolicyFigures;
}>;

/** Every team meets every other at home; the order is drawn. A season that is longer goes round again. */
function fixturesOf(random: Random, teams: number): readonly (readonly [number, number])[] {
  const pairs = Array.from({ length: teams }, (_, home) =>
    Array.from({ length: teams }, (__, away) => [home, away] as const),
  ).flat();
  const drawn = pairs
    .filter(([home, away]) => home !== away)
    .map((pair) => ({ pair, order: random.next() }));
  return drawn.sort((left, right) => left.order - right.order).map(({ pair }) => pair);
}

/** The true rates of each match of the league of a seed, in order. */
function leagueOf(seed: number): (match: number) => InPlayModel {
  const random = seededRandom(`season-${seed}`);
  const { teams } = makeLeague({
    name: `season-${seed}`,
    random: random.fork('teams'),
    teams: ASSUMPTIONS.teams,
  });
  const fixtures = fixturesOf(random.fork('fixtures'), teams.length);
  const { meanGoals } = ASSUMPTIONS;
  return (match) => {
    const [at, against] = fixtures[match % fixtures.length] ?? [0, 1];
    const [home, away] = [teams[at], teams[against]];
    const rate = (mean: number, attack = 1, defence = 1): number => mean * attack * defence;
    return {
      lambda: rate(meanGoals.home, home?.attack, away?.defence),
      mu: rate(meanGoals.away, away?.attack, home?.defence),
      parameters: LIVE_PARAMETERS,
    };
  };
}

/**
 * Plays a season: every policy meets the same matches and the same customers. `played` is told after each
 * match and stops the season by returning false; it is then undefined.
 */
export function playSeason(
  { seed, matches, elasticities, policies, figures }: SeasonPlan,
  played: (match: number) => boolean,
): readonly SeededSeason[] | undefined {
  const setting = seasonSetting();
  const ratesOf = leagueOf(seed);
  const desks = policiesOf(figures);
  const random = seededRandom(`season-${seed}`);
  const books = elasticities.map((elasticity) => ({
    elasticity,
    behaviour: behaviourOf(elasticity),
    results: new Map(policies.map((policy) => [policy, [] as MatchFigures[]])),
  }));
  for (let at = 0; at < matches; at += 1) {
    const match = drawMatch(random.fork(`match-${at}`), setting, ratesOf(at));
    const views = viewsOf(setting, match);
    for (const { behaviour, results } of books) {
      for (const [policy, figuresSoFar] of results) {
        figuresSoFar.push(playMatch(desks[policy], setting, match, { behaviour, views }));
      }
    }
    if (!played(at + 1)) return undefined;
  }
  return books.map(({ elasticity, results }) => ({
    seed,
    elasticity,
    seasons: Object.fromEntries(
      [...results].map(([policy, list]) => [policy, seasonFigures(list)]),
    ),
  }));
}
