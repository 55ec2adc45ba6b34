import type { Sample } from './sampled-fixture.ts';

/** Numbers of scenarios, the first `count` of an array that is longer; overwritten by the next call. */
export type Scenarios = Readonly<{ numbers: Uint32Array; count: number }>;

/** One buffer for all: neither is held over two calls. */
let bits = new Int32Array();
let numbers = new Uint32Array();
/** The one selection that they were made for, and how many there were: one currency after the other asks for it. */
let alone: Readonly<{ alive: Uint32Array; count: number }> | null = null;

/** The scenarios in which no selection is lost; with `within`, those of them that have a bit there. */
export function survivors(
  samples: readonly Pick<Sample, 'alive'>[],
  within = samples[0]?.alive ?? new Uint32Array(),
): Scenarios {
  const isAlone = samples.length === 1 && samples[0]?.alive === within;
  if (isAlone && alone?.alive === within) return { numbers, count: alone.count };
  if (bits.length !== within.length) {
    bits = new Int32Array(within.length);
    numbers = new Uint32Array(32 * within.length);
  }
  bits.set(within);
  // Four at a time, because each turn reads and writes the buffer.
  for (let at = 0; at < samples.length; at += 4) {
    const first = samples[at]?.alive ?? within;
    const second = samples[at + 1]?.alive ?? first;
    const third = samples[at + 2]?.alive ?? first;
    const fourth = samples[at + 3]?.alive ?? first;
    for (let word = 0; word < bits.length; word += 1) {
      bits[word] =
        (bits[word] ?? 0) &
        (first[word] ?? 0) &
        (second[word] ?? 0) &
        (third[word] ?? 0) &
        (fourth[word] ?? 0);
    }
  }
  let count = 0;
  for (let word = 0; word < bits.length; word += 1) {
    for (let left = bits[word] ?? 0; left !== 0; left &= left - 1) {
      numbers[count] = 32 * word + 31 - Math.clz32(left & -left);
      count += 1;
    }
  }
  alone = isAlone ? { alive: within, count } : null;
  return { numbers, count };
}
