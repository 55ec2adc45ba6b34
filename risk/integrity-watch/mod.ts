/** The watch over what is bet before matches and in play, and the holds that follow. */
export { INTEGRITY_ACTOR, startIntegrityWatch, type WatchAlert } from './integrity-job.ts';
