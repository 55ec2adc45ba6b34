export * from './fake-host.ts';
export * from './board.ts';
export * from './customers.ts';
export * from './orders.ts';
export * from './placement-rig.ts';
export * from './api-rig.ts';
export * from './fake-quotes.ts';
export * from './cash-out-rig.ts';
