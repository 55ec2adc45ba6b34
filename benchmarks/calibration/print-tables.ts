import { WYSCOUT_ATTRIBUTION } from '#feeds/mod.ts';

import { minuteScores, type InPlayForecast, type MinuteScore } from './in-play.ts';
import { LEAGUE_NAMES, LEAGUES } from './league-files.ts';
import {
  scoreOfForecasts,
  seasonRows,
  SYSTEM_NAMES,
  SYSTEM_TITLES,
  type LeagueResults,
  type PrematchForecasts,
} from './prematch.ts';
import { RECORDED } from './recorded-matches.ts';
import { textTable } from './table.ts';

/** The tables of docs/calibration.md, on the terminal. */
export function printTables(
  leagues: LeagueResults,
  prematch: PrematchForecasts,
  inPlay: readonly InPlayForecast[],
): void {
  const print = (title: string, rows: Parameters<typeof textTable>[0]): void =>
    console.log(`\n${title}\n\n${textTable(rows)}`);
  for (const league of LEAGUE_NAMES) {
    print(LEAGUES[league], seasonRows(prematch[league], leagues[league]));
  }
  const systems = LEAGUE_NAMES.flatMap((league) =>
    SYSTEM_NAMES.map((system) => {
      const { rps, logLoss } = scoreOfForecasts(prematch[league][system]);
      return {
        league: LEAGUES[league],
        system: SYSTEM_TITLES[system],
        RPS: rps,
        'log-loss': logLoss,
      };
    }),
  );
  print('Ratings beside one another', systems);
  print('In play, England and Germany', minuteScores(inPlay).map(minuteRow));
  for (const league of Object.values(RECORDED)) {
    const own = inPlay.filter((forecast) => forecast.league === league);
    print(`In play, ${LEAGUES[league]}`, minuteScores(own).map(minuteRow));
  }
  console.log(`\n${WYSCOUT_ATTRIBUTION}\n`);
}

const minuteRow = ({ minute, matches, live, plain, difference }: MinuteScore) => ({
  minute,
  matches,
  'live engine': live,
  'plain Poisson': plain,
  difference: difference.mean,
  'standard error': difference.standardError,
});
