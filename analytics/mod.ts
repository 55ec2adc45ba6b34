export {
  startAnalytics,
  type Analytics,
  type AnalyticsOptions,
  type AnalyticsPorts,
} from './service.ts';
export {
  startAnalyticsWriter,
  type AnalyticsWriter,
  type WriterOptions,
  type WriterPorts,
} from './writer.ts';
export {
  reconcile,
  startReconciler,
  type ReconcileReport,
  type ReconcilerOptions,
  type ReconcilerPorts,
} from './reconcile/reconcile.ts';
export { runQuery, type QueryFormat, type QueryOptions } from './query/run-query.ts';
export { QueryRefusedError } from './query/read-only.ts';
export { namedQueries, type NamedQuery } from './query/named-queries.ts';
