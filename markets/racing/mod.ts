export { MAX_RUNNERS, RUNNER_STATUSES, type RacingFacts, type RunnerStatus } from './facts.ts';
export { RACING_DEFINITIONS } from './definitions.ts';
export { gradeRacing, type RacingGrades } from './grade.ts';
export { placeTermsOf, settlePlacePart, standardPlaceTerms, type PlaceTerms } from './each-way.ts';
