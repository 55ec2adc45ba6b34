import { InputError } from '#contracts/mod.ts';

import { rhoBounds } from '../models/mod.ts';
import {
  ADVANTAGE,
  attackAt,
  defenceAt,
  dixonColesObjective,
  INTERCEPT,
  parameterCount,
  RHO,
  type MatchColumns,
} from './dixon-coles-likelihood.ts';
import { newcomersOn } from './newcomers.ts';
import { maximise } from './newton.ts';
import { checkMatches, checkOption, type Pairing, type PlayedMatch } from './played-match.ts';

/** Strengths on the log scale of goals, against an average team of the fit; a good defence is above 0. */
export type TeamStrength = Readonly<{ attack: number; defence: number }>;

export type DixonColesOptions = Readonly<{
  /** Days after which a match counts half. */
  halfLifeDays: number;
  /** Matches older than this do not count at all. */
  windowDays: number;
  /** Penalty on the squared distance of every strength from 0 or, for a newcomer, from `newcomer`; on ρ too. */
  ridge: number;
  /** Estimated from the low scores, or held at a value. */
  rho: 'fitted' | number;
  /** What is believed of a team that has just come into the competition. */
  newcomer: TeamStrength;
}>;

/**
 * Chosen on 2008/09 to 2012/13 of five European leagues; see docs/calibration.md. Dixon & Coles's own decay of
 * 0.0065 a half-week is a half-life of 373 days.
 */
export const DIXON_COLES_DEFAULTS: DixonColesOptions = {
  halfLifeDays: 385,
  windowDays: 1500,
  ridge: 10,
  rho: 'fitted',
  newcomer: { attack: -0.2, defence: -0.2 },
};

export type DixonColesRatings = Readonly<{
  system: 'dixon-coles';
  /** Log goals per match of an average team on neutral ground, against an average team. */
  intercept: number;
  /** Added to the log rate of the team at home. */
  homeAdvantage: number;
  rho: number;
  teams: ReadonlyMap<string, TeamStrength>;
  newcomer: TeamStrength;
}>;

/** Goals per match of the home and the away side, and the dependence of low scores. */
export type GoalForecast = Readonly<{ lambda: number; mu: number; rho: number }>;

/**
 * Fits attack and defence of every team to the matches before `asOfDay`, weighted by age. `previous` only
 * shortens the way: the answer is the same to about 1e-6.
 * @throws InputError NUMBER_INVALID for options out of range; NO_SOLUTION when no match counts, or when the
 * ridge is 0 and the matches do not determine every strength.
 */
export function fitDixonColes(
  matches: readonly PlayedMatch[],
  asOfDay: number,
  options: Partial<DixonColesOptions> = {},
  previous?: DixonColesRatings,
): DixonColesRatings {
  const used = { ...DIXON_COLES_DEFAULTS, ...options };
  checkMatches(matches);
  checkOptions(used, asOfDay);
  const counted = matches.filter(({ day }) => day < asOfDay && day >= asOfDay - used.windowDays);
  const names = [...new Set(counted.flatMap(({ home, away }) => [home, away]))].sort();
  if (counted.length === 0) {
    throw new InputError('NO_SOLUTION', 'matches', counted.length, 'must hold matches that count');
  }
  if (used.ridge === 0) checkDetermined(counted, names);
  const centre = centreOf(newcomersOn(matches, asOfDay), names, used.newcomer);
  const objective = dixonColesObjective(columnsOf(counted, names, asOfDay, used), {
    ridge: used.ridge,
    centre,
    freeRho: used.rho === 'fitted',
  });
  const start = startOf(names, centre, counted, previous);
  start[RHO] = used.rho === 'fitted' ? (previous?.rho ?? 0) : used.rho;
  if (used.rho === 'fitted' && objective.value(start) === -Infinity) start[RHO] = 0;
  const at = maximise(objective, start);
  return ratingsOf(at, names, used.newcomer);
}

/** The rates of a pairing; a team that the fit has not met counts as a newcomer. ρ keeps within its bounds. */
export function forecastGoals(ratings: DixonColesRatings, pairing: Pairing): GoalForecast {
  const { intercept, homeAdvantage, teams, newcomer } = ratings;
  const home = teams.get(pairing.home) ?? newcomer;
  const away = teams.get(pairing.away) ?? newcomer;
  const advantage = pairing.neutral === true ? 0 : homeAdvantage;
  const lambda = Math.exp(intercept + advantage + home.attack - away.defence);
  const mu = Math.exp(intercept + away.attack - home.defence);
  const { min, max } = rhoBounds(lambda, mu);
  return { lambda, mu, rho: Math.max(min, Math.min(max, ratings.rho)) };
}

