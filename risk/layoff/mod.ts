export type { ExchangePort, LimitOrder } from './exchange-port.ts';
export type { ExchangeMarket } from './exchange-market.ts';
export { SimulatedExchange, type Offer } from './simulated-exchange.ts';
export { SimulatedMarkets } from './simulated-markets.ts';
export { betfairExchange } from './betfair/betfair-exchange.ts';
export { LayOffDesk } from './desk.ts';
export type { PositionSettlement, PostSettlement } from './settle-positions.ts';
export { hedgeOf } from './hedge.ts';
export { orderReports, placeInstruction } from './betfair-orders.ts';
