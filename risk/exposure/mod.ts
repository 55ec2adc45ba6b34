export { betAmounts } from './exposure-amounts.ts';
export {
  DEFAULT_RATES,
  exactNumber,
  returnOf,
  toHouseDown,
  toHouseUp,
  type BetAmounts,
  type HouseRates,
} from './house-money.ts';
export { partsOf, type Backed } from './place.ts';
export type { FactorLaw } from './factor-spaces.ts';
export * from './fixture-exposure.ts';
export type { AccountHolding } from './holding.ts';
export { liquidityFor } from './liquidity.ts';
export * from './skew.ts';
export * from './ladder-skew.ts';
export * from './skew-pace.ts';
export * from './open-selections.ts';