function checkOptions(options: DixonColesOptions, asOfDay: number): void {
  const { halfLifeDays, windowDays, ridge, rho, newcomer } = options;
  checkOption('asOfDay', asOfDay, -1e9, 1e9);
  checkOption('halfLifeDays', halfLifeDays, 1);
  checkOption('windowDays', windowDays, 1);
  checkOption('ridge', ridge, 0, 1e6);
  if (rho !== 'fitted') checkOption('rho', rho, -1, 1);
  checkOption('newcomer.attack', newcomer.attack, -3, 3);
  checkOption('newcomer.defence', newcomer.defence, -3, 3);
}

/** Without a ridge, a team that never scored or never conceded has no finite strength. */
function checkDetermined(matches: readonly PlayedMatch[], names: readonly string[]): void {
  const scored = new Set<string>();
  const conceded = new Set<string>();
  const note = (goals: number, by: string, against: string): void => {
    if (goals === 0) return;
    scored.add(by);
    conceded.add(against);
  };
  for (const { home, away, homeGoals, awayGoals } of matches) {
    note(homeGoals, home, away);
    note(awayGoals, away, home);
  }
  const open = names.find((name) => !scored.has(name) || !conceded.has(name));
  if (open === undefined) return;
  throw new InputError('NO_SOLUTION', 'options.ridge', 0, `must be above 0 to rate ${open}`);
}

/** Newcomers are drawn to what is believed of them, all others to the average. */
function centreOf(
  newcomers: ReadonlySet<string>,
  names: readonly string[],
  newcomer: TeamStrength,
): Float64Array {
  const centre = new Float64Array(parameterCount(names.length));
  names.forEach((name, team) => {
    if (!newcomers.has(name)) return;
    centre[attackAt(team)] = newcomer.attack;
    centre[defenceAt(team)] = newcomer.defence;
  });
  return centre;
}

function columnsOf(
  matches: readonly PlayedMatch[],
  names: readonly string[],
  asOfDay: number,
  { halfLifeDays }: DixonColesOptions,
): MatchColumns {
  const numberOf = new Map(names.map((name, team) => [name, team]));
  const team = (name: string): number => numberOf.get(name) ?? 0;
  return {
    teams: names.length,
    home: Int32Array.from(matches, ({ home }) => team(home)),
    away: Int32Array.from(matches, ({ away }) => team(away)),
    homeGoals: Float64Array.from(matches, ({ homeGoals }) => homeGoals),
    awayGoals: Float64Array.from(matches, ({ awayGoals }) => awayGoals),
    advantage: Float64Array.from(matches, ({ neutral }) => (neutral === true ? 0 : 1)),
    weight: Float64Array.from(matches, ({ day }) => 0.5 ** ((asOfDay - day) / halfLifeDays)),
  };
}

function startOf(
  names: readonly string[],
  centre: Float64Array,
  matches: readonly PlayedMatch[],
  previous: DixonColesRatings | undefined,
): Float64Array {
  const start = Float64Array.from(centre);
  const goals = matches.reduce((sum, match) => sum + match.homeGoals + match.awayGoals, 0);
  start[INTERCEPT] = previous?.intercept ?? Math.log((goals + 1) / (2 * matches.length + 1));
  start[ADVANTAGE] = previous?.homeAdvantage ?? 0;
  names.forEach((name, team) => {
    const known = previous?.teams.get(name);
    if (known === undefined) return;
    start[attackAt(team)] = known.attack;
    start[defenceAt(team)] = known.defence;
  });
  return start;
}

function ratingsOf(
  at: Float64Array,
  names: readonly string[],
  newcomer: TeamStrength,
): DixonColesRatings {
  const teams = names.map((name, team): [string, TeamStrength] => [
    name,
    { attack: at[attackAt(team)] ?? 0, defence: at[defenceAt(team)] ?? 0 },
  ]);
  return {
    system: 'dixon-coles',
    intercept: at[INTERCEPT] ?? 0,
    homeAdvantage: at[ADVANTAGE] ?? 0,
    rho: at[RHO] ?? 0,
    teams: new Map(teams),
    newcomer,
  };
}
