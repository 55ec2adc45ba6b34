/** Alerts for abnormal flow against price, with a budget of false alarms. */
export { FixtureWatch, type IntegrityAlert, type SelectionFlow } from './alerts.ts';
export { QUIET, expectedBets, observeFlow, type FlowState, type FlowTest } from './flow-test.ts';
export { watchFixtures, type StepFlow, type WatchedFixture } from './watch-fixtures.ts';
export { BEFORE_MATCH, IN_PLAY, leastPast, type WatchRules } from './watch-rules.ts';
export { FALSE_ALARM_BUDGET, thresholdFor } from './threshold.ts';
