/** The share of a bankroll that maximises its mean log growth, and that growth. */
export type Kelly = Readonly<{ fraction: number; growth: number }>;

export function kelly(p: number, odds: number): Kelly {
  const fraction = Math.max(0, (p * odds - 1) / (odds - 1));
  const win = p * Math.log1p(fraction * (odds - 1));
  const lose = p < 1 ? (1 - p) * Math.log1p(-fraction) : 0;
  return { fraction, growth: win + lose };
}

/**
 * Lay-off by backing at an exchange: hedge stake s·o/(1 + (x − 1)(1 − c)) makes the result the same
 * either way, s − h.
 */
export function layOffByBacking(
  stake: number,
  odds: number,
  exchange: Readonly<{ price: number; commission: number }>,
): Readonly<{ hedge: number; locked: number }> {
  const { price, commission } = exchange;
  const hedge = (stake * odds) / (1 + (price - 1) * (1 - commission));
  return { hedge, locked: stake - hedge };
}

/** Laying a bet held at better odds: lay stake s·o/(x − c), and the profit when it wins or loses. */
export function matchedLay(
  stake: number,
  odds: number,
  exchange: Readonly<{ price: number; commission: number }>,
): Readonly<{ lay: number; ifWin: number; ifLose: number }> {
  const { price, commission } = exchange;
  const lay = (stake * odds) / (price - commission);
  return {
    lay,
    ifWin: stake * (odds - 1) - lay * (price - 1),
    ifLose: lay * (1 - commission) - stake,
  };
}

/** Stakes that return the same whatever happens; `return` is the profit per unit, below 0 without an arbitrage. */
export function arbitrage(
  odds: readonly number[],
  total: number,
): Readonly<{ sum: number; return: number; stakes: readonly number[] }> {
  const sum = odds.reduce((all, price) => all + 1 / price, 0);
  return { sum, return: 1 / sum - 1, stakes: odds.map((price) => total / price / sum) };
}
