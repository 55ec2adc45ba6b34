export * from './exposure/mod.ts';
export * from './controls/mod.ts';
export * from './reservations.ts';
export * from './portfolio.ts';
export * from './leases.ts';
export * from './messages.ts';
export { packChances } from './chances.ts';
export * from './service.ts';
export * from './start-service.ts';
