import { InputError, type Score, type Side } from '#contracts/mod.ts';

import { PERIOD_SECONDS, PERIODS, type IceHockeyModel } from './model.ts';

/** A penalty that is being served. */
export type PowerPlay = Readonly<{
  /** The side with more skaters. */
  side: Side;
  secondsLeft: number;
  /** Whether its goal ends it: true of a minor penalty, not of a major one. */
  endsOnGoal: boolean;
}>;

/** A game at some moment, before it, during it or after it. */
export type IceHockeyState = Readonly<{
  period: 1 | 2 | 3 | 'overtime' | 'shoot-out';
  /** Left in that period; 0 when it is over and the next has not begun. 0 in a shoot-out. */
  secondsLeft: number;
  /** Goals of every period that has begun, in order; overtime is not one of them. */
  goals: readonly Score[];
  powerPlay?: PowerPlay;
  /** Who scored each goal so far, in playing order, where markets on the order of goals are asked for. */
  scorers?: readonly Side[];
}>;

/** Before the game. */
export const FACE_OFF: IceHockeyState = {
  period: 1,
  secondsLeft: PERIOD_SECONDS,
  goals: [{ home: 0, away: 0 }],
};

export const scoreOfState = ({ goals }: IceHockeyState): Score => ({
  home: goals.reduce((sum, { home }) => sum + home, 0),
  away: goals.reduce((sum, { away }) => sum + away, 0),
});

/** Seconds that the present period can last; an overtime without an end is given an hour. */
function lengthOf({ overtime }: IceHockeyModel, { period }: IceHockeyState): number {
  if (period === 'shoot-out') return 0;
  return period === 'overtime' ? 60 * (overtime.minutes ?? 60) : PERIOD_SECONDS;
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 60;

/** @throws InputError NUMBER_INVALID or STATE_CONTRADICTORY when no game can be in this state. */
export function checkState(model: IceHockeyModel, state: IceHockeyState): void {
  const { period, secondsLeft, goals, powerPlay, scorers } = state;
  const refuse = (code: InputError['code'], field: string, value: unknown, why: string): never => {
    throw new InputError(code, `state.${field}`, value, why);
  };
  const length = lengthOf(model, state);
  if (!(secondsLeft >= 0 && secondsLeft <= length)) {
    refuse('NUMBER_INVALID', 'secondsLeft', secondsLeft, `must be in [0, ${length}]`);
  }
  if (powerPlay !== undefined && !(powerPlay.secondsLeft >= 0 && powerPlay.secondsLeft <= 1200)) {
    const left = powerPlay.secondsLeft;
    refuse('NUMBER_INVALID', 'powerPlay.secondsLeft', left, 'must be in [0, 1200]');
  }
  if (!goals.every(({ home, away }) => isCount(home) && isCount(away))) {
    refuse('NUMBER_INVALID', 'goals', goals, 'must be whole numbers in [0, 60]');
  }
  if (goals.length !== (typeof period === 'number' ? period : PERIODS)) {
    refuse('STATE_CONTRADICTORY', 'goals', goals.length, 'must hold every period that has begun');
  }
  const score = scoreOfState(state);
  if (typeof period !== 'number' && score.home !== score.away) {
    refuse('STATE_CONTRADICTORY', 'period', period, 'needs a level score before it');
  }
  if (period === 'shoot-out' && model.overtime.minutes === null) {
    refuse('STATE_CONTRADICTORY', 'period', period, 'does not follow overtime without an end');
  }
  const homeGoals = scorers?.filter((side) => side === 'home').length ?? score.home;
  if (
    homeGoals !== score.home ||
    (scorers?.length ?? homeGoals + score.away) !== score.home + score.away
  ) {
    refuse('STATE_CONTRADICTORY', 'scorers', scorers, 'must add up to the score');
  }
}
