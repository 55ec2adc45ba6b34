import type { PlaySegment } from './play-clock.ts';
import { MATCH_MINUTES } from './rates.ts';

/**
 * A Markov chain in which each goal moves to another state. `rates` holds four numbers a state, in goals
 * per match: the home side's base and slope, the away side's base and slope; a rate is base + slope × u at
 * match time u (0..1). `targets` holds two: the states after a home and after an away goal. A state that
 * absorbs a side's goals has rate 0 for it.
 */
export type CountingChain = Readonly<{
  size: number;
  rates: Float64Array;
  targets: Int32Array;
}>;

export const emptyChain = (size: number): CountingChain => ({
  size,
  rates: new Float64Array(4 * size),
  targets: new Int32Array(2 * size),
});

/** Expected goals in one step: small enough that the terms of the series do not cancel. */
const GOALS_PER_STEP = 1.5;
/** Bound on what the terms that are left out would add. */
const PRECISION = 1e-8;

/** Upper bound of the rate out of any state within the match. */
function fastest({ rates }: CountingChain): number {
  let most = 0;
  for (let at = 0; at < rates.length; at += 4) {
    const base = (rates[at] ?? 0) + (rates[at + 2] ?? 0);
    most = Math.max(most, base + Math.max(0, (rates[at + 1] ?? 0) + (rates[at + 3] ?? 0)));
  }
  return most;
}

/** A generator of rate r has norm 2r, so that term k of the series is at most (2rh)^k / k!. */
function termsFor(goals: number, precision: number): number {
  let bound = 1;
  let terms = 0;
  while (bound > precision) {
    terms += 1;
    bound *= (2 * goals) / terms;
  }
  return terms;
}

type Clock = Readonly<{ u: number; h: number; multiplier: number }>;
export type AdvanceOptions = Readonly<{
  /** Receives the time spent in each state, in matches of nominal clock, on top of what it holds. */
  time?: Float64Array;
  precision?: number;
}>;
type Terms = Readonly<{ before: Float64Array; last: Float64Array; into: Float64Array }>;

/** Term `order` of the series from the two before it. */
function nextTerm(chain: CountingChain, { u, h, multiplier }: Clock, order: number, terms: Terms) {
  const { size, rates, targets } = chain;
  const { before, last, into } = terms;
  const scale = (h * multiplier) / order;
  into.fill(0);
  for (let at = 0; at < size; at += 1) {
    const now = scale * (last[at] ?? 0);
    const timed = u * now + scale * h * (before[at] ?? 0);
    if (now === 0 && timed === 0) continue;
    const home = (rates[4 * at] ?? 0) * now + (rates[4 * at + 1] ?? 0) * timed;
    const away = (rates[4 * at + 2] ?? 0) * now + (rates[4 * at + 3] ?? 0) * timed;
    const afterHome = targets[2 * at] ?? 0;
    const afterAway = targets[2 * at + 1] ?? 0;
    into[at] = (into[at] ?? 0) - home - away;
    into[afterHome] = (into[afterHome] ?? 0) + home;
    into[afterAway] = (into[afterAway] ?? 0) + away;
  }
}

function addTo(sum: Float64Array, term: Float64Array, by: number): void {
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + by * (term[at] ?? 0);
}

/**
 * The Taylor series of p(u + h) about u, with Q the generator at u and Q′ its slope:
 * k c[k] = Q c[k−1] + Q′ c[k−2]. Every term but the first sums to 0, so that no chance is lost.
 */
function step(
  chain: CountingChain,
  clock: Clock,
  { p, terms, time }: Readonly<{ p: Float64Array; terms: number; time: Float64Array | undefined }>,
): void {
  let before: Float64Array = new Float64Array(chain.size);
  let last: Float64Array = p.slice();
  let into: Float64Array = new Float64Array(chain.size);
  if (time) addTo(time, last, clock.h);
  for (let order = 1; order <= terms; order += 1) {
    nextTerm(chain, clock, order, { before, last, into });
    addTo(p, into, 1);
    if (time) addTo(time, into, clock.h / (order + 1));
    [before, last, into] = [last, into, before];
  }
  for (let at = 0; at < p.length; at += 1) if ((p[at] ?? 0) < 0) p[at] = 0;
}

/** Moves the chances `p` of the states on over a segment, in place; their sum stays what it is. */
export function advance(
  chain: CountingChain,
  p: Float64Array,
  { from, to, multiplier }: PlaySegment,
  { time, precision = PRECISION }: AdvanceOptions = {},
): void {
  const length = (to - from) / MATCH_MINUTES;
  const goals = fastest(chain) * multiplier * length;
  const steps = Math.max(1, Math.ceil(goals / GOALS_PER_STEP));
  const terms = termsFor(goals / steps, precision);
  const h = length / steps;
  for (let taken = 0; taken < steps; taken += 1) {
    step(chain, { u: from / MATCH_MINUTES + taken * h, h, multiplier }, { p, terms, time });
  }
}
