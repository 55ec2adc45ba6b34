/** Simulated seasons with the engine's own prices and risk: for the command line and the benchmark. */
export { ELASTICITIES, FIGURES } from './assumptions.ts';
export { findingsOf, type Finding } from './findings.ts';
export { reportPage, reportText, type ReportHead } from './report-page.ts';
export { runSeasons, type SeasonRun } from './run-seasons.ts';
