import type { MarketKey, PublishedMarket } from '#contracts/mod.ts';

/**
 * Markets that differ only in their `line` belong together; undefined for a market without one, which is a main
 * market by itself.
 */
export function lineGroupOf(key: MarketKey): string | undefined {
  const parts = key.split('|');
  const others = parts.filter((part) => !part.startsWith('line='));
  return others.length === parts.length ? undefined : others.join('|');
}

const QUARTER_LINE_PENALTY = 0.05;
const UNPRICED = 1e6;
const NOT_OPEN = 1e9;

/**
 * How far the prices of a line are from each other, in log odds; quarter lines come after whole and half lines
 * that are about as even, then lines without a full set of prices, then lines that are over.
 */
export function unevennessOf({ key, status, outcomes }: PublishedMarket): number {
  const isOpen = status === 'active' || status === 'suspended';
  const logs = outcomes.flatMap(({ odds }) => (odds === null ? [] : [Math.log(odds)]));
  const spread =
    logs.length < outcomes.length || logs.length === 0
      ? UNPRICED
      : Math.max(...logs) - Math.min(...logs);
  const line = Number(/\|line=([^|]*)/u.exec(key)?.[1] ?? 0);
  return spread + (line % 0.5 === 0 ? 0 : QUARTER_LINE_PENALTY) + (isOpen ? 0 : NOT_OPEN);
}

/** The most even of the lines; of equal ones the first key. */
function mostEven(lines: ReadonlyMap<MarketKey, number>): MarketKey | undefined {
  let best: MarketKey | undefined;
  let least = Infinity;
  for (const [key, unevenness] of lines) {
    const isBetter =
      unevenness < least || (unevenness === least && best !== undefined && key < best);
    if (!isBetter) continue;
    best = key;
    least = unevenness;
  }
  return best;
}

/**
 * Which lines of a board are the main ones, and since which sequence. A function of the board alone, so that
 * every gateway chooses the same ones.
 */
export class MainLines {
  readonly #groups = new Map<string, Map<MarketKey, number>>();
  readonly #main = new Map<string, MarketKey>();
  readonly #changedAt = new Map<MarketKey, number>();
  readonly #touched = new Set<string>();

  set({ key, lineGroup, unevenness }: Line): void {
    if (lineGroup === undefined) return;
    const group = this.#groups.get(lineGroup) ?? new Map<MarketKey, number>();
    this.#groups.set(lineGroup, group.set(key, unevenness));
    this.#touched.add(lineGroup);
  }

  delete({ key, lineGroup }: Line): void {
    if (lineGroup === undefined) return;
    this.#groups.get(lineGroup)?.delete(key);
    this.#touched.add(lineGroup);
  }

  /** Chooses anew wherever something was set or deleted since the last time. */
  settle(seq: number): void {
    for (const name of this.#touched) {
      const before = this.#main.get(name);
      const after = mostEven(this.#groups.get(name) ?? new Map());
      if (before === after) continue;
      if (before !== undefined) this.#changedAt.set(before, seq);
      if (after === undefined) this.#main.delete(name);
      else {
        this.#main.set(name, after);
        this.#changedAt.set(after, seq);
      }
    }
    this.#touched.clear();
  }

  isMain({ key, lineGroup }: Line): boolean {
    return lineGroup === undefined || this.#main.get(lineGroup) === key;
  }

  /** When the line last became or ceased to be a main one; -1 when it never did. */
  changedAt(key: MarketKey): number {
    return this.#changedAt.get(key) ?? -1;
  }

  /** The line has left the board so long ago that no reader is told of it any more. */
  forget(key: MarketKey): void {
    this.#changedAt.delete(key);
  }
}

type Line = Readonly<{ key: MarketKey; lineGroup: string | undefined; unevenness: number }>;
