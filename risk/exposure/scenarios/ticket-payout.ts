import { codeOf, RESULT_BY_CODE } from '#markets/mod.ts';

import type { Sample } from './sampled-fixture.ts';
import { survivors, type Scenarios } from './survivors.ts';
import { addSystem, meanSystem, type SystemRule } from './system-payout.ts';
import { ticketReturns, type OpenTicket } from './ticket.ts';

const WON = codeOf('won');
const LOST = codeOf('lost');
const CODES = RESULT_BY_CODE.length;

/** A ticket all of whose undecided selections must pay, as in an accumulator. */
type StraightRule = Readonly<{
  kind: 'straight';
  /** Stake times what the decided selections paid. */
  base: number;
  /** By undecided selection and result code. */
  factors: readonly (readonly number[])[];
}>;

/** What a ticket with two or more undecided selections returns, in whole minor units. */
export type PayoutRule = StraightRule | SystemRule;

/** Indexes of the undecided selections. */
export const openOf = ({ selections }: OpenTicket): readonly number[] => {
  const open: number[] = [];
  for (let at = 0; at < selections.length; at += 1) {
    if (selections[at]?.paid === null) open.push(at);
  }
  return open;
};

function isStraight({ folds, selections }: OpenTicket): boolean {
  let free = 0;
  for (const { banker } of selections) if (!banker) free += 1;
  return folds.length === 1 && folds[0] === free;
}

/** What is left of an accumulator whose other legs are decided. */
function straightBase({ unitStake, selections }: OpenTicket): number {
  let base = unitStake;
  for (const { paid } of selections) base *= paid ?? 1;
  return base;
}

/** What a ticket with one undecided selection, or none, returns under each result code of that. */
export function returnsByCode(ticket: OpenTicket, open: readonly number[]): Float64Array {
  const amounts = new Float64Array(CODES);
  const own = ticket.selections[open[0] ?? -1]?.factors;
  if (isStraight(ticket)) {
    const base = straightBase(ticket);
    for (let code = 0; code < CODES; code += 1) {
      amounts[code] = Math.round(base * (own === undefined ? 1 : (own[code] ?? 0)));
    }
    return amounts;
  }
  for (let code = 0; code < CODES; code += 1) {
    const factors = ticket.selections.map(({ paid, factors: all }) => paid ?? all[code] ?? 0);
    amounts[code] = Math.round(ticketReturns(ticket, factors));
  }
  return amounts;
}

export function payoutRule(ticket: OpenTicket, open: readonly number[]): PayoutRule {
  if (!isStraight(ticket)) return { kind: 'system', ticket, open };
  const factors = open.map((at) => ticket.selections[at]?.factors ?? []);
  return { kind: 'straight', base: straightBase(ticket), factors };
}

/** Adds what is returned, `times` over, to a vector over the scenarios. */
export function addPayout(
  rule: PayoutRule,
  samples: readonly Sample[],
  onto: Float64Array,
  times: number,
): void {
  if (rule.kind === 'system') addSystem(rule, samples, onto, times);
  else addShaded(survivors(samples), shadedOf(rule, samples), onto, times);
}

/** What is returned on average under weights that are 0 outside of `within`. */
export function meanPayout(
  rule: PayoutRule,
  samples: readonly Sample[],
  weights: Float64Array,
  within: Uint32Array,
): number {
  if (rule.kind === 'system') return meanSystem(rule, samples, weights, within);
  const shaded = shadedOf(rule, samples);
  const { numbers, count } = survivors(samples, within);
  let mean = 0;
  for (let at = 0; at < count; at += 1) {
    const scenario = numbers[at] ?? 0;
    mean += (weights[scenario] ?? 0) * shadedReturn(shaded, scenario);
  }
  return mean;
}

/** An accumulator of which some selections may be void or half won: their factors are looked up. */
type Shaded = Readonly<{
  plain: number;
  parts: readonly Readonly<{ codes: Uint8Array; byCode: readonly number[] }>[];
}>;

