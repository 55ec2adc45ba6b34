/** Market types of tennis, in the order in which a board shows them. */
export const TENNIS_MARKET_TYPES = [] as const;
