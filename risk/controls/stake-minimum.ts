import type { StateControl } from './control.ts';

/** The one rule that a smaller stake does not help against. */
export const stakeMinimum: StateControl = {
  code: 'STAKE_BELOW_MINIMUM',
  passes: ({ stakeMinor, currency }, { limits }) => stakeMinor >= limits.minStakeMinor[currency],
};
