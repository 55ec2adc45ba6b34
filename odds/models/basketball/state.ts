import { InputError, type Score, type Side } from '#contracts/mod.ts';

import { QUARTERS, type BasketballModel } from './model.ts';

/** A game at some moment, before it, during it or after it. */
export type BasketballState = Readonly<{
  /** The quarter that is played, 1 to 4; 5 is the first overtime, 6 the second. */
  period: number;
  /** Left in that period; 0 when it is over and the next has not begun. */
  secondsLeft: number;
  /** Points of every period that has begun, in order; the last is the present one. */
  points: readonly Score[];
  /** The side that has the ball, when that is known. */
  possession?: Side;
  /** Which side was first to N points, by N, for numbers that both sides have reached. */
  firstTo?: Readonly<Record<number, Side>>;
}>;

/** Before the game. */
export const tipOff = ({ quarterMinutes }: BasketballModel): BasketballState => ({
  period: 1,
  secondsLeft: 60 * quarterMinutes,
  points: [{ home: 0, away: 0 }],
});

export const leadIn = (points: readonly Score[]): number =>
  points.reduce((sum, { home, away }) => sum + home - away, 0);

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 500;

/** @throws InputError NUMBER_INVALID or STATE_CONTRADICTORY when no game can be in this state. */
export function checkState(model: BasketballModel, state: BasketballState): void {
  const { period, secondsLeft, points } = state;
  const refuse = (code: InputError['code'], field: string, value: unknown, why: string): never => {
    throw new InputError(code, `state.${field}`, value, why);
  };
  if (!Number.isInteger(period) || period < 1 || period > 20) {
    refuse('NUMBER_INVALID', 'period', period, 'must be a whole number in [1, 20]');
  }
  const minutes = period > QUARTERS ? model.overtimeMinutes : model.quarterMinutes;
  if (!(secondsLeft >= 0 && secondsLeft <= 60 * minutes)) {
    refuse('NUMBER_INVALID', 'secondsLeft', secondsLeft, `must be in [0, ${60 * minutes}]`);
  }
  if (!points.every(({ home, away }) => isCount(home) && isCount(away))) {
    refuse('NUMBER_INVALID', 'points', points, 'must be whole numbers in [0, 500]');
  }
  if (points.length !== period) {
    refuse('STATE_CONTRADICTORY', 'points', points.length, 'must hold every period that has begun');
  }
  // An overtime is played only when everything before it came out level.
  for (let before = QUARTERS; before < period; before += 1) {
    if (leadIn(points.slice(0, before)) === 0) continue;
    refuse('STATE_CONTRADICTORY', 'period', period, 'needs a level score before it');
  }
}
