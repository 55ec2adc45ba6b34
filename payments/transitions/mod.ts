export type * from './payment.ts';
export { step } from './step.ts';
