import { MATCH_PHASES, type MatchPhase } from '#contracts/mod.ts';

import type { Moment } from './match-record.ts';

export type PlayPhase = 'first-half' | 'second-half' | 'extra-first' | 'extra-second';

/** Minutes on the nominal clock before each phase of play, and its length. */
const PLAY: Readonly<Record<PlayPhase, Readonly<{ before: number; length: number }>>> = {
  'first-half': { before: 0, length: 45 },
  'second-half': { before: 45, length: 45 },
  'extra-first': { before: 90, length: 15 },
  'extra-second': { before: 105, length: 15 },
};
const MINUTE_MS = 60_000;

export const isPlay = (phase: MatchPhase): phase is PlayPhase => Object.hasOwn(PLAY, phase);
export const isExtraTime = (phase: MatchPhase): boolean =>
  phase === 'extra-first' || phase === 'extra-second';

/** Position in playing order. */
export const phaseOrder = (phase: MatchPhase): number => MATCH_PHASES.indexOf(phase);
export const hasReached = (now: MatchPhase, phase: MatchPhase): boolean =>
  phaseOrder(now) >= phaseOrder(phase);

/** Stoppage time counts as the last minute of its phase, as results are written down. */
export function nominalMinute(phase: MatchPhase, elapsedMs: number): number {
  if (!isPlay(phase)) return 0;
  const { before, length } = PLAY[phase];
  return before + Math.min(Math.floor(elapsedMs / MINUTE_MS) + 1, length);
}

/** Playing order of two moments; negative when the first came earlier. */
export const comparePlayingOrder = (left: Moment, right: Moment): number =>
  phaseOrder(left.phase) - phaseOrder(right.phase) || left.elapsedMs - right.elapsedMs;
