import type { StateControl } from './control.ts';

/** So many bets of one account on one match within a minute are not placed by hand. */
export const velocity: StateControl = {
  code: 'BETS_TOO_FREQUENT',
  passes: (_, { recentBets = 0, limits }) => recentBets < limits.maxBetsPerMinute,
};
