import type { Side } from '#contracts/mod.ts';
import type { Rates, Stretch } from './stretches.ts';

/**
 * What the rates depend on beside the score: whether the power play of the state is still on. A question
 * about one goal adds two ends, in which it has been answered and nothing moves.
 */
export const PHASES = ['even', 'power-play', 'home', 'away'] as const;
export type Phase = (typeof PHASES)[number];
const MOVING = ['even', 'power-play'] as const;

/** Chances by phase and by the goals of both sides since the start, up to `size` − 1 each. */
export type Cells = Readonly<{ size: number; mass: Readonly<Record<Phase, Float64Array>> }>;

/** The phase after a goal that leaves these goals since the start. */
export type AfterGoal = (phase: Phase, scorer: Side, home: number, away: number) => Phase;

const emptyCells = (size: number): Cells => {
  const empty = (): Float64Array => new Float64Array(size * size);
  return { size, mass: { even: empty(), 'power-play': empty(), home: empty(), away: empty() } };
};

/** No goal yet, for certain. */
export function startCells(size: number, phase: Phase): Cells {
  const cells = emptyCells(size);
  cells.mass[phase][0] = 1;
  return cells;
}

/**
 * Goals of a side after which no more are counted: what lies beyond has a chance of about 1e-14. The
 * fastest rates of every stretch stand for all of it.
 */
export function sizeFor(stretches: readonly Stretch[]): number {
  const mean = (side: Side): number =>
    stretches.reduce((sum, { seconds, ratesAt }) => {
      const leads = [-3, -2, -1, 0, 1, 2, 3];
      const rates = leads.flatMap((lead) => [
        ratesAt(lead, true)[side],
        ratesAt(lead, false)[side],
      ]);
      return sum + seconds * Math.max(...rates);
    }, 0);
  const most = Math.max(mean('home'), mean('away'));
  return Math.ceil(most + 8 * Math.sqrt(most) + 7);
}

type Moves = Readonly<{
  /** Rates by the phase and by the goals that home is ahead since the start, from 1 − size on. */
  rates: Readonly<Record<(typeof MOVING)[number], readonly Rates[]>>;
  /** The highest rate of any cell: the speed of the clock. */
  clock: number;
  after: AfterGoal;
}>;

function movesOf(size: number, { ratesAt }: Stretch, lead: number, after: AfterGoal): Moves {
  const ratesIn = (isOn: boolean): readonly Rates[] =>
    Array.from({ length: 2 * size - 1 }, (_, at) => ratesAt(lead + at + 1 - size, isOn));
  const rates = { even: ratesIn(false), 'power-play': ratesIn(true) };
  const clock = MOVING.reduce(
    (most, phase) =>
      rates[phase].reduce((high, { home, away }) => Math.max(high, home + away), most),
    0,
  );
  return { rates, clock, after };
}

const add = (numbers: Float64Array, at: number, amount: number): void => {
  numbers[at] = (numbers[at] ?? 0) + amount;
};

/** One tick of the clock: a goal of either side, or nothing, in proportion to the rates of each cell. */
function tick({ size, mass }: Cells, { rates, clock, after }: Moves): Cells {
  const next: Cells = {
    size,
    mass: {
      even: mass.even.slice(),
      'power-play': mass['power-play'].slice(),
      home: mass.home.slice(),
      away: mass.away.slice(),
    },
  };
  for (const phase of MOVING) {
    for (let home = 0; home < size; home += 1) {
      for (let away = 0; away < size; away += 1) {
        const at = home * size + away;
        const chance = mass[phase][at] ?? 0;
        const of = rates[phase][home - away + size - 1];
        if (chance === 0 || of === undefined) continue;
        const source = next.mass[phase];
        if (home + 1 < size) {
          const scored = (chance * of.home) / clock;
          add(source, at, -scored);
          add(next.mass[after(phase, 'home', home + 1, away)], at + size, scored);
        }
        if (away + 1 < size) {
          const scored = (chance * of.away) / clock;
          add(source, at, -scored);
          add(next.mass[after(phase, 'away', home, away + 1)], at + 1, scored);
        }
      }
    }
  }
  return next;
}

const LEAST_WEIGHT = 1e-17;

/**
 * The cells after a stretch of play, `lead` being the home lead at their origin. Uniformisation (Jensen
 * 1953): a Poisson number of ticks of a clock as fast as the fastest cell, so that all terms are positive
 * and only rounding is lost.
 */
export function play(cells: Cells, stretch: Stretch, lead: number, after: AfterGoal): Cells {
  const moves = movesOf(cells.size, stretch, lead, after);
  const expected = moves.clock * stretch.seconds;
  if (expected === 0) return cells;
  const sums = emptyCells(cells.size);
  let now = cells;
  let weight = Math.exp(-expected);
  let weights = 0;
  for (let ticks = 0; ticks < expected || weight > LEAST_WEIGHT; ticks += 1) {
    for (const phase of PHASES) {
      const [sum, mass] = [sums.mass[phase], now.mass[phase]];
      for (let at = 0; at < mass.length; at += 1) {
        sum[at] = (sum[at] ?? 0) + weight * (mass[at] ?? 0);
      }
    }
    weights += weight;
    weight *= expected / (ticks + 1);
    now = tick(now, moves);
  }
  for (const phase of PHASES) {
    const sum = sums.mass[phase];
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) / weights;
  }
  return sums;
}

/** Calls `visit` with every cell that has a chance. */
export function forEachCell(
  { size, mass }: Cells,
  visit: (phase: Phase, home: number, away: number, chance: number) => void,
): void {
  for (const phase of PHASES) {
    mass[phase].forEach((chance, at) => {
      if (chance > 0) visit(phase, Math.floor(at / size), at % size, chance);
    });
  }
}
