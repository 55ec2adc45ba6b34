export * from './killed-pool.ts';
export * from './payments.ts';
export * from './world.ts';
