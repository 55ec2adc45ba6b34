import { fc } from '@fast-check/vitest';

import { seededRandom } from '#platform/mod.ts';

import type { PlayedMatch, TeamStrength } from '../mod.ts';

const NAMES = ['Ash', 'Birch', 'Cedar', 'Dogwood', 'Elm'];

/** Every low score, so that ρ is determined as well. */
const SCORES = [
  [1, 0],
  [1, 1],
  [0, 1],
  [2, 1],
  [0, 0],
  [1, 2],
  [3, 1],
] as const;

/** A double round of five teams, in which each scores and concedes, and some matches more on a few days. */
export const smallLeague: fc.Arbitrary<readonly PlayedMatch[]> = fc
  .array(
    fc.record({
      day: fc.integer({ min: 0, max: 400 }),
      teams: fc.shuffledSubarray(NAMES, { minLength: 2, maxLength: 2 }),
      homeGoals: fc.integer({ min: 0, max: 5 }),
      awayGoals: fc.integer({ min: 0, max: 5 }),
      neutral: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((rows) => [
    ...roundRobin(NAMES).map((pair, at) => {
      const [homeGoals, awayGoals] = SCORES[at % SCORES.length] ?? SCORES[0];
      return { ...pair, day: 100 + at, homeGoals, awayGoals };
    }),
    ...rows.map(({ teams: [home = '', away = ''], ...row }) => ({ ...row, home, away })),
  ]);

export const roundRobin = (
  teams: readonly string[],
): readonly Pick<PlayedMatch, 'home' | 'away'>[] =>
  teams.flatMap((home) => teams.flatMap((away) => (home === away ? [] : [{ home, away }])));

export type TrueStrengths = Readonly<{
  intercept: number;
  homeAdvantage: number;
  teams: ReadonlyMap<string, TeamStrength>;
}>;

/** Strengths of a league drawn from a normal law, each kind centred on 0. */
export function drawStrengths(seed: string, teamCount: number): TrueStrengths {
  const random = seededRandom(seed);
  const draws = Array.from({ length: teamCount }, () => ({
    attack: random.normal(0, 0.3),
    defence: random.normal(0, 0.25),
  }));
  const mean = (of: keyof TeamStrength): number =>
    draws.reduce((sum, draw) => sum + draw[of], 0) / teamCount;
  const centre = { attack: mean('attack'), defence: mean('defence') };
  const teams = draws.map(({ attack, defence }, at): [string, TeamStrength] => [
    `Team ${String(at).padStart(2, '0')}`,
    { attack: attack - centre.attack, defence: defence - centre.defence },
  ]);
  return { intercept: 0.1, homeAdvantage: 0.27, teams: new Map(teams) };
}

/** Double rounds of independent Poisson goals, one season a year, a round robin spread over 270 days. */
export function simulateSeasons(
  seed: string,
  truth: TrueStrengths,
  seasons: number,
): readonly PlayedMatch[] {
  const random = seededRandom(seed);
  const pairs = roundRobin([...truth.teams.keys()]);
  const strength = (team: string): TeamStrength =>
    truth.teams.get(team) ?? { attack: 0, defence: 0 };
  return Array.from({ length: seasons }, (_, season) =>
    pairs.map(({ home, away }, at): PlayedMatch => {
      const [host, guest] = [strength(home), strength(away)];
      const { intercept, homeAdvantage } = truth;
      return {
        day: 365 * season + Math.floor((270 * at) / pairs.length),
        home,
        away,
        homeGoals: random.poisson(
          Math.exp(intercept + homeAdvantage + host.attack - guest.defence),
        ),
        awayGoals: random.poisson(Math.exp(intercept + guest.attack - host.defence)),
      };
    }),
  ).flat();
}
