import type { Pair } from '../in-play-parameters.ts';
import type { PlaySegment } from '../play-clock.ts';
import { MATCH_MINUTES, type InPlayModel } from '../rates.ts';
import { gridOfCells, type ScoreGrid } from '../score-grid.ts';
import type { FootballState } from '../scenario.ts';
import {
  checkCounts,
  checkInteger,
  checkNumber,
  checkRates,
  checkState,
  contradiction,
} from './checks.ts';
import { advance, emptyChain } from '../counting-chain.ts';
import { cutSegments, firstMinutes, remainingSegments, scoreNow } from './match-clock.ts';
import {
  classesFrom,
  ratesWriter,
  scoreChain,
  scoreClasses,
  type ScoreClasses,
} from './score-classes.ts';

/**
 * Minutes of the nominal clock, `fromMinute` excluded and `toMinute` included as results are written
 * down: stoppage time belongs to minute 45 or 90. `scored` are the goals already scored inside.
 */
export type GoalWindow = Readonly<{ fromMinute: number; toMinute: number; scored?: Pair }>;

const NO_GOALS: Pair = { home: 0, away: 0 };
/** Goals of a side that are told apart: the chance of more is some 1e-4, and the last class holds it. */
function furtherGoals(minutes: number): number {
  if (minutes <= 15) return 3;
  return minutes <= 30 ? 4 : 6;
}

type Start = Readonly<{ classes: ScoreClasses; chances: Float64Array }>;

/** Chances of the score classes when the window opens. */
function atOpening(
  model: InPlayModel,
  state: FootballState,
  before: readonly PlaySegment[],
): Start {
  const score = scoreNow(state);
  const classes = classesFrom(score);
  const chances = new Float64Array(classes.size);
  chances[classes.at(score.home, score.away)] = 1;
  if (before.length === 0) return { classes, chances };
  const chain = scoreChain(model, classes, state.redCards);
  for (const segment of before) advance(chain, chances, segment);
  return { classes, chances };
}

/** The same on the classes that a window of at most `most` goals a side tells apart. */
function narrowed({ classes, chances }: Start, most: number): Start {
  const narrow = scoreClasses(most + 1);
  const sums = new Float64Array(narrow.size);
  chances.forEach((chance, at) => {
    const to = narrow.at(classes.home[at] ?? 0, classes.away[at] ?? 0);
    sums[to] = (sums[to] ?? 0) + chance;
  });
  return { classes: narrow, chances: sums };
}

/**
 * Goals inside the window: the birth process on (score class at the opening, home goals, away goals),
 * because the score at the opening decides the rates inside. A lead wider than the goals that are told
 * apart cannot be lost, so the wider leads share a class without loss.
 */
function goalsInside(
  model: InPlayModel,
  redCards: Pair,
  { start, inside, most }: Readonly<{ start: Start; inside: readonly PlaySegment[]; most: number }>,
): Float64Array {
  const { classes, chances } = narrowed(start, most);
  const open = [...chances.keys()].filter((at) => (chances[at] ?? 0) > 0);
  const columns = most + 1;
  const cells = columns * columns;
  // Classes lie side by side, so that neighbouring states do not wait for each other's sums.
  const wide = open.length;
  const chain = emptyChain(wide * cells);
  const { rates, targets } = chain;
  const write = ratesWriter(model, redCards);
  for (let state = 0; state < chain.size; state += 1) {
    const at = open[state % wide] ?? 0;
    const cell = Math.floor(state / wide);
    const home = Math.floor(cell / columns);
    const away = cell % columns;
    write(rates, state, (classes.home[at] ?? 0) + home, (classes.away[at] ?? 0) + away);
    if (home === most) rates.fill(0, 4 * state, 4 * state + 2);
    if (away === most) rates.fill(0, 4 * state + 2, 4 * state + 4);
    targets[2 * state] = home === most ? state : state + wide * columns;
    targets[2 * state + 1] = away === most ? state : state + wide;
  }
  const p = new Float64Array(chain.size);
  open.forEach((at, place) => (p[place] = chances[at] ?? 0));
  for (const segment of inside) advance(chain, p, segment);
  const goals = new Float64Array(cells);
  for (let cell = 0, state = 0; cell < cells; cell += 1) {
    let sum = 0;
    for (const end = state + wide; state < end; state += 1) sum += p[state] ?? 0;
    goals[cell] = sum;
  }
  return goals;
}

