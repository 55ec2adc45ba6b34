import { MATCH_MINUTES, type InPlayModel } from '../rates.ts';
import type { FootballState } from '../scenario.ts';
import { checkInteger, checkRates, checkState } from './checks.ts';
import { cutSegments, remainingSegments, scoreNow } from './match-clock.ts';
import { oncePerState } from './once-per-state.ts';
import { ratesAt } from './score-classes.ts';

/**
 * When a goal falls and whose it is: `home[k]` and `away[k]` are the chances of part k of the match,
 * `none` that it never falls. All sum to 1.
 */
export type GoalTimes = Readonly<{ home: Float64Array; away: Float64Array; none: number }>;

const EVERY_MINUTE = Array.from({ length: MATCH_MINUTES }, (_, at) => at + 1);

/** Gauss–Legendre nodes on 0..1 and weights, three points: exact to the fifth order. */
const NODES = [
  [0.5 - Math.sqrt(0.15), 5 / 18],
  [0.5, 8 / 18],
  [0.5 + Math.sqrt(0.15), 5 / 18],
] as const;

/**
 * Minute of the next goal: entry m − 1 for minute m of 1..90, stoppage time in minutes 45 and 90. Before
 * the first goal it is the first goal's minute. The rates up to the next goal are those of the present
 * score, so the law is exact; the sides agree with the core's next team to score.
 * @throws InputError for rates or a state out of range.
 */
export const nextGoalMinutes = oncePerState(
  (model: InPlayModel, state: FootballState): GoalTimes => {
    checkRates(model);
    checkState(state);
    const rates = ratesAt(model, scoreNow(state), state.redCards);
    const home = new Float64Array(MATCH_MINUTES);
    const away = new Float64Array(MATCH_MINUTES);
    let none = 1;
    const segments = cutSegments(remainingSegments(model.parameters, state), EVERY_MINUTE);
    for (const { from, to, multiplier } of segments) {
      const h = ((to - from) * multiplier) / MATCH_MINUTES;
      const at = (share: number) => {
        const u = (from + share * (to - from)) / MATCH_MINUTES;
        return {
          home: rates.homeBase + rates.homeSlope * u,
          away: rates.awayBase + rates.awaySlope * u,
        };
      };
      // The hazard is linear in time, so its integral up to a share of the segment is a trapezium.
      const start = at(0);
      const until = (share: number): number => {
        const end = at(share);
        return (share * h * (start.home + start.away + end.home + end.away)) / 2;
      };
      const some = -Math.expm1(-until(1));
      let byHome = 0;
      for (const [share, weight] of NODES)
        byHome += weight * at(share).home * Math.exp(-until(share));
      const ours = Math.min(some, byHome * h);
      const minute = Math.floor(from);
      home[minute] = (home[minute] ?? 0) + none * ours;
      away[minute] = (away[minute] ?? 0) + none * (some - ours);
      none *= 1 - some;
    }
    return { home, away, none };
  },
);

/** Parts of the match from 0 to each of `ends`, the last of which is 90. */
export function checkEnds(ends: readonly number[]): void {
  ends.forEach((end, at) => {
    checkInteger(`ends[${at}]`, end, (ends[at - 1] ?? 0) + 1, MATCH_MINUTES);
  });
  checkInteger('ends.at(-1)', ends.at(-1) ?? 0, MATCH_MINUTES, MATCH_MINUTES);
}

/** Minutes folded into parts, as [15, 30, 45, 60, 75, 90] for 1–15, 16–30, …: one entry for each part. */
export function goalTimesByPart(
  { home, away, none }: GoalTimes,
  ends: readonly number[],
): GoalTimes {
  checkEnds(ends);
  const sums = { home: new Float64Array(ends.length), away: new Float64Array(ends.length) };
  let part = 0;
  for (let minute = 1; minute <= MATCH_MINUTES; minute += 1) {
    if (minute > (ends[part] ?? MATCH_MINUTES)) part += 1;
    sums.home[part] = (sums.home[part] ?? 0) + (home[minute - 1] ?? 0);
    sums.away[part] = (sums.away[part] ?? 0) + (away[minute - 1] ?? 0);
  }
  return { ...sums, none };
}
