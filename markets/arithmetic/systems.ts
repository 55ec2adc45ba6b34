import type { SystemName } from '#contracts/mod.ts';

/** Named systems: the sizes of their lines. A Lucky system is the same with singles. */
export const SYSTEMS = {
  Trixie: { legs: 3, folds: [2, 3] },
  Patent: { legs: 3, folds: [1, 2, 3] },
  Yankee: { legs: 4, folds: [2, 3, 4] },
  'Lucky 15': { legs: 4, folds: [1, 2, 3, 4] },
  Canadian: { legs: 5, folds: [2, 3, 4, 5] },
  'Lucky 31': { legs: 5, folds: [1, 2, 3, 4, 5] },
  Heinz: { legs: 6, folds: [2, 3, 4, 5, 6] },
  'Lucky 63': { legs: 6, folds: [1, 2, 3, 4, 5, 6] },
  'Super Heinz': { legs: 7, folds: [2, 3, 4, 5, 6, 7] },
  Goliath: { legs: 8, folds: [2, 3, 4, 5, 6, 7, 8] },
} as const satisfies Record<SystemName, Readonly<{ legs: number; folds: readonly number[] }>>;

export const isSystemName = (name: string): name is SystemName => Object.hasOwn(SYSTEMS, name);

function exactChoose(count: number, size: number): bigint {
  if (size < 0 || size > count) return 0n;
  let ways = 1n;
  for (let at = 1; at <= size; at += 1) ways = (ways * BigInt(count - size + at)) / BigInt(at);
  return ways;
}

/** The number of ways to choose `size` of `count`; 0 when there are too few. The nearest double above 2^53. */
export const choose = (count: number, size: number): number => Number(exactChoose(count, size));

const FOLD_NAMES = ['', 'Single', 'Double', 'Treble'];

/** A bet by the name that the field has for it: "Treble", "Yankee", "2 of 5", "2 of 4 with 1 banker". */
export function betTypeName(freeLegs: number, bankers: number, folds: readonly number[]): string {
  const least = folds[0] ?? 0;
  if (folds.length === 1 && least === freeLegs) {
    const legs = freeLegs + bankers;
    return FOLD_NAMES[legs] ?? `${legs}-fold`;
  }
  const named = Object.entries(SYSTEMS).find(
    ([, system]) => system.legs === freeLegs && system.folds.join() === folds.join(),
  );
  const name = named?.[0] ?? `${folds.join(', ')} of ${freeLegs}`;
  if (bankers === 0) return name;
  return `${name} with ${bankers} ${bankers === 1 ? 'banker' : 'bankers'}`;
}

/** Lines of a system: the chosen sizes out of the legs that are not bankers. */
export const exactLineCount = (freeLegs: number, folds: readonly number[]): bigint =>
  folds.reduce((sum, size) => sum + exactChoose(freeLegs, size), 0n);

/** The same as a number, the nearest double above 2^53. */
export const lineCount = (freeLegs: number, folds: readonly number[]): number =>
  Number(exactLineCount(freeLegs, folds));
