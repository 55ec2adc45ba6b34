export * from './house-money.ts';
export { partsOf, type Backed } from './place.ts';
export type { FactorLaw } from './factor-spaces.ts';
export * from './fixture-exposure.ts';
export * from './skew.ts';
export * from './open-selections.ts';
