import { codeOf, RESULT_BY_CODE } from '#markets/mod.ts';

import type { Sample } from './sampled-fixture.ts';
import { ticketReturns, type OpenTicket } from './ticket.ts';

const WON = codeOf('won');
const LOST = codeOf('lost');
const CODES = RESULT_BY_CODE.length;
/** So many plain selections have a table of what every combination of winners returns. */
const LARGEST_TABLE = 10;

/**
 * What a ticket with two or more undecided selections returns, in whole minor units. `straight`: all of
 * them must pay, as in an accumulator. `system`: `byPattern` is filled as patterns of results occur.
 */
export type PayoutRule =
  | Readonly<{
      kind: 'straight';
      /** Stake times what the decided selections paid. */
      base: number;
      /** By undecided selection and result code. */
      factors: readonly (readonly number[])[];
    }>
  | Readonly<{
      kind: 'system';
      ticket: OpenTicket;
      open: readonly number[];
      byWinners: Float64Array;
      byPattern: Map<number, number>;
    }>;

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
  if (isStraight(ticket)) {
    const factors = open.map((at) => ticket.selections[at]?.factors ?? []);
    return { kind: 'straight', base: straightBase(ticket), factors };
  }
  const winners = open.length <= LARGEST_TABLE ? 2 ** open.length : 0;
  const byWinners = Float64Array.from({ length: winners }, (_, pattern) =>
    systemReturns(ticket, open, (index) => (((pattern >> index) & 1) === 1 ? WON : LOST)),
  );
  return { kind: 'system', ticket, open, byWinners, byPattern: new Map() };
}

function systemReturns(
  ticket: OpenTicket,
  open: readonly number[],
  codeAt: (index: number) => number,
): number {
  const factors = ticket.selections.map(
    ({ paid, factors: byCode }, at) => paid ?? byCode[codeAt(open.indexOf(at))] ?? 0,
  );
  return Math.round(ticketReturns(ticket, factors));
}

/** Adds what is returned, `times` over, to a vector over the scenarios. */
export function addPayout(
  rule: PayoutRule,
  samples: readonly Sample[],
  onto: Float64Array,
  times: number,
): void {
  if (rule.kind === 'system') {
    addSystem(rule, samples, onto, times);
    return;
  }
  const shaded = shadedOf(rule, samples);
  const bits = survivors(samples);
  if (shaded.parts.length === 0) addBits(bits, times * Math.round(shaded.plain), onto);
  else addShaded(bits, shaded, onto, times);
}

/** What is returned on average under weights that are 0 outside of `within`. */
export function meanPayout(
  rule: PayoutRule,
  samples: readonly Sample[],
  weights: Float64Array,
  within: Uint32Array,
): number {
  let mean = 0;
  if (rule.kind === 'system') {
    const { step, returns } = systemOf(rule, samples);
    eachBit(within, (scenario) => {
      mean += (weights[scenario] ?? 0) * returns(patternAt(samples, step, scenario));
    });
    return mean;
  }
  const shaded = shadedOf(rule, samples);
  const bits = survivors(samples);
  intersect(bits, within);
  eachBit(bits, (scenario) => {
    mean += (weights[scenario] ?? 0) * shadedReturn(shaded, scenario);
  });
  return mean;
}

type Straight = Extract<PayoutRule, { kind: 'straight' }>;
type System = Extract<PayoutRule, { kind: 'system' }>;

/** One buffer for all: it is never held over two calls. */
let scratch = new Uint32Array();

/** Bits of the scenarios in which no selection is lost; overwritten by the next call. */
function survivors(samples: readonly Sample[]): Uint32Array {
  const [first] = samples;
  if (first === undefined) return new Uint32Array();
  if (scratch.length !== first.alive.length) scratch = new Uint32Array(first.alive.length);
  scratch.set(first.alive);
  for (let at = 1; at < samples.length; at += 1) {
    const next = samples[at];
    if (next !== undefined) intersect(scratch, next.alive);
  }
  return scratch;
}

function intersect(bits: Uint32Array, others: Uint32Array): void {
  for (let word = 0; word < bits.length; word += 1) {
    bits[word] = (bits[word] ?? 0) & (others[word] ?? 0);
  }
}

