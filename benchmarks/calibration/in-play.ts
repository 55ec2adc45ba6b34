import { buildFootballIndex } from '#markets/mod.ts';
import type { PriceJob, PriceResult, PricingPool } from '#odds/mod.ts';
import { constantOutlook, type FootballState, type ResultChances } from '#odds/models/mod.ts';
import type { GoalForecast } from '#odds/ratings/mod.ts';

import { stateAt, type RecordedMatch } from './recorded-matches.ts';
import { logLossDifference, scoreOf, type Difference, type ResultTruth } from './scores.ts';

export const MINUTES = [0, 15, 30, 45, 60, 75, 85] as const;
const MATCH_MINUTES = 90;

/** A recorded match and what was expected of it before. */
export type ExpectedMatch = RecordedMatch & Readonly<{ league: string; goals: GoalForecast }>;

/** The same match at the same minute, as the live engine and as a plain Poisson law see its result. */
export type InPlayForecast = Readonly<{
  league: string;
  minute: number;
  live: ResultTruth;
  plain: ResultTruth;
}>;

const DEFAULT_CLASSES = { maxFirst: 5, maxSecond: 6 };
/** Room above the goals of a half that are already scored. */
const ROOM = 2;

function jobOf({ goals }: ExpectedMatch, state: FootballState, jobId: number): PriceJob {
  const most = ({ home, away }: Readonly<{ home: number; away: number }>): number =>
    Math.max(home, away) + ROOM;
  return {
    jobId,
    expectation: { totalGoals: goals.lambda + goals.mu, supremacy: goals.lambda - goals.mu },
    state,
    maxFirst: Math.max(DEFAULT_CLASSES.maxFirst, most(state.firstHalf)),
    maxSecond: Math.max(DEFAULT_CLASSES.maxSecond, most(state.secondHalf)),
  };
}

/** The chances of the result, summed from the cells of the engine's scenario space. */
function resultOf({ maxFirst, maxSecond, vector }: PriceResult): ResultChances {
  const { h1, a1, h2, a2 } = buildFootballIndex(maxFirst, maxSecond);
  const sums = [0, 0, 0];
  vector.forEach((chance, cell) => {
    const home = (h1[cell] ?? 0) + (h2[cell] ?? 0);
    const away = (a1[cell] ?? 0) + (a2[cell] ?? 0);
    const at = 1 - Math.sign(home - away);
    sums[at] = (sums[at] ?? 0) + chance;
  });
  const [home = 0, draw = 0, away = 0] = sums;
  return { home, draw, away };
}

/** The pre-match rates times the share of the 90 minutes that is left, whatever the score and the cards. */
function plainChances({ goals }: ExpectedMatch, state: FootballState): ResultChances {
  const left = 1 - state.elapsedMinutes / MATCH_MINUTES;
  const { firstHalf, secondHalf } = state;
  const score = {
    home: firstHalf.home + secondHalf.home,
    away: firstHalf.away + secondHalf.away,
  };
  return constantOutlook({ home: goals.lambda * left, away: goals.mu * left }, score).result;
}

/** Every match at every minute, priced by the engine's own jobs in its own pool. */
export async function forecastInPlay(
  matches: readonly ExpectedMatch[],
  pool: PricingPool,
  say: (line: string) => void,
): Promise<readonly InPlayForecast[]> {
  let done = 0;
  const priceMatch = async (match: ExpectedMatch): Promise<readonly InPlayForecast[]> => {
    const forecasts = await Promise.all(
      MINUTES.map(async (minute): Promise<InPlayForecast> => {
        const state = stateAt(match.events, minute);
        const chances = resultOf(await pool.price(jobOf(match, state, minute)));
        const { homeGoals, awayGoals } = match.match;
        const truth = (of: ResultChances): ResultTruth => ({ chances: of, homeGoals, awayGoals });
        return {
          league: match.league,
          minute,
          live: truth(chances),
          plain: truth(plainChances(match, state)),
        };
      }),
    );
    done += 1;
    if (done % 100 === 0) say(`in play: ${done} of ${matches.length} matches`);
    return forecasts;
  };
  return (await Promise.all(matches.map(priceMatch))).flat();
}

export type MinuteScore = Readonly<{
  minute: number;
  matches: number;
  live: number;
  plain: number;
  difference: Difference;
}>;

/** Mean log-losses minute by minute; a difference below 0 favours the live engine. */
export const minuteScores = (forecasts: readonly InPlayForecast[]): readonly MinuteScore[] =>
  MINUTES.map((minute) => {
    const here = forecasts.filter((forecast) => forecast.minute === minute);
    const [live, plain] = [here.map((one) => one.live), here.map((one) => one.plain)];
    return {
      minute,
      matches: here.length,
      live: scoreOf(live).logLoss,
      plain: scoreOf(plain).logLoss,
      difference: logLossDifference(live, plain),
    };
  });
