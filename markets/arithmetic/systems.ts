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
} as const satisfies Record<string, Readonly<{ legs: number; folds: readonly number[] }>>;

export type SystemName = keyof typeof SYSTEMS;
export const isSystemName = (name: string): name is SystemName => Object.hasOwn(SYSTEMS, name);

/** The number of ways to choose `size` of `count`; 0 when there are too few. */
export function choose(count: number, size: number): number {
  if (size < 0 || size > count) return 0;
  let ways = 1;
  for (let at = 1; at <= size; at += 1) ways = (ways * (count - size + at)) / at;
  return Math.round(ways);
}

/** Lines of a system: the chosen sizes out of the legs that are not bankers. */
export const lineCount = (freeLegs: number, folds: readonly number[]): number =>
  folds.reduce((sum, size) => sum + choose(freeLegs, size), 0);