function shifted(goals: Float64Array, most: number, scored: Pair): ScoreGrid {
  const maxHome = scored.home + most;
  const maxAway = scored.away + most;
  const cells = new Float64Array((maxHome + 1) * (maxAway + 1));
  goals.forEach((chance, at) => {
    const home = scored.home + Math.floor(at / (most + 1));
    cells[home * (maxAway + 1) + scored.away + (at % (most + 1))] = chance;
  });
  return gridOfCells(maxHome, maxAway, cells, false);
}

function checkWindow({ fromMinute, toMinute }: GoalWindow, maxFurther: number): void {
  checkInteger('window.fromMinute', fromMinute, 0, MATCH_MINUTES - 1);
  checkInteger('window.toMinute', toMinute, fromMinute + 1, MATCH_MINUTES);
  checkInteger('maxFurther', maxFurther, 1, 20);
}

/** Whether the window has opened: only then can goals have been scored inside. */
function hasOpened({ phase, elapsedMinutes }: FootballState, fromMinute: number): boolean {
  switch (phase) {
    case 'not-started':
      return false;
    case 'first-half':
      return elapsedMinutes >= fromMinute && fromMinute < MATCH_MINUTES / 2;
    case 'half-time':
      return fromMinute < MATCH_MINUTES / 2;
    case 'second-half':
      return Math.max(elapsedMinutes, MATCH_MINUTES / 2) >= fromMinute;
    case 'full-time':
      return true;
  }
}

/**
 * Chances of the goals of each side in a window of the match, home × away from 0, home-major; the last
 * classes hold what is above `maxFurther` more goals. Sums to 1; a window that is over is certain. The
 * core's birth process, exact to rounding: windows 0–45 and 45–90 are the core's halves.
 * @throws InputError for a window, rates or a state out of range, and for goals in a window not yet open.
 */
export function goalsInInterval(
  model: InPlayModel,
  state: FootballState,
  window: GoalWindow,
  maxFurther = furtherGoals(window.toMinute - window.fromMinute),
): ScoreGrid {
  checkRates(model);
  checkState(state);
  checkWindow(window, maxFurther);
  const { fromMinute, toMinute, scored = NO_GOALS } = window;
  checkCounts('window.scored', scored);
  if (scored.home + scored.away > 0 && !hasOpened(state, fromMinute)) {
    throw contradiction('window.scored', scored, 'must be 0-0 before the window opens');
  }
  const segments = cutSegments(remainingSegments(model.parameters, state), [fromMinute, toMinute]);
  const before = segments.filter(({ to }) => to <= fromMinute);
  const inside = segments.filter(({ from, to }) => from >= fromMinute && to <= toMinute);
  if (inside.length === 0) return shifted(Float64Array.of(1), 0, scored);
  const start = atOpening(model, state, before);
  return shifted(
    goalsInside(model, state.redCards, { start, inside, most: maxFurther }),
    maxFurther,
    scored,
  );
}

/**
 * Goals of each side in the next minutes of play, stoppage time counted as the core counts it and the
 * break not at all; layout as `goalsInInterval`.
 */
export function goalsInNext(
  model: InPlayModel,
  state: FootballState,
  minutes: number,
  maxFurther = furtherGoals(minutes),
): ScoreGrid {
  checkRates(model);
  checkState(state);
  checkNumber('minutes', minutes, 0, 2 * MATCH_MINUTES);
  checkInteger('maxFurther', maxFurther, 1, 20);
  const inside = firstMinutes(remainingSegments(model.parameters, state), minutes);
  const start = atOpening(model, state, []);
  return shifted(
    goalsInside(model, state.redCards, { start, inside, most: maxFurther }),
    maxFurther,
    NO_GOALS,
  );
}
