export type { LimitOrder } from './exchange-port.ts';
export { SimulatedExchange, type Offer } from './simulated-exchange.ts';
export { hedgeOf } from './hedge.ts';
export { orderReports, placeInstruction } from './betfair-orders.ts';
