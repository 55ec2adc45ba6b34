import type { ResultChances } from '../models/mod.ts';
import { maximise, type Curvature, type Objective } from './newton.ts';

/**
 * Chances of a result from one difference of strength x (McCullagh 1980): P(away) = σ(awayCut − slope·x),
 * P(home) = σ(slope·x − homeCut), and the draw has the rest.
 */
export type OrderedLogit = Readonly<{ slope: number; awayCut: number; homeCut: number }>;

/** A difference known before a match, and how the match ended. */
export type LinkSample = Readonly<{ difference: number; result: keyof ResultChances }>;

/** Three imaginary matches of equals, one of each result, keep the cuts finite and apart. */
const IMAGINED: readonly LinkSample[] = (['home', 'draw', 'away'] as const).map((result) => ({
  difference: 0,
  result,
}));
/** The slope is drawn to 1 with the weight of about one match; it decides while there are few. */
const USUAL: OrderedLogit = { slope: 1, awayCut: -0.7, homeCut: 0.7 };

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
/** 1/(e^gap − 1): how fast ln(1 − e^−gap) rises with the gap between the cuts. */
const rise = (gap: number): number => 1 / Math.expm1(gap);

/** σ(high) − σ(low) as a product, which keeps its digits where both are near 0 or near 1. */
const between = (low: number, high: number): number =>
  logistic(high) * logistic(-low) * -Math.expm1(low - high);

export function resultFromDifference(link: OrderedLogit, difference: number): ResultChances {
  const low = link.awayCut - link.slope * difference;
  const high = link.homeCut - link.slope * difference;
  return { home: logistic(-high), draw: between(low, high), away: logistic(low) };
}

/** Maximum likelihood with a weak prior. The likelihood is concave (Pratt 1981). */
export function fitOrderedLogit(samples: readonly LinkSample[]): OrderedLogit {
  return linkOf(maximise(orderedLogitObjective(samples), vectorOf(USUAL)));
}

const vectorOf = (link: OrderedLogit): Float64Array =>
  Float64Array.of(link.slope, link.awayCut, link.homeCut);

const linkOf = ([slope = 0, awayCut = 0, homeCut = 0]: Float64Array): OrderedLogit => ({
  slope,
  awayCut,
  homeCut,
});

/** The penalised log-likelihood in (slope, awayCut, homeCut). */
export function orderedLogitObjective(played: readonly LinkSample[]): Objective {
  const samples = [...played, ...IMAGINED];
  const value = (at: Float64Array): number => {
    const link = linkOf(at);
    if (link.homeCut <= link.awayCut) return -Infinity;
    return samples.reduce(
      (sum, { difference, result }) =>
        sum + Math.log(resultFromDifference(link, difference)[result]),
      -((link.slope - USUAL.slope) ** 2) / 2,
    );
  };
  const curvature = (at: Float64Array): Curvature => {
    const link = linkOf(at);
    const gradient = Float64Array.of(USUAL.slope - link.slope, 0, 0);
    const information = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0);
    const into = { value: value(at), gradient, information };
    for (const sample of samples) addSample(link, sample, into);
    return into;
  };
  return { value, curvature };
}

/** Slopes of ln P in the two thresholds low = awayCut − slope·x and high = homeCut − slope·x. */
function addSample(link: OrderedLogit, { difference, result }: LinkSample, into: Curvature): void {
  const low = link.awayCut - link.slope * difference;
  const high = link.homeCut - link.slope * difference;
  const [isAway, isHome] = [result === 'away', result === 'home'];
  const gap = isAway || isHome ? 0 : rise(high - low);
  const bend = gap * (1 + gap);
  const byLow = isHome ? 0 : isAway ? logistic(-low) : -logistic(low) - gap;
  const byHigh = isAway ? 0 : isHome ? -logistic(high) : logistic(-high) + gap;
  const lowLow = (isHome ? 0 : logistic(low) * logistic(-low)) + bend;
  const highHigh = (isAway ? 0 : logistic(high) * logistic(-high)) + bend;
  const { gradient, information } = into;
  const add = (to: Float64Array, at: number, by: number): void => {
    to[at] = (to[at] ?? 0) + by;
  };
  add(gradient, 0, -difference * (byLow + byHigh));
  add(gradient, 1, byLow);
  add(gradient, 2, byHigh);
  add(information, 0, difference ** 2 * (lowLow + highHigh - 2 * bend));
  add(information, 3, -difference * (lowLow - bend));
  add(information, 4, lowLow);
  add(information, 6, -difference * (highHigh - bend));
  add(information, 7, -bend);
  add(information, 8, highHigh);
}