function shadedOf({ base, factors }: StraightRule, samples: readonly Sample[]): Shaded {
  let plain = base;
  const parts: Shaded['parts'][number][] = [];
  for (let at = 0; at < samples.length; at += 1) {
    const byCode = factors[at] ?? [];
    const codes = samples[at]?.codes ?? null;
    if (codes === null) plain *= byCode[WON] ?? 0;
    else parts.push({ codes, byCode });
  }
  return { plain, parts };
}

function shadedReturn({ plain, parts }: Shaded, scenario: number): number {
  let amount = plain;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    amount *= part?.byCode[part.codes[scenario] ?? LOST] ?? 0;
  }
  return Math.round(amount);
}

/** With one or two such selections every combination of their codes is worked out before, if that is less work. */
const LARGEST_SHADE_TABLE = 2;

function addEqually({ numbers, count }: Scenarios, amount: number, onto: Float64Array): void {
  for (let at = 0; at < count; at += 1) {
    const scenario = numbers[at] ?? 0;
    onto[scenario] = (onto[scenario] ?? 0) + amount;
  }
}

function addShaded(scenarios: Scenarios, shaded: Shaded, onto: Float64Array, times: number): void {
  const { numbers, count } = scenarios;
  const [first, second] = shaded.parts;
  if (first === undefined) {
    addEqually(scenarios, times * Math.round(shaded.plain), onto);
  } else if (shaded.parts.length > LARGEST_SHADE_TABLE || count < CODES * CODES) {
    for (let at = 0; at < count; at += 1) {
      const scenario = numbers[at] ?? 0;
      onto[scenario] = (onto[scenario] ?? 0) + times * shadedReturn(shaded, scenario);
    }
  } else {
    const amounts = shadeTable(shaded.plain, first.byCode, second?.byCode, times);
    const [codes, others] = [first.codes, second?.codes ?? first.codes];
    for (let at = 0; at < count; at += 1) {
      const scenario = numbers[at] ?? 0;
      const pair = CODES * (codes[scenario] ?? 0) + (others[scenario] ?? 0);
      onto[scenario] = (onto[scenario] ?? 0) + (amounts[pair] ?? 0);
    }
  }
}

/** By pairs of codes; a single selection stands for both. */
function shadeTable(
  plain: number,
  first: readonly number[],
  second: readonly number[] | undefined,
  times: number,
): Float64Array {
  const amounts = new Float64Array(CODES * CODES);
  for (let code = 0; code < CODES; code += 1) {
    for (let other = 0; other < CODES; other += 1) {
      const factor = second === undefined ? 1 : (second[other] ?? 0);
      amounts[CODES * code + other] = times * Math.round(plain * (first[code] ?? 0) * factor);
    }
  }
  return amounts;
}

/** A bet builder may be lost by a part that its codes know nothing of. */
const codeAt = ({ alive, codes }: Sample, scenario: number): number =>
  (((alive[scenario >>> 5] ?? 0) >>> (scenario & 31)) & 1) === 0
    ? LOST
    : (codes?.[scenario] ?? WON);

/** Adds what a selection returns under each code, `times` over. */
export function addByCode(
  sample: Sample,
  amounts: Float64Array,
  onto: Float64Array,
  times: number,
): void {
  const lost = times * (amounts[LOST] ?? 0);
  if (sample.codes === null && lost === 0) {
    addEqually(survivors([sample]), times * (amounts[WON] ?? 0), onto);
    return;
  }
  for (let scenario = 0; scenario < onto.length; scenario += 1) {
    onto[scenario] = (onto[scenario] ?? 0) + times * (amounts[codeAt(sample, scenario)] ?? 0);
  }
}

/** How much of a tail falls on each result code of a selection. */
export function weightByCode(sample: Sample, weights: Float64Array): Float64Array {
  const shares = new Float64Array(CODES);
  for (let scenario = 0; scenario < weights.length; scenario += 1) {
    const code = codeAt(sample, scenario);
    shares[code] = (shares[code] ?? 0) + (weights[scenario] ?? 0);
  }
  return shares;
}
