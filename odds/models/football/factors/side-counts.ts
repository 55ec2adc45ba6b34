import { oncePer } from '#markets/mod.ts';

import { negativeBinomialCounts, poissonCounts } from '../count-models.ts';
import type { Pair } from '../in-play-parameters.ts';
import { gridOfCells, type ScoreGrid } from '../score-grid.ts';
import { checkInteger, contradiction } from './checks.ts';

/**
 * Events of two sides still to come. Their number is negative binomial: Poisson with a gamma-mixed level
 * of the match that both sides share. Whose each is follows an urn: the next is the home side's with odds
 * (odds × home weight) : away weight, and each event adds 1 to a weight, to that of its own side (Pólya:
 * one side keeps the upper hand, as with corners) or of the other (Friedman: referees even out cards).
 */
export type CountLaw = Readonly<{
  /** Counted already. */
  soFar: Pair;
  /** Expected further events of both sides. */
  mean: number;
  /** Shape of the gamma level: variance mean + mean²/shape; Infinity is Poisson. */
  shape: number;
  urn: Readonly<{ home: number; away: number; adds: 'own' | 'other' }>;
  odds: number;
}>;

export type NextCount = Readonly<{ home: number; away: number; none: number }>;

/** Chance that may lie beyond the last class of a side or of the total; both together stay under 1e-6. */
const LOST_TAIL = 4e-7;
const MOST_FURTHER = 250;

/**
 * Chances of 0, 1, … further events; the last class holds the tail, so that they sum to 1. A board asks one law
 * for its counts, the next event and several races.
 */
export const furtherCounts = oncePer(countsOf);

function countsOf({ mean, shape }: Pick<CountLaw, 'mean' | 'shape'>): Float64Array {
  if (mean <= 0) return Float64Array.of(1);
  // Far beyond the wanted quantile of any law in use; cut back below.
  const room = Math.min(
    MOST_FURTHER,
    Math.ceil(12 + 2 * mean + 9 * Math.sqrt(mean + mean ** 2 / shape)),
  );
  const counts =
    shape === Infinity ? poissonCounts(mean, room) : negativeBinomialCounts(mean, shape, room);
  let below = 0;
  let last = 0;
  while (last < room && 1 - below - (counts[last] ?? 0) > LOST_TAIL) {
    below += counts[last] ?? 0;
    last += 1;
  }
  const kept = counts.slice(0, last + 1);
  kept[last] = 1 - below;
  return kept;
}

/** Chance that the next event is the home side's after `home` and `away` further ones. */
function homeNext({ urn, odds }: CountLaw, home: number, away: number): number {
  const [toHome, toAway] = urn.adds === 'own' ? [home, away] : [away, home];
  const ours = odds * (urn.home + toHome);
  return ours / (ours + urn.away + toAway);
}

/** Smallest count with at most the lost tail above it. */
function lastClass(marginal: Float64Array): number {
  let tail = 0;
  let last = marginal.length - 1;
  while (last > 0 && tail + (marginal[last] ?? 0) <= LOST_TAIL) {
    tail += marginal[last] ?? 0;
    last -= 1;
  }
  return last;
}

/** The grid of final counts without rows and columns of no weight: the last ones hold what was above. */
function trimmed(full: Float64Array, size: number, soFar: Pair): ScoreGrid {
  const home = new Float64Array(size);
  const away = new Float64Array(size);
  for (let cell = 0; cell < full.length; cell += 1) {
    const chance = full[cell] ?? 0;
    if (chance === 0) continue;
    const x = Math.floor(cell / size);
    home[x] = (home[x] ?? 0) + chance;
    away[cell % size] = (away[cell % size] ?? 0) + chance;
  }
  const [moreHome, moreAway] = [lastClass(home), lastClass(away)];
  const maxHome = soFar.home + moreHome;
  const maxAway = soFar.away + moreAway;
  const cells = new Float64Array((maxHome + 1) * (maxAway + 1));
  for (let x = 0; x < size; x += 1) {
    const row = (soFar.home + Math.min(x, moreHome)) * (maxAway + 1) + soFar.away;
    for (let y = 0; x + y < size; y += 1) {
      const cell = row + Math.min(y, moreAway);
      cells[cell] = (cells[cell] ?? 0) + (full[x * size + y] ?? 0);
    }
  }
  return gridOfCells(maxHome, maxAway, cells, false);
}

/**
 * Chances of the final counts, home 0..max × away 0..max with classes at the end that hold what is above,
 * less than 1e-6 a side. Sums to 1.
 */
export const countGrid = oncePer((law: CountLaw): ScoreGrid => {
  const totals = furtherCounts(law);
  const size = totals.length;
  // Chance of a split, were the number of events so many: filled in order, row by row.
  const splits = new Float64Array(size * size);
  const full = new Float64Array(size * size);
  splits[0] = 1;
  for (let x = 0; x < size; x += 1) {
    for (let y = 0; x + y < size; y += 1) {
      const at = x * size + y;
      const reached = splits[at] ?? 0;
      full[at] = reached * (totals[x + y] ?? 0);
      if (x + y + 1 === size) continue;
      const home = reached * homeNext(law, x, y);
      splits[at + size] = (splits[at + size] ?? 0) + home;
      splits[at + 1] = (splits[at + 1] ?? 0) + reached - home;
    }
  }
  return trimmed(full, size, law.soFar);
});

/** Chance that nothing more happens. */
export const noneFurther = (law: CountLaw): number => furtherCounts(law)[0] ?? 1;

/** Chance that the next event is the home side's, given that there is one. */
export const nextIsHome = (law: CountLaw): number => homeNext(law, 0, 0);

/**
 * Who reaches `target` events first, if anybody.
 * @throws InputError when both sides have reached it: the order is in the record of the match.
 */
export function countRace(law: CountLaw, target: number): NextCount {
  checkInteger('target', target, 1, 99);
  const missing = { home: target - law.soFar.home, away: target - law.soFar.away };
  if (missing.home <= 0 && missing.away <= 0) {
    throw contradiction('target', target, 'has been reached by both sides');
  }
  if (missing.home <= 0) return { home: 1, away: 0, none: 0 };
  if (missing.away <= 0) return { home: 0, away: 1, none: 0 };
  const totals = furtherCounts(law);
  const splits = new Float64Array(missing.home * missing.away);
  splits[0] = 1;
  // Above the first x + y events so far: the chance of one more at least.
  const more = new Float64Array(missing.home + missing.away);
  let below = 0;
  for (let n = 0; n < more.length; n += 1) {
    below += totals[n] ?? 0;
    more[n] = n + 1 < totals.length ? Math.max(0, 1 - below) : 0;
  }
  let home = 0;
  let away = 0;
  for (let x = 0; x < missing.home; x += 1) {
    for (let y = 0; y < missing.away; y += 1) {
      const at = x * missing.away + y;
      const reached = splits[at] ?? 0;
      const toHome = reached * homeNext(law, x, y);
      const toAway = reached - toHome;
      if (x + 1 === missing.home) home += toHome * (more[x + y] ?? 0);
      else splits[at + missing.away] = (splits[at + missing.away] ?? 0) + toHome;
      if (y + 1 === missing.away) away += toAway * (more[x + y] ?? 0);
      else splits[at + 1] = (splits[at + 1] ?? 0) + toAway;
    }
  }
  return { home, away, none: Math.max(0, 1 - home - away) };
}
