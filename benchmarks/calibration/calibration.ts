import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { defaultDataDir, wyscoutDir } from '#feeds/mod.ts';
import { createPricingPool, createRatingsPool } from '#odds/mod.ts';

import type { BenchResult } from '../report/report.ts';
import { forecastInPlay, type ExpectedMatch, type InPlayForecast } from './in-play.ts';
import { LEAGUE_NAMES, readLeague, resultsDir, type League } from './league-files.ts';
import { writePictures } from './pictures.ts';
import { forecastLeagues, type LeagueResults, type PrematchForecasts } from './prematch.ts';
import { printTables } from './print-tables.ts';
import { pairRecordings, RECORDED, RECORDINGS } from './recorded-matches.ts';
import { benchResult, type LeagueRecordings } from './result.ts';

const THREADS = Math.min(4, availableParallelism());

/**
 * How well the ratings and the live engine forecast what happened: `--data FOLDER` holds the results and the
 * recordings, `--pictures` draws the diagrams of docs/calibration.md anew.
 */
export async function calibration(args: readonly string[]): Promise<BenchResult> {
  const { data, pictures } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: defaultDataDir() },
      pictures: { type: 'boolean', default: false },
    },
  }).values;
  const [results, recorded] = [resultsDir(data), wyscoutDir(data)];
  if (results === undefined || recorded === undefined) {
    console.error(`There is no football-results and wyscout data in ${data}: name it with --data.`);
    process.exit(2);
  }
  const leagues = recordOfLeagues((league) => readLeague(results, league));
  // Before the long part, because it is here that a name without a partner shows.
  const recordings = RECORDINGS.map((recording) => ({
    league: RECORDED[recording],
    ...pairRecordings(recorded, recording, leagues[RECORDED[recording]]),
  }));
  const prematch = await forecastPrematch(leagues);
  const inPlay = await forecastRecordings(recordings, prematch);
  printTables(leagues, prematch, inPlay);
  if (pictures) for (const file of await writePictures(prematch, inPlay)) say(`drawn: ${file}`);
  const leftOut = recordings.flatMap((recording) => recording.leftOut);
  if (leftOut.length > 0) say(`left out, goals contradict the result: ${leftOut.join(', ')}`);
  return benchResult({ leagues, prematch, recordings, inPlay });
}

const say = (line: string): void => console.error(line);

const recordOfLeagues = <Value>(make: (league: League) => Value): Record<League, Value> =>
  Object.fromEntries(LEAGUE_NAMES.map((league) => [league, make(league)])) as Record<League, Value>;

async function forecastPrematch(leagues: LeagueResults): Promise<PrematchForecasts> {
  const pool = createRatingsPool(THREADS);
  try {
    return await forecastLeagues(leagues, pool, say);
  } finally {
    await pool.close();
  }
}

/** The live engine on every recorded match, from what the ratings expected of it. */
async function forecastRecordings(
  recordings: readonly LeagueRecordings[],
  prematch: PrematchForecasts,
): Promise<readonly InPlayForecast[]> {
  const expected = recordings.flatMap(({ league, matches }): readonly ExpectedMatch[] =>
    matches.map((recorded) => {
      const { goals } =
        prematch[league]['dixon-coles'].find(
          ({ match }) => match.day === recorded.match.day && match.home === recorded.match.home,
        ) ?? {};
      if (goals === undefined) throw new Error(`${recorded.match.home} was not forecast`);
      return { ...recorded, league, goals };
    }),
  );
  // A thread calibrates each expectation once for itself, so a match stays with one thread.
  const pools = Array.from({ length: THREADS }, () => createPricingPool());
  try {
    const shares = pools.map((pool, share) =>
      forecastInPlay(
        expected.filter((_, at) => at % THREADS === share),
        pool,
        say,
      ),
    );
    return (await Promise.all(shares)).flat();
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
}
