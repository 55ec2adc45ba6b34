import { InputError } from '#contracts/mod.ts';

import type { Pair } from '../in-play-parameters.ts';
import { FOOTBALL_PHASES, type FootballState } from '../scenario.ts';
import type { ScoreGrid } from '../score-grid.ts';

/** Ranges that no match leaves; a number outside is a slip of the feed or of the caller. */
const MOST_MINUTES = 200;
const MOST_COUNT = 200;
const MOST_GOALS_PER_MATCH = 30;
export const MOST_SUPREMACY = 10;

/** @throws InputError NUMBER_INVALID unless `value` is a number from `min` to `max`. */
export function checkNumber(field: string, value: number, min: number, max: number): void {
  // Negated, so that NaN fails too.
  if (!(value >= min && value <= max)) {
    throw new InputError('NUMBER_INVALID', field, value, `must be from ${min} to ${max}`);
  }
}

export function checkInteger(field: string, value: number, min: number, max: number): void {
  checkNumber(field, value, min, max);
  if (!Number.isInteger(value)) {
    throw new InputError('NUMBER_INVALID', field, value, 'must be a whole number');
  }
}

/** Both sides are whole numbers from 0 on. */
export function checkCounts(field: string, { home, away }: Pair): void {
  checkInteger(`${field}.home`, home, 0, MOST_COUNT);
  checkInteger(`${field}.away`, away, 0, MOST_COUNT);
}

export function checkRates(model: Readonly<{ lambda: number; mu: number }>): void {
  checkNumber('model.lambda', model.lambda, 0, MOST_GOALS_PER_MATCH);
  checkNumber('model.mu', model.mu, 0, MOST_GOALS_PER_MATCH);
}

/** Chances of a grid sum to 1. */
export function checkGrid(field: string, { cells }: Pick<ScoreGrid, 'cells'>): void {
  let sum = 0;
  for (let cell = 0; cell < cells.length; cell += 1) sum += cells[cell] ?? 0;
  if (!(Math.abs(sum - 1) < 1e-9)) {
    throw new InputError('NUMBER_INVALID', field, sum, 'must hold chances that sum to 1');
  }
}

export const contradiction = (field: string, value: unknown, why: string): InputError =>
  new InputError('STATE_CONTRADICTORY', field, value, why);

type ByHalf = Readonly<{ firstHalf: Pair; secondHalf: Pair }>;

/** What is counted by half cannot have happened in a half that has not begun. */
export function checkByHalf(field: string, counts: ByHalf, phase: FootballState['phase']): void {
  checkCounts(`${field}.firstHalf`, counts.firstHalf);
  checkCounts(`${field}.secondHalf`, counts.secondHalf);
  const some = ({ home, away }: Pair): boolean => home + away > 0;
  if (phase === 'not-started' && some(counts.firstHalf)) {
    throw contradiction(`${field}.firstHalf`, counts.firstHalf, 'must be 0-0 before kick-off');
  }
  if (phase !== 'second-half' && phase !== 'full-time' && some(counts.secondHalf)) {
    throw contradiction(`${field}.secondHalf`, counts.secondHalf, `must be 0-0 while ${phase}`);
  }
}

/** @throws InputError for a state that no match can be in. */
export function checkState(state: FootballState): void {
  if (!FOOTBALL_PHASES.includes(state.phase)) {
    throw contradiction('state.phase', state.phase, 'must be a phase of 90 minutes');
  }
  checkNumber('state.elapsedMinutes', state.elapsedMinutes, 0, MOST_MINUTES);
  checkByHalf('state', state, state.phase);
  checkCounts('state.redCards', state.redCards);
}
