import type { Side } from '#contracts/mod.ts';

import { MATCH_MINUTES, type InPlayModel } from '../rates.ts';
import type { FootballState } from '../scenario.ts';
import { checkRates, checkState } from './checks.ts';
import { advance } from '../counting-chain.ts';
import { checkEnds, type GoalTimes } from './goal-times.ts';
import { cutSegments, remainingSegments, scoreNow } from './match-clock.ts';
import { oncePerState } from './once-per-state.ts';
import { classesFrom, ratesAt, scoreChain } from './score-classes.ts';
import { SLICE_ENDS } from './substitutions.ts';

/** Chance of no further goal from each score class, from a minute on: rates stay while nobody scores. */
function goallessChance(
  model: InPlayModel,
  state: FootballState,
  fromMinute: number,
): (homeGoals: number, awayGoals: number) => number {
  let whole = 0;
  let moment = 0;
  for (const { from, to, multiplier } of cutSegments(remainingSegments(model.parameters, state), [
    fromMinute,
  ])) {
    if (from < fromMinute) continue;
    const h = ((to - from) * multiplier) / MATCH_MINUTES;
    whole += h;
    moment += (h * (from + to)) / 2 / MATCH_MINUTES;
  }
  return (home, away) => {
    const rates = ratesAt(model, { home, away }, state.redCards);
    const base = rates.homeBase + rates.awayBase;
    return Math.exp(-whole * base - moment * (rates.homeSlope + rates.awaySlope));
  };
}

/**
 * When the last of the further goals falls and who scores it, by parts of the match as in
 * `goalTimesByPart`; `none` is no further goal. The birth process with the last scorer in its state.
 * @throws InputError for rates, a state or parts out of range.
 */
export function lastGoalTimes(
  model: InPlayModel,
  state: FootballState,
  ends: readonly number[] = [MATCH_MINUTES],
): GoalTimes {
  checkRates(model);
  checkState(state);
  checkEnds(ends);
  const score = scoreNow(state);
  const classes = classesFrom(score);
  const { size } = classes;
  const chain = scoreChain(model, classes, state.redCards, 3);
  const p = new Float64Array(chain.size);
  p[classes.at(score.home, score.away)] = 1;
  const home = new Float64Array(ends.length);
  const away = new Float64Array(ends.length);
  const segments = cutSegments(remainingSegments(model.parameters, state), ends);
  const none = goallessChance(model, state, 0)(score.home, score.away);
  ends.forEach((end, part) => {
    const start = ends[part - 1] ?? 0;
    const inside = segments.filter(({ from, to }) => from >= start && to <= end);
    if (inside.length === 0) return;
    for (const segment of inside) advance(chain, p, segment);
    const goalless = goallessChance(model, state, end);
    for (let at = 0; at < size; at += 1) {
      const quiet = goalless(classes.home[at] ?? 0, classes.away[at] ?? 0);
      const [byHome, byAway] = [p[size + at] ?? 0, p[2 * size + at] ?? 0];
      home[part] = (home[part] ?? 0) + byHome * quiet;
      away[part] = (away[part] ?? 0) + byAway * quiet;
      // The next part begins with nobody having scored in it.
      p[at] = (p[at] ?? 0) + byHome + byAway;
      p[size + at] = 0;
      p[2 * size + at] = 0;
    }
  });
  const some = sumOf(home) + sumOf(away);
  const scale = some > 0 ? (1 - none) / some : 0;
  return {
    home: home.map((chance) => chance * scale),
    away: away.map((chance) => chance * scale),
    none: some > 0 ? none : 1,
  };
}

const sumOf = (chances: Float64Array): number => chances.reduce((sum, chance) => sum + chance, 0);

/** The last goal by the slices between substitutions: players and the side that scores it ask the same. */
export const lastGoalBySlice = oncePerState((model: InPlayModel, state: FootballState) =>
  lastGoalTimes(model, state, SLICE_ENDS),
);

/** Who scores the last goal of the 90 minutes; `soFar` has scored last up to now. */
export function lastGoalChances(
  model: InPlayModel,
  state: FootballState,
  soFar: Side | null,
): Readonly<{ home: number; away: number; none: number }> {
  const { home, away, none } = lastGoalBySlice(model, state);
  return {
    home: sumOf(home) + (soFar === 'home' ? none : 0),
    away: sumOf(away) + (soFar === 'away' ? none : 0),
    none: soFar === null ? none : 0,
  };
}
