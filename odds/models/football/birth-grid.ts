import { integrateBirths } from './birth-process.ts';
import type { Pair } from './in-play-parameters.ts';
import { nominalSegments } from './play-clock.ts';
import type { InPlayModel } from './rates.ts';
import { gridOfCells, type ScoreGrid } from './score-grid.ts';
import type { NextGoalChances } from './period-marginals.ts';

/** Final scorelines of the birth process, and who scores the next goal. */
export type BirthOutlook = Readonly<{ final: ScoreGrid; nextGoal: NextGoalChances }>;

export type BirthFrom = Readonly<{ score: Pair; minute: number; redCards?: Pair }>;

const NO_RED_CARDS: Pair = { home: 0, away: 0 };

/**
 * Integrates the state equations from a score at a minute (0..90) to the end of the match, with
 * room for `maxMore` further goals a side. For live pricing use `scenarioVector` instead.
 */
export function birthOutlook(model: InPlayModel, from: BirthFrom, maxMore = 20): BirthOutlook {
  const { score, minute, redCards = NO_RED_CARDS } = from;
  const goals = integrateBirths(
    model,
    { score, redCards, size: { maxHome: maxMore, maxAway: maxMore } },
    nominalSegments(model.parameters, minute),
  );
  const maxHome = score.home + maxMore;
  const maxAway = score.away + maxMore;
  const cells = new Float64Array((maxHome + 1) * (maxAway + 1));
  let home = 0;
  let away = 0;
  for (let at = 0; at < goals.size; at += 1) {
    const row = score.home + Math.floor(at / goals.columns);
    const column = score.away + (at % goals.columns);
    const byHome = goals.home[at] ?? 0;
    const byAway = goals.away[at] ?? 0;
    cells[row * (maxAway + 1) + column] = byHome + byAway + (at === 0 ? goals.none : 0);
    home += byHome;
    away += byAway;
  }
  return {
    final: gridOfCells(maxHome, maxAway, cells, false),
    nextGoal: { home, away, none: goals.none },
  };
}
