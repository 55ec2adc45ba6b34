export * from './candidate.ts';
export * from './decide.ts';
