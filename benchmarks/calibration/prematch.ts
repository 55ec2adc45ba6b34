import type { RatingsPool } from '#odds/mod.ts';
import {
  walkForward,
  type MatchForecast,
  type RatingsSpec,
  type WalkForward,
} from '#odds/ratings/mod.ts';

import type { League, LeagueMatch } from './league-files.ts';
import { LEAGUE_NAMES, LEAGUES } from './league-files.ts';
import { scoreOf, type ResultTruth, type Score } from './scores.ts';

/** First and last season that is forecast; the seasons before teach. */
const FIRST_SEASON = '2013/14';
const LAST_SEASON = '2023/24';
const REFIT_DAYS = 7;

/** What is compared; `published` has the settings of the run that the bars were taken from. */
export const SYSTEMS = {
  'base-rates': { system: 'base-rates' },
  'dixon-coles': { system: 'dixon-coles' },
  published: { system: 'dixon-coles', options: { ridge: 0.4, rho: 0 } },
  elo: { system: 'elo' },
  pi: { system: 'pi' },
} as const satisfies Record<string, RatingsSpec>;
export type SystemName = keyof typeof SYSTEMS;
export const SYSTEM_NAMES = Object.keys(SYSTEMS) as readonly SystemName[];

export const SYSTEM_TITLES: Readonly<Record<SystemName, string>> = {
  'base-rates': 'base rates',
  'dixon-coles': 'goals: Dixon-Coles',
  published: 'goals: ridge 0.4, ρ 0',
  elo: 'Elo',
  pi: 'pi-ratings',
};

export type LeagueForecasts = Readonly<Record<SystemName, readonly MatchForecast[]>>;
export type PrematchForecasts = Readonly<Record<League, LeagueForecasts>>;
export type LeagueResults = Readonly<Record<League, readonly LeagueMatch[]>>;

/** The matches of the seasons that are forecast, in the order of the days. */
export const forecastMatches = (matches: readonly LeagueMatch[]): readonly LeagueMatch[] =>
  matches.filter(({ season }) => season >= FIRST_SEASON && season <= LAST_SEASON);

function planOf(matches: readonly LeagueMatch[], system: SystemName): WalkForward {
  const days = forecastMatches(matches).map(({ day }) => day);
  const [fromDay, toDay] = [Math.min(...days), Math.max(...days) + 1];
  return { spec: SYSTEMS[system], matches, fromDay, toDay, refitDays: REFIT_DAYS };
}

const QUARTERS = 4;

/** All systems over all leagues, walked forward in the pool; tells every quarter of a walk. */
export async function forecastLeagues(
  results: LeagueResults,
  pool: RatingsPool,
  say: (line: string) => void,
): Promise<PrematchForecasts> {
  const walk = async (league: League, system: SystemName): Promise<readonly MatchForecast[]> => {
    let quarter = 0;
    return pool.walkForward(planOf(results[league], system), {
      onProgress: ({ done, total }) => {
        const reached = Math.floor((QUARTERS * done) / total);
        if (reached > quarter) {
          say(`${LEAGUES[league]}, ${SYSTEM_TITLES[system]}: ${done} of ${total} matches`);
        }
        quarter = reached;
      },
    });
  };
  return recordOf(LEAGUE_NAMES, (league) =>
    recordOf(SYSTEM_NAMES, (system) => walk(league, system)),
  );
}

async function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  make: (key: Key) => Promise<Value>,
): Promise<Record<Key, Value>> {
  const entries = keys.map(async (key): Promise<[Key, Value]> => [key, await make(key)]);
  return Object.fromEntries(await Promise.all(entries)) as Record<Key, Value>;
}

export const truthOf = ({ match, chances }: MatchForecast): ResultTruth => ({
  chances,
  homeGoals: match.homeGoals,
  awayGoals: match.awayGoals,
});

export const scoreOfForecasts = (forecasts: readonly MatchForecast[]): Score =>
  scoreOf(forecasts.map(truthOf));

/** One row a season and one for all: ratings beside base rates. */
export function seasonRows(
  forecasts: LeagueForecasts,
  results: readonly LeagueMatch[],
): readonly Readonly<Record<string, string | number>>[] {
  const seasons = [...new Set(forecastMatches(results).map(({ season }) => season))];
  const seasonOf = new Map(results.map((match) => [keyOf(match), match.season]));
  const row = (season: string, isIn: (forecast: MatchForecast) => boolean) => {
    const ratings = scoreOfForecasts(forecasts['dixon-coles'].filter(isIn));
    const base = scoreOfForecasts(forecasts['base-rates'].filter(isIn));
    return {
      season,
      matches: ratings.matches,
      RPS: ratings.rps,
      'log-loss': ratings.logLoss,
      'base RPS': base.rps,
      'base log-loss': base.logLoss,
    };
  };
  return [
    ...seasons.map((season) => row(season, ({ match }) => seasonOf.get(keyOf(match)) === season)),
    row('all', () => true),
  ];
}

const keyOf = ({ day, home }: Readonly<{ day: number; home: string }>): string => `${day} ${home}`;

const CHECKED_DAYS = 90;

/**
 * The first weeks once more, inline, with every result from the day after them on turned round: equal forecasts
 * show that the pool gives what the calculation gives, and that neither looks ahead.
 */
export function looksNoDayAhead(
  matches: readonly LeagueMatch[],
  forecasts: readonly MatchForecast[],
): boolean {
  const plan = planOf(matches, 'dixon-coles');
  const toDay = plan.fromDay + CHECKED_DAYS;
  const turned = matches.map((match) =>
    match.day < toDay
      ? match
      : { ...match, homeGoals: match.awayGoals + 3, awayGoals: match.homeGoals },
  );
  const again = walkForward({ ...plan, matches: turned, toDay });
  return (
    again.length > 0 &&
    again.every(({ chances }, at) => {
      const told = forecasts[at]?.chances;
      return told?.home === chances.home && told.draw === chances.draw;
    })
  );
}
