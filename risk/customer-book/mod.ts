/** Findings about customers and their stake factors, as PostgreSQL keeps them. */
export { startReviews } from './review-job.ts';
export { reviewCustomers, type ReviewedFlag, type ReviewScope } from './review.ts';
export {
  changeFactor,
  factorHistory,
  factorLimits,
  factorOf,
  flags,
  setFactorLimits,
  undoFactor,
  type Deed,
  type FactorChange,
  type StoredFlag,
} from './store.ts';
