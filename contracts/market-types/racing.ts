/** Market types of racing, in the order in which a board shows them. */
export const RACING_MARKET_TYPES = [] as const;
