import { bar, type Bar, type BenchResult } from '../report/report.ts';
import { minuteScores, type InPlayForecast, type MinuteScore } from './in-play.ts';
import { LEAGUE_NAMES, type League } from './league-files.ts';
import {
  forecastMatches,
  looksNoDayAhead,
  scoreOfForecasts,
  SYSTEM_NAMES,
  type LeagueResults,
  type PrematchForecasts,
} from './prematch.ts';
import type { Recordings } from './recorded-matches.ts';

/** Recordings that may contradict the official result before something else is wrong. */
const MAX_LEFT_OUT = 2;
/** Minutes at which the live engine has to be the better one. */
const BETTER_AT = [45, 60, 75, 85];

export type LeagueRecordings = Recordings & Readonly<{ league: League }>;

export type Outcomes = Readonly<{
  leagues: LeagueResults;
  prematch: PrematchForecasts;
  recordings: readonly LeagueRecordings[];
  inPlay: readonly InPlayForecast[];
}>;

/** Figures, bars and checks of a run. */
export function benchResult(outcomes: Outcomes): BenchResult {
  const { prematch, inPlay } = outcomes;
  const england = prematch['premier-league'];
  const { rps, logLoss } = scoreOfForecasts(england['dixon-coles']);
  const minutes = minuteScores(inPlay);
  return {
    metrics: metricsOf(prematch, minutes),
    bars: [
      bar('Premier League 2013/14 to 2023/24, RPS', rps, '<=', 0.2005),
      bar('Premier League 2013/14 to 2023/24, log-loss', logLoss, '<=', 0.972),
      ...inPlayBars(minutes),
    ],
    checks: checksOf(outcomes),
  };
}

function metricsOf(
  prematch: PrematchForecasts,
  minutes: readonly MinuteScore[],
): BenchResult['metrics'] {
  return Object.fromEntries([
    ...LEAGUE_NAMES.flatMap((league) =>
      SYSTEM_NAMES.flatMap((system) => {
        const score = scoreOfForecasts(prematch[league][system]);
        return [
          [`${league} ${system} rps`, score.rps] as const,
          [`${league} ${system} logLoss`, score.logLoss] as const,
        ];
      }),
    ),
    ...minutes.flatMap(({ minute, live, plain }) => [
      [`in play ${minute} live logLoss`, live] as const,
      [`in play ${minute} plain logLoss`, plain] as const,
    ]),
  ]);
}

function checksOf({ leagues, prematch, recordings, inPlay }: Outcomes): BenchResult['checks'] {
  const forecasts = LEAGUE_NAMES.flatMap((league) => Object.values(prematch[league]).flat());
  const leftOut = recordings.flatMap((recording) => recording.leftOut);
  return {
    everyMatchForecast: LEAGUE_NAMES.every((league) =>
      Object.values(prematch[league]).every(
        (made) => made.length === forecastMatches(leagues[league]).length,
      ),
    ),
    chancesSumToOne: [...forecasts, ...inPlay.flatMap(({ live, plain }) => [live, plain])].every(
      ({ chances: { home, draw, away } }) => Math.abs(home + draw + away - 1) < 1e-9,
    ),
    neverFittedOnWhatItPredicts: LEAGUE_NAMES.every((league) =>
      looksNoDayAhead(leagues[league], prematch[league]['dixon-coles']),
    ),
    recordingsAgree: leftOut.length <= MAX_LEFT_OUT,
  };
}

function inPlayBars(minutes: readonly MinuteScore[]): readonly Bar[] {
  const worst = Math.max(...minutes.map(({ difference }) => difference.mean));
  return [
    ...minutes
      .filter(({ minute }) => BETTER_AT.includes(minute))
      .map(({ minute, difference }) =>
        bar(`live less plain log-loss at ${minute}'`, difference.mean, '<=', 0),
      ),
    bar('live less plain log-loss, worst minute', worst, '<=', 0.002),
  ];
}
