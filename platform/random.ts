import { randomFillSync } from 'node:crypto';

/** The only source of randomness. Domain code takes a `Random`, so that a seed reproduces a run. */
export type Random = Readonly<{
  /** Uniform in [0, 1) with 53 bits. */
  next(): number;
  /** Uniform integer in [0, 2^32). */
  uint32(): number;
  /** Uniform integer in [0, n), 1 ≤ n ≤ 2^32, without modulo bias. */
  int(n: number): number;
  normal(mean?: number, deviation?: number): number;
  /** Exponential with the given rate (mean 1/rate). */
  exponential(rate?: number): number;
  /** Poisson count with the given mean (0 ≤ mean ≤ 700). */
  poisson(mean: number): number;
  pick<T>(items: readonly T[]): T;
  /** An independent stream that depends only on this one's seed and the label, not on what was drawn. */
  fork(label: string): Random;
}>;

/** A reproducible stream: sfc32 (C. Doty-Humphrey, PractRand), seeded by mixing the seed's text. */
export function seededRandom(seed: number | string | bigint): Random {
  const text = String(seed);
  return randomFrom(sfc32(text), (label) => seededRandom(`${text}/${label}`));
}

/** Unpredictable numbers from the operating system: for ids and secrets, never where a replay must agree. */
export const systemRandom: Random = randomFrom(cryptoUint32(), () => systemRandom);

function randomFrom(uint32: () => number, fork: (label: string) => Random): Random {
  const next = (): number => {
    const high = uint32() >>> 5;
    return (high * 0x4000000 + (uint32() >>> 6)) / 0x20000000000000;
  };
  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000)
      throw new RangeError(`int(n) needs an integer 1 ≤ n ≤ 2^32, got ${String(n)}`);
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
    let value = uint32();
    while (value >= limit) value = uint32();
    return value % n;
  };
  const exponential = (rate = 1): number => -Math.log1p(-next()) / rate;
  return {
    next,
    uint32,
    int,
    // Box–Muller without the spare value, so that every call draws the same number of times.
    normal: (mean = 0, deviation = 1) =>
      mean + deviation * Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * next()),
    exponential,
    poisson: (mean) => poisson(mean, next),
    pick: (items) => {
      const item = items[int(items.length)];
      if (item === undefined) throw new RangeError('pick() found an undefined item');
      return item;
    },
    fork,
  };
}

function poisson(mean: number, next: () => number): number {
  if (!(mean >= 0 && mean <= 700))
    throw new RangeError(`poisson mean out of range: ${String(mean)}`);
  let count = 0;
  let term = Math.exp(-mean);
  let cumulative = term;
  const target = next();
  while (target >= cumulative && term > 0) {
    count += 1;
    term *= mean / count;
    cumulative += term;
  }
  return count;
}

function sfc32(seed: string): () => number {
  let [a, b, c, d] = hash128(seed);
  const step = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // The first outputs still resemble the seed; the generator's author discards fifteen.
  for (let i = 0; i < 15; i += 1) step();
  return step;
}

/** Four 32-bit words of FNV-1a with MurmurHash3's finaliser, one per lane. */
function hash128(text: string): [number, number, number, number] {
  const lane = (salt: number): number => {
    let h = 0x811c9dc5 ^ salt;
    for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };
  return [lane(0x9e3779b9), lane(0x243f6a88), lane(0xb7e15162), lane(0x6a09e667)];
}

function cryptoUint32(): () => number {
  const pool = new Uint32Array(256);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const value = pool[used] ?? 0;
    // A drawn secret must not stay readable in the pool.
    pool[used] = 0;
    used += 1;
    return value;
  };
}
