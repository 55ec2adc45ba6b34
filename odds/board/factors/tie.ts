import { DECIDER_SPACE, EXTRA_GOALS, extraTime, shootOut, type MatchRecord } from '#markets/mod.ts';

import type { FactorChances } from '../../builder/mod.ts';
import {
  CUP_DECIDER,
  deciderChances,
  EXTRA_TIME_MINUTES,
  type Kicks,
  type TieState,
} from '../../models/mod.ts';
import type { MatchNow } from './match-now.ts';

const MINUTE_MS = 60_000;
const HALF_OF_EXTRA_MINUTES = EXTRA_TIME_MINUTES / 2;

/** Minutes of extra time that are left on the nominal clock. */
function extraMinutesLeft({ phase, clock }: MatchRecord): number {
  const played = clock.phase === phase ? clock.elapsedMs / MINUTE_MS : 0;
  const ofHalf = Math.max(0, HALF_OF_EXTRA_MINUTES - played);
  switch (phase) {
    case 'extra-first':
      return ofHalf + HALF_OF_EXTRA_MINUTES;
    case 'extra-break':
      return HALF_OF_EXTRA_MINUTES;
    case 'extra-second':
      return ofHalf;
    default:
      return 0;
  }
}

function kicksOf({ shootOutKicks }: MatchRecord, side: 'home' | 'away'): Kicks {
  const own = shootOutKicks.filter((kick) => kick.side === side);
  return { taken: own.length, scored: own.filter(({ scored }) => scored).length };
}

function stateOf({ record, state, fullTime }: MatchNow): TieState {
  if (shootOut(record) !== null) {
    const first = record.shootOutKicks[0]?.side ?? null;
    const kicks = { home: kicksOf(record, 'home'), away: kicksOf(record, 'away'), first };
    return { stage: 'shoot-out', kicks };
  }
  const score = extraTime(record);
  if (score !== null) {
    const remainingMinutes = extraMinutesLeft(record);
    return { stage: 'extra-time', score, remainingMinutes, redCards: state.redCards };
  }
  return { stage: 'regular-time', fullTime: fullTime(), redCards: state.redCards };
}

/** The cell of a score of extra time; a higher one keeps its difference. */
function extraCell(home: number, away: number): number {
  const over = Math.max(0, Math.max(home, away) - EXTRA_GOALS);
  const [h, a] = [Math.max(0, home - over), Math.max(0, away - over)];
  return 2 + h * (EXTRA_GOALS + 1) + a;
}
const EXTRA_CELLS = (EXTRA_GOALS + 1) ** 2;
/** The cell of a shoot-out after a level score of extra time, or without any. */
const kicksCell = (level: number, side: 0 | 1): number => 2 + EXTRA_CELLS + 2 * level + side;
const WITHOUT_EXTRA_TIME = EXTRA_GOALS + 1;

/** How the tie ends; asked only of matches that need a winner. */
export function decider(now: MatchNow): FactorChances | undefined {
  const { record, model } = now;
  if (record.decider === null) return undefined;
  const state = stateOf(now);
  const answer = deciderChances(model, CUP_DECIDER, { decider: record.decider }, state);
  const [
    homeRegular = 0,
    homeExtra = 0,
    homeKicks = 0,
    awayRegular = 0,
    awayExtra = 0,
    awayKicks = 0,
  ] = answer.methods;
  const chances = new Float64Array(DECIDER_SPACE.size);
  chances[0] = homeRegular;
  chances[1] = awayRegular;
  const add = (cell: number, chance: number): void => {
    chances[cell] = (chances[cell] ?? 0) + chance;
  };
  const toKicks = homeKicks + awayKicks;
  const home = toKicks > 0 ? homeKicks / toKicks : 0;
  const afterLevel = (level: number, chance: number): void => {
    add(kicksCell(level, 0), chance * home);
    add(kicksCell(level, 1), chance * (1 - home));
  };
  const played = extraTime(record);
  if (answer.extraTime === null) {
    const level = played === null ? WITHOUT_EXTRA_TIME : Math.min(played.home, EXTRA_GOALS);
    afterLevel(level, toKicks);
    return { kind: 'goals', space: DECIDER_SPACE, chances };
  }
  const reached = homeExtra + awayExtra + toKicks;
  const { maxHome, maxAway, cells } = answer.extraTime;
  for (let h = 0; h <= maxHome; h += 1) {
    for (let a = 0; a <= maxAway; a += 1) {
      const chance = reached * (cells[h * (maxAway + 1) + a] ?? 0);
      if (h === a) afterLevel(Math.min(h, EXTRA_GOALS), chance);
      else add(extraCell(h, a), chance);
    }
  }
  return { kind: 'goals', space: DECIDER_SPACE, chances };
}
