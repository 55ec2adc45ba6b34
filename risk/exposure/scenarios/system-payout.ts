import { codeOf, RESULT_BY_CODE } from '#markets/mod.ts';

import type { Sample } from './sampled-fixture.ts';
import { survivors } from './survivors.ts';
import { ticketReturns, type OpenTicket } from './ticket.ts';

const WON = codeOf('won');
const LOST = codeOf('lost');
const CODES = RESULT_BY_CODE.length;
/** So many combinations of results have a table of what they return. */
const LARGEST_TABLE = 4_096;

/** A ticket with some of its lines among several undecided selections; `open` are their indexes. */
export type SystemRule = Readonly<{ kind: 'system'; ticket: OpenTicket; open: readonly number[] }>;

/** In how many ways a selection ends: won or lost, or one for each code. */
const endingsOf = ({ codes }: Sample): number => (codes === null ? 2 : CODES);

/** Results of the undecided selections, by scenario, as digits of one number; overwritten by the next call. */
let patterns = new Float64Array();

/** 0 outside of `within`. */
function patternsOf(
  samples: readonly Sample[],
  scenarios: number,
  within?: Uint32Array,
): Float64Array {
  if (patterns.length !== scenarios) patterns = new Float64Array(scenarios);
  patterns.fill(0);
  let place = 1;
  for (const sample of samples) {
    const { codes } = sample;
    const { numbers, count } = survivors([sample], within);
    for (let at = 0; at < count; at += 1) {
      const scenario = numbers[at] ?? 0;
      const digit = codes === null ? 1 : (codes[scenario] ?? LOST);
      patterns[scenario] = (patterns[scenario] ?? 0) + place * digit;
    }
    place *= endingsOf(sample);
  }
  return patterns;
}

function returnsUnder(
  { ticket, open }: SystemRule,
  samples: readonly Sample[],
  pattern: number,
): number {
  const factors = ticket.selections.map(({ paid }) => paid ?? 0);
  let digits = pattern;
  samples.forEach((sample, index) => {
    const endings = endingsOf(sample);
    const digit = digits % endings;
    const at = open[index] ?? -1;
    const code = sample.codes === null && digit === 1 ? WON : digit;
    factors[at] = ticket.selections[at]?.factors[code] ?? 0;
    digits = Math.floor(digits / endings);
  });
  return Math.round(ticketReturns(ticket, factors));
}

/** What each pattern returns in whole minor units, worked out when it first occurs. */
function returnsOf(rule: SystemRule, samples: readonly Sample[]): (pattern: number) => number {
  const patternCount = samples.reduce((product, sample) => product * endingsOf(sample), 1);
  if (patternCount > LARGEST_TABLE) {
    const known = new Map<number, number>();
    return (pattern) => {
      const amount = known.get(pattern) ?? returnsUnder(rule, samples, pattern);
      known.set(pattern, amount);
      return amount;
    };
  }
  const known = new Float64Array(patternCount).fill(NaN);
  return (pattern) => {
    const amount = known[pattern] ?? NaN;
    if (!Number.isNaN(amount)) return amount;
    return (known[pattern] = returnsUnder(rule, samples, pattern));
  };
}

/** Adds what is returned, `times` over, to a vector over the scenarios. */
export function addSystem(
  rule: SystemRule,
  samples: readonly Sample[],
  onto: Float64Array,
  times: number,
): void {
  const returns = returnsOf(rule, samples);
  const ended = patternsOf(samples, onto.length);
  for (let at = 0; at < onto.length; at += 1) {
    onto[at] = (onto[at] ?? 0) + times * returns(ended[at] ?? 0);
  }
}

/** What is returned on average under weights that are 0 outside of `within`. */
export function meanSystem(
  rule: SystemRule,
  samples: readonly Sample[],
  weights: Float64Array,
  within: Uint32Array,
): number {
  const returns = returnsOf(rule, samples);
  const ended = patternsOf(samples, weights.length, within);
  const { numbers, count } = survivors([], within);
  let mean = 0;
  for (let at = 0; at < count; at += 1) {
    const scenario = numbers[at] ?? 0;
    mean += (weights[scenario] ?? 0) * returns(ended[scenario] ?? 0);
  }
  return mean;
}
