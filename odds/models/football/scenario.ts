import {
  footballCell,
  NEXT_AWAY,
  NEXT_HOME,
  NEXT_NONE,
  type FootballIndex,
  type NextTeam,
} from '#markets/mod.ts';

import { integrateBirths, type TaggedGoals } from './birth-process.ts';
import type { Pair } from './in-play-parameters.ts';
import { nominalSegments, remainingOfHalf } from './play-clock.ts';
import { HALF_MINUTES, type InPlayModel } from './rates.ts';
import { secondHalfStride, secondHalfTable, secondHalfTableLength } from './second-half-table.ts';

export const FOOTBALL_PHASES = [
  'not-started',
  'first-half',
  'half-time',
  'second-half',
  'full-time',
] as const;
export type FootballPhase = (typeof FOOTBALL_PHASES)[number];

/** What the model knows of a match. `elapsedMinutes` runs on beyond 45 and 90 in stoppage time. */
export type FootballState = Readonly<{
  phase: FootballPhase;
  elapsedMinutes: number;
  firstHalf: Pair;
  secondHalf: Pair;
  redCards: Pair;
}>;

export const KICK_OFF: FootballState = {
  phase: 'not-started',
  elapsedMinutes: 0,
  firstHalf: { home: 0, away: 0 },
  secondHalf: { home: 0, away: 0 },
  redCards: { home: 0, away: 0 },
};

/** One chance per cell of the index, in its own buffer, so that it can be transferred. */
export type ScenarioVector = Float64Array<ArrayBuffer>;

const addTo = (vector: Float64Array, cell: number, mass: number): void => {
  vector[cell] = (vector[cell] ?? 0) + mass;
};

/** Goals still to come in the half being played, from the current class to the last class. */
function goalsOfHalf(model: InPlayModel, state: FootballState, max: number): TaggedGoals {
  const { phase, redCards, firstHalf, secondHalf } = state;
  const inFirst = phase === 'first-half' || phase === 'not-started';
  const score = inFirst
    ? firstHalf
    : { home: firstHalf.home + secondHalf.home, away: firstHalf.away + secondHalf.away };
  const goals = inFirst ? firstHalf : secondHalf;
  const size = {
    maxHome: max - Math.min(max, goals.home),
    maxAway: max - Math.min(max, goals.away),
  };
  const segments =
    phase === 'first-half' || phase === 'second-half'
      ? remainingOfHalf(model.parameters, phase, state.elapsedMinutes)
      : inFirst
        ? nominalSegments(model.parameters, 0, HALF_MINUTES)
        : nominalSegments(model.parameters, HALF_MINUTES);
  return integrateBirths(model, { score, redCards, size }, segments);
}

/** All mass on the known half-time score; the second half is integrated from its current score. */
function secondHalfVector(
  model: InPlayModel,
  state: FootballState,
  index: FootballIndex,
): ScenarioVector {
  const vector = new Float64Array(index.size);
  const { firstHalf, secondHalf } = state;
  const goals = goalsOfHalf(model, state, index.maxSecond);
  const [fromHome, fromAway] = [secondHalf.home, secondHalf.away].map((count) =>
    Math.min(count, index.maxSecond),
  );
  const put = (home: number, away: number, next: NextTeam, mass: number): void => {
    const h2 = (fromHome ?? 0) + home;
    const a2 = (fromAway ?? 0) + away;
    addTo(
      vector,
      footballCell(index, { h1: firstHalf.home, a1: firstHalf.away, h2, a2 }, next),
      mass,
    );
  };
  put(0, 0, NEXT_NONE, goals.none);
  for (let at = 0; at < goals.size; at += 1) {
    const home = Math.floor(at / goals.columns);
    const away = at % goals.columns;
    put(home, away, NEXT_HOME, goals.home[at] ?? 0);
    put(home, away, NEXT_AWAY, goals.away[at] ?? 0);
  }
  return vector;
}

type HalfTimeMass = Readonly<{ home: number; away: number; none: number }>;

type Kernels = Readonly<{ index: FootballIndex; table: Float64Array }>;

/** Adds the second half's kernel for one half-time score, weighted by how that score was reached. */
function addSecondHalf(
  vector: Float64Array,
  { index, table }: Kernels,
  halfTime: number,
  mass: HalfTimeMass,
): void {
  const scores = (index.maxSecond + 1) ** 2;
  const base = halfTime * secondHalfStride(index);
  for (let at = 0; at < scores; at += 1) {
    const home = table[base + at] ?? 0;
    const away = table[base + scores + at] ?? 0;
    const none = at === 0 ? (table[base + 2 * scores] ?? 0) : 0;
    const all = home + away + none;
    const cells = (halfTime * scores + at) * 3;
    addTo(vector, index.lookup[cells + NEXT_NONE] ?? 0, mass.none * none);
    addTo(vector, index.lookup[cells + NEXT_HOME] ?? 0, mass.home * all + mass.none * home);
    addTo(vector, index.lookup[cells + NEXT_AWAY] ?? 0, mass.away * all + mass.none * away);
  }
}

function firstHalfVector(
  model: InPlayModel,
  state: FootballState,
  index: FootballIndex,
  table: Float64Array,
): ScenarioVector {
  const vector = new Float64Array(index.size);
  const { maxFirst } = index;
  const goals = goalsOfHalf(model, state, maxFirst);
  const fromHome = Math.min(state.firstHalf.home, maxFirst);
  const fromAway = Math.min(state.firstHalf.away, maxFirst);
  for (let at = 0; at < goals.size; at += 1) {
    const home = fromHome + Math.floor(at / goals.columns);
    const away = fromAway + (at % goals.columns);
    const mass = {
      home: goals.home[at] ?? 0,
      away: goals.away[at] ?? 0,
      none: at === 0 ? goals.none : 0,
    };
    addSecondHalf(vector, { index, table }, home * (maxFirst + 1) + away, mass);
  }
  return vector;
}

/**
 * The chance of every cell of the index given the match so far; sums to 1 within 1e-12.
 * `table` is `secondHalfTable(model, state.redCards, index)`: with it, a first-half state costs well
 * under a millisecond; without it the table is built on the spot. Later states do not need one.
 * @throws RangeError when the table does not fit the index.
 */
export function scenarioVector(
  model: InPlayModel,
  state: FootballState,
  index: FootballIndex,
  table?: Float64Array,
): ScenarioVector {
  switch (state.phase) {
    case 'not-started':
    case 'first-half': {
      const used = table ?? secondHalfTable(model, state.redCards, index);
      if (used.length !== secondHalfTableLength(index)) {
        throw new RangeError('The second-half table was built for another index.');
      }
      return firstHalfVector(model, state, index, used);
    }
    case 'half-time':
    case 'second-half':
      return secondHalfVector(model, state, index);
    case 'full-time': {
      const vector = new Float64Array(index.size);
      const { firstHalf, secondHalf } = state;
      const final = {
        h1: firstHalf.home,
        a1: firstHalf.away,
        h2: secondHalf.home,
        a2: secondHalf.away,
      };
      vector[footballCell(index, final, NEXT_NONE)] = 1;
      return vector;
    }
  }
}
