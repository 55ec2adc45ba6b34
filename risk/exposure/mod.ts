export * from './house-money.ts';
export * from './fixture-exposure.ts';
export * from './skew.ts';
export * from './open-selections.ts';