function addBits(alive: Uint32Array, amount: number, onto: Float64Array): void {
  for (let word = 0; word < alive.length; word += 1) {
    for (let bits = alive[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const scenario = 32 * word + 31 - Math.clz32(bits & -bits);
      onto[scenario] = (onto[scenario] ?? 0) + amount;
    }
  }
}

function eachBit(alive: Uint32Array, visit: (scenario: number) => void): void {
  for (let word = 0; word < alive.length; word += 1) {
    for (let bits = alive[word] ?? 0; bits !== 0; bits &= bits - 1) {
      visit(32 * word + 31 - Math.clz32(bits & -bits));
    }
  }
}

/** An accumulator of which some selections may be void or half won: their factors are looked up. */
type Shaded = Readonly<{
  plain: number;
  parts: readonly Readonly<{ codes: Uint8Array; byCode: readonly number[] }>[];
}>;

function shadedOf({ base, factors }: Straight, samples: readonly Sample[]): Shaded {
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

/** With one or two such selections every combination of their codes is worked out before. */
const LARGEST_SHADE_TABLE = 2;

function addShaded(alive: Uint32Array, shaded: Shaded, onto: Float64Array, times: number): void {
  const [first, second] = shaded.parts;
  if (first === undefined || shaded.parts.length > LARGEST_SHADE_TABLE) {
    eachBit(alive, (scenario) => {
      onto[scenario] = (onto[scenario] ?? 0) + times * shadedReturn(shaded, scenario);
    });
    return;
  }
  const amounts = shadeTable(shaded.plain, first.byCode, second?.byCode, times);
  const [codes, others] = [first.codes, second?.codes ?? first.codes];
  for (let word = 0; word < alive.length; word += 1) {
    for (let bits = alive[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const scenario = 32 * word + 31 - Math.clz32(bits & -bits);
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
  return Float64Array.from({ length: CODES * CODES }, (_, pair) => {
    const other = second === undefined ? 1 : (second[pair % CODES] ?? 0);
    return times * Math.round(plain * (first[Math.floor(pair / CODES)] ?? 0) * other);
  });
}

const isSet = (bits: Uint32Array, scenario: number): boolean =>
  (((bits[scenario >>> 5] ?? 0) >>> (scenario & 31)) & 1) === 1;

/** Results of all selections in one scenario as digits of one number. */
function patternAt(samples: readonly Sample[], step: number, scenario: number): number {
  let [pattern, place] = [0, 1];
  for (const { alive, codes } of samples) {
    if (isSet(alive, scenario)) pattern += place * digitOf(codes, step, scenario);
    place *= step;
  }
  return pattern;
}

/** Two digits, won or lost, or one for each code. */
const digitOf = (codes: Uint8Array | null, step: number, scenario: number): number =>
  step === 2 ? 1 : codes === null ? WON : (codes[scenario] ?? LOST);

type SystemReturns = Readonly<{ step: number; returns: (pattern: number) => number }>;

function systemOf(
  { ticket, open, byWinners, byPattern }: System,
  samples: readonly Sample[],
): SystemReturns {
  if (byWinners.length > 0 && samples.every(({ codes }) => codes === null)) {
    return { step: 2, returns: (pattern) => byWinners[pattern] ?? 0 };
  }
  const codeAt = (pattern: number, index: number) => Math.floor(pattern / CODES ** index) % CODES;
  const returns = (pattern: number): number => {
    const known = byPattern.get(pattern);
    if (known !== undefined) return known;
    const amount = systemReturns(ticket, open, (index) => codeAt(pattern, index));
    byPattern.set(pattern, amount);
    return amount;
  };
  return { step: CODES, returns };
}

function addCodes(alive: Uint32Array, codes: Uint8Array, place: number, onto: Float64Array): void {
  for (let word = 0; word < alive.length; word += 1) {
    for (let bits = alive[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const scenario = 32 * word + 31 - Math.clz32(bits & -bits);
      onto[scenario] = (onto[scenario] ?? 0) + place * (codes[scenario] ?? LOST);
    }
  }
}

/** Patterns of all scenarios; overwritten by the next call. */
let patterns = new Float64Array();

function addSystem(
  rule: System,
  samples: readonly Sample[],
  onto: Float64Array,
  times: number,
): void {
  const { step, returns } = systemOf(rule, samples);
  if (patterns.length !== onto.length) patterns = new Float64Array(onto.length);
  patterns.fill(0);
  let place = 1;
  for (const { alive, codes } of samples) {
    if (codes === null || step === 2) addBits(alive, step === 2 ? place : WON * place, patterns);
    else addCodes(alive, codes, place, patterns);
    place *= step;
  }
  let [last, amount] = [0, times * returns(0)];
  for (let at = 0; at < onto.length; at += 1) {
    const pattern = patterns[at] ?? 0;
    if (pattern !== last) [last, amount] = [pattern, times * returns(pattern)];
    onto[at] = (onto[at] ?? 0) + amount;
  }
}

/** Adds what a selection returns under each code, `times` over. */
export function addByCode(
  { alive, codes }: Sample,
  amounts: Float64Array,
  onto: Float64Array,
  times: number,
): void {
  const lost = times * (amounts[LOST] ?? 0);
  if (codes === null && lost === 0) {
    addBits(alive, times * (amounts[WON] ?? 0), onto);
    return;
  }
  for (let scenario = 0; scenario < onto.length; scenario += 1) {
    const code = codes?.[scenario] ?? (isSet(alive, scenario) ? WON : LOST);
    onto[scenario] = (onto[scenario] ?? 0) + times * (amounts[code] ?? 0);
  }
}

/** How much of a tail falls on each result code of a selection. */
export function weightByCode({ alive, codes }: Sample, weights: Float64Array): Float64Array {
  const shares = new Float64Array(CODES);
  for (let scenario = 0; scenario < weights.length; scenario += 1) {
    const code = codes?.[scenario] ?? (isSet(alive, scenario) ? WON : LOST);
    shares[code] = (shares[code] ?? 0) + (weights[scenario] ?? 0);
  }
  return shares;
}
