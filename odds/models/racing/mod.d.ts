export type { OrderDepth, OrderLaw } from './order-law.ts';
export { BENTER_1994, LO_BACON_SHONE_1994, MARKET_DISCOUNT, orderLaw, type OrderModel, } from './order-model.ts';
export { raceScenarios } from './race-scenarios.ts';
export { racingChances } from './racing-chances.ts';
export { discountFromPlaces } from './place-inversion.ts';
export { eachWayReturn, fairEachWayOdds, fairPlaceFraction, type EachWayChances, } from './each-way-value.ts';
export { fairDeduction } from './fair-deduction.ts';
