import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { WYSCOUT_ATTRIBUTION } from '#feeds/mod.ts';
import { repoDir } from '#platform/mod.ts';

import { drawPicture, type Picture } from './diagram.ts';
import type { InPlayForecast } from './in-play.ts';
import { LEAGUE_NAMES } from './league-files.ts';
import { truthOf, type PrematchForecasts } from './prematch.ts';
import { claimsOf, reliability } from './reliability.ts';

const BINS = 10;
const SHOWN_MINUTES = [30, 45, 60, 75] as const;

const OUTCOME_TITLES = { home: 'Home win', draw: 'Draw', away: 'Away win' } as const;

function prematchPicture(forecasts: PrematchForecasts): Picture {
  const truths = LEAGUE_NAMES.flatMap((league) => forecasts[league]['dixon-coles'].map(truthOf));
  return {
    title: 'Reliability before the match',
    subtitle:
      'Goals-only ratings, five leagues, 2013/14 to 2023/24, walked forward. Bars: 95 % interval of the frequency.',
    source: 'Results: datahub.io football-datasets, PDDL 1.0.',
    columns: 3,
    panels: (['home', 'draw', 'away'] as const).map((outcome) => ({
      title: OUTCOME_TITLES[outcome],
      bins: reliability(claimsOf(truths, [outcome]), BINS),
    })),
  };
}

const inPlayPicture = (forecasts: readonly InPlayForecast[]): Picture => ({
  title: 'Reliability in play',
  subtitle:
    'Live engine, England and Germany 2017/18; home win, draw and away win. Bars: 95 % interval.',
  source: WYSCOUT_ATTRIBUTION,
  columns: 2,
  panels: SHOWN_MINUTES.map((minute) => {
    const here = forecasts.filter((forecast) => forecast.minute === minute);
    const claims = claimsOf(here.map(({ live }) => live));
    return {
      title: minute === 45 ? 'Half-time' : `Minute ${minute}`,
      bins: reliability(claims, BINS),
    };
  }),
});

/** Draws the pictures of docs/calibration.md into docs/images. */
export async function writePictures(
  prematch: PrematchForecasts,
  inPlay: readonly InPlayForecast[],
): Promise<readonly string[]> {
  const folder = join(repoDir(), 'docs', 'images');
  await mkdir(folder, { recursive: true });
  const pictures = {
    'calibration-prematch.svg': prematchPicture(prematch),
    'calibration-inplay.svg': inPlayPicture(inPlay),
  };
  for (const [file, picture] of Object.entries(pictures)) {
    await writeFile(join(folder, file), drawPicture(picture));
  }
  return Object.keys(pictures).map((file) => join('docs', 'images', file));
}
