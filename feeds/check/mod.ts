/** Replaying recordings to see whether they are understood and come to what they must. */
export { checkRecordings } from './check-recordings.ts';
export { CHECK_KINDS, CHECK_VERDICTS, type CheckRow } from './check-row.ts';
