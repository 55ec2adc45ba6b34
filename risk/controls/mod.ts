export * from './candidate.ts';
export * from './decide.ts';
export { scaledLimits } from './scaled-limits.ts';
