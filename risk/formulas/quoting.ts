export type InventoryModel = Readonly<{
  /** Risk aversion, volatility, time left and the elasticity of arrivals. */
  gamma: number;
  sigma: number;
  horizon: number;
  k: number;
}>;

export type InventoryQuote = Readonly<{
  reservation: number;
  spread: number;
  bid: number;
  ask: number;
}>;

/** Avellaneda & Stoikov 2008: reservation r = mid − qγσ²T, spread γσ²T + (2/γ) ln(1 + γ/k). */
export function inventoryQuote(
  mid: number,
  inventory: number,
  { gamma, sigma, horizon, k }: InventoryModel,
): InventoryQuote {
  const risk = gamma * sigma * sigma * horizon;
  const reservation = mid - inventory * risk;
  const spread = risk + (2 / gamma) * Math.log1p(gamma / k);
  return { reservation, spread, bid: reservation - spread / 2, ask: reservation + spread / 2 };
}

/** Margin of an exponential-utility bookmaker when demand falls as exp(−k·price): ln(1 + gD/k)/(gD). */
export const utilityMargin = (g: number, payout: number, k: number): number =>
  Math.log1p((g * payout) / k) / (g * payout);

/** Lambert's W for x ≥ 0: the w with w·e^w = x. */
function lambertW(x: number): number {
  let w = Math.log1p(x);
  for (let round = 0; round < 50; round += 1) {
    const step = (w * Math.exp(w) - x) / (Math.exp(w) * (w + 1));
    w -= step;
    if (Math.abs(step) < 1e-16 * (1 + w)) break;
  }
  return w;
}

export const DEMANDS = ['odds-linear', 'log'] as const;
/** Arrivals at price u of a claim with chance p: p(1 − u)/((1 − p)u), or ln u/ln p. */
export type Demand = (typeof DEMANDS)[number];

/** The price that maximises demand(u)·(u − p) (Lorig, Zhou & Zou 2021): √p, or p/W(pe). */
export function optimalPrice(p: number, demand: Demand): number {
  switch (demand) {
    case 'odds-linear':
      return Math.sqrt(p);
    case 'log':
      return p / lambertW(p * Math.E);
  }
}
