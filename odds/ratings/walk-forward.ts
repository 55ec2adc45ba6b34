import { inOrderBefore } from './newcomers.ts';
import { checkMatches, checkOption, type PlayedMatch } from './played-match.ts';
import {
  fitRatings,
  predictResult,
  type Ratings,
  type RatingsSpec,
  type ResultForecast,
} from './systems.ts';

/** Which matches are forecast, each from nothing but the matches of the days before its fit. */
export type WalkForward = Readonly<{
  spec: RatingsSpec;
  matches: readonly PlayedMatch[];
  /** First day to forecast, and the day after the last. */
  fromDay: number;
  toDay: number;
  /** Days between two fits: 1 fits on every match day. */
  refitDays: number;
}>;

export type MatchForecast = ResultForecast & Readonly<{ match: PlayedMatch }>;
export type Progress = Readonly<{ done: number; total: number }>;

/**
 * Forecasts in the order of the days. On the first match day, and then whenever `refitDays` have passed, the
 * ratings are fitted to what was played before that day; `onProgress` hears of every fit and of the end.
 * @throws InputError as `fitRatings`, and when refitDays is below 1.
 */
export function walkForward(
  plan: WalkForward,
  onProgress: (progress: Progress) => void = () => undefined,
): readonly MatchForecast[] {
  const { spec, matches, fromDay, toDay, refitDays } = plan;
  checkMatches(matches);
  checkOption('refitDays', refitDays, 1);
  const asked = inOrderBefore(matches, toDay).filter(({ day }) => day >= fromDay);
  let ratings: Ratings | undefined;
  let fittedDay = -Infinity;
  const forecasts = asked.map((match, done) => {
    if (ratings === undefined || match.day - fittedDay >= refitDays) {
      onProgress({ done, total: asked.length });
      ratings = fitRatings(spec, matches, match.day, ratings);
      fittedDay = match.day;
    }
    return { match, ...predictResult(ratings, match) };
  });
  onProgress({ done: asked.length, total: asked.length });
  return forecasts;
}
