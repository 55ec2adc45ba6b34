import { scoreState, type Pair } from './in-play-parameters.ts';
import { MATCH_MINUTES, redCardFactors, type InPlayModel } from './rates.ts';

/**
 * A stretch of match clock in minutes. `multiplier` scales the rates, so a last minute that stands for
 * five minutes of play has the multiplier 5.
 */
export type PlaySegment = Readonly<{ from: number; to: number; multiplier: number }>;

/** Goals still to come are counted 0..maxHome and 0..maxAway; the last class holds everything above. */
export type BirthGridSize = Readonly<{ maxHome: number; maxAway: number }>;

/**
 * Chances over further goals, split by who scores the next goal from the start: `home` and `away`
 * are row-major (home goals × away goals), `none` is the chance of no further goal.
 */
export type TaggedGoals = Readonly<{
  columns: number;
  size: number;
  home: Float64Array;
  away: Float64Array;
  none: number;
}>;

type Process = Readonly<{
  columns: number;
  size: number;
  homeBase: Float64Array;
  homeSlope: Float64Array;
  awayBase: Float64Array;
  awaySlope: Float64Array;
  start: Readonly<{ home: number; homeSlope: number; away: number; awaySlope: number }>;
}>;

/** Longest integration step, in minutes of play at multiplier 1. */
export const LIVE_STEP_MINUTES = 1;
export const FINE_STEP_MINUTES = 0.25;

function buildProcess(
  model: InPlayModel,
  score: Pair,
  size: BirthGridSize,
  redCards: Pair,
): Process {
  const { lambda, mu, parameters } = model;
  const red = redCardFactors(parameters, redCards);
  const columns = size.maxAway + 1;
  const cells = (size.maxHome + 1) * columns;
  const homeBase = new Float64Array(cells);
  const homeSlope = new Float64Array(cells);
  const awayBase = new Float64Array(cells);
  const awaySlope = new Float64Array(cells);
  for (let home = 0; home <= size.maxHome; home += 1) {
    for (let away = 0; away <= size.maxAway; away += 1) {
      const cell = home * columns + away;
      const factor = parameters.states[scoreState(score.home + home, score.away + away)];
      // The last class absorbs its own side's goals: its rate out is zero.
      if (home < size.maxHome) {
        homeBase[cell] = red.home * factor.home * lambda;
        homeSlope[cell] = red.home * parameters.timeSlope.home;
      }
      if (away < size.maxAway) {
        awayBase[cell] = red.away * factor.away * mu;
        awaySlope[cell] = red.away * parameters.timeSlope.away;
      }
    }
  }
  const factor = parameters.states[scoreState(score.home, score.away)];
  const start = {
    home: red.home * factor.home * lambda,
    homeSlope: red.home * parameters.timeSlope.home,
    away: red.away * factor.away * mu,
    awaySlope: red.away * parameters.timeSlope.away,
  };
  return { columns, size: cells, homeBase, homeSlope, awayBase, awaySlope, start };
}

/** The time elapsed, in matches, and the factor on all rates. */
type Clock = Readonly<{ u: number; multiplier: number }>;

/**
 * State equations: `into` becomes dP/du (u in matches) at clock `u`. Layout of P: the home-tagged
 * grid, the away-tagged grid, one row of padding that only ever receives zero flow, and `none`.
 */
function flow(process: Process, clock: Clock, p: Float64Array, into: Float64Array): void {
  const { u, multiplier } = clock;
  const { columns, size, homeBase, homeSlope, awayBase, awaySlope, start } = process;
  into.fill(0);
  for (let cell = 0; cell < size; cell += 1) {
    const home = multiplier * ((homeBase[cell] ?? 0) + (homeSlope[cell] ?? 0) * u);
    const away = multiplier * ((awayBase[cell] ?? 0) + (awaySlope[cell] ?? 0) * u);
    for (let at = cell; at < 2 * size; at += size) {
      const mass = p[at] ?? 0;
      into[at] = (into[at] ?? 0) - (home + away) * mass;
      into[at + columns] = (into[at + columns] ?? 0) + home * mass;
      into[at + 1] = (into[at + 1] ?? 0) + away * mass;
    }
  }
  const noneAt = p.length - 1;
  const none = p[noneAt] ?? 0;
  const home = multiplier * (start.home + start.homeSlope * u) * none;
  const away = multiplier * (start.away + start.awaySlope * u) * none;
  const firstHome = size > columns ? columns : 0;
  const firstAway = size + (columns > 1 ? 1 : 0);
  into[firstHome] = (into[firstHome] ?? 0) + home;
  into[firstAway] = (into[firstAway] ?? 0) + away;
  into[noneAt] = -(home + away);
}

function shift(from: Float64Array, by: number, slope: Float64Array, into: Float64Array): void {
  for (let at = 0; at < from.length; at += 1) into[at] = (from[at] ?? 0) + by * (slope[at] ?? 0);
}

/** One classical fourth-order Runge-Kutta step of `h` matches; total mass is conserved exactly. */
function step(process: Process, { u, multiplier }: Clock, h: number, work: Work): void {
  const { p, stage, k1, k2, k3, k4 } = work;
  const middle = { u: u + h / 2, multiplier };
  flow(process, { u, multiplier }, p, k1);
  shift(p, h / 2, k1, stage);
  flow(process, middle, stage, k2);
  shift(p, h / 2, k2, stage);
  flow(process, middle, stage, k3);
  shift(p, h, k3, stage);
  flow(process, { u: u + h, multiplier }, stage, k4);
  for (let at = 0; at < p.length; at += 1) {
    const slope = (k1[at] ?? 0) + 2 * ((k2[at] ?? 0) + (k3[at] ?? 0)) + (k4[at] ?? 0);
    p[at] = (p[at] ?? 0) + (h / 6) * slope;
  }
}

type Work = Readonly<{
  p: Float64Array;
  stage: Float64Array;
  k1: Float64Array;
  k2: Float64Array;
  k3: Float64Array;
  k4: Float64Array;
}>;

function workspace(length: number): Work {
  const make = () => new Float64Array(length);
  return { p: make(), stage: make(), k1: make(), k2: make(), k3: make(), k4: make() };
}

export type BirthStart = Readonly<{ score: Pair; redCards: Pair; size: BirthGridSize }>;

/**
 * Integrates the birth process over the segments from a score that is certain at their start.
 * Deterministic; the result sums to 1 within rounding.
 */
export function integrateBirths(
  model: InPlayModel,
  start: BirthStart,
  segments: readonly PlaySegment[],
  stepMinutes = LIVE_STEP_MINUTES,
): TaggedGoals {
  const process = buildProcess(model, start.score, start.size, start.redCards);
  const { columns, size } = process;
  const work = workspace(2 * size + columns + 1);
  const noneAt = work.p.length - 1;
  work.p[noneAt] = 1;
  for (const { from, to, multiplier } of segments) {
    const steps = Math.ceil(((to - from) * Math.max(1, multiplier)) / stepMinutes);
    const h = (to - from) / steps / MATCH_MINUTES;
    for (let taken = 0; taken < steps; taken += 1) {
      step(process, { u: from / MATCH_MINUTES + taken * h, multiplier }, h, work);
    }
  }
  const home = work.p.subarray(0, size);
  const away = work.p.subarray(size, 2 * size);
  return { columns, size, home, away, none: work.p[noneAt] ?? 0 };
}
