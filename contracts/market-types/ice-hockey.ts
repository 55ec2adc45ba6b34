/** Market types of ice hockey, in the order in which a board shows them. */
export const ICE_HOCKEY_MARKET_TYPES = [] as const;
