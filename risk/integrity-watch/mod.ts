/** The watch over what is bet before matches, and the holds that follow. */
export { INTEGRITY_ACTOR, startIntegrityWatch } from './integrity-job.ts';
