import { parseMarketKey, type MarketKey, type MarketType } from '#contracts/mod.ts';

import type { Board } from '../stream/board.ts';

const QUARTER_LINE_PENALTY = 0.05;

/**
 * The line of a type that is shown when there is room for one: the one whose two prices are closest to each
 * other, whole and half lines before quarter lines.
 */
export function mainLine(board: Board | undefined, type: MarketType): MarketKey | undefined {
  let best: Readonly<{ key: MarketKey; distance: number }> | undefined;
  for (const { key, outcomes } of board?.markets.values() ?? []) {
    const identity = parseMarketKey(key);
    if (identity?.type !== type) continue;
    const [first, second] = outcomes.map(({ odds }) => odds);
    if (typeof first !== 'number' || typeof second !== 'number') continue;
    const isQuarter = Number(identity.specifiers['line'] ?? 0) % 0.5 !== 0;
    const distance = Math.abs(Math.log(first / second)) + (isQuarter ? QUARTER_LINE_PENALTY : 0);
    if (best === undefined || distance < best.distance) best = { key, distance };
  }
  return best?.key;
}

/** What the prices of a market say about its outcomes, the margin taken out in proportion; null without prices. */
export function impliedChances(board: Board, key: MarketKey): readonly number[] | null {
  const odds = board.markets.get(key)?.outcomes.map((outcome) => outcome.odds) ?? [];
  const inverse = odds.map((each) => (each === null ? 0 : 1 / each));
  const sum = inverse.reduce((total, each) => total + each, 0);
  return sum === 0 || inverse.includes(0) ? null : inverse.map((each) => each / sum);
}
