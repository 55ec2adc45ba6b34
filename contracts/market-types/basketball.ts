/** Market types of basketball, in the order in which a board shows them. */
export const BASKETBALL_MARKET_TYPES = [] as const;
