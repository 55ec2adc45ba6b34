import { InputError } from '#contracts/mod.ts';

/** Bets on one selection in one stretch of time. */
export type FlowStep = Readonly<{
  bets: number;
  /** As many as are usual at the price of the time: see `expectedBets`. */
  expected: number;
}>;

/**
 * Page's cumulative sum for a Poisson flow (Page 1954; Lucas 1985): it grows while there are more bets than
 * usual and is never below 0, so that a burst is seen at once and a quiet morning does not hide it.
 */
export type FlowTest = Readonly<{
  /** The flow that it is built to see, as a multiple of the usual one; above 1. */
  multiple: number;
  /** An alert when the sum passes this: see `thresholdFor`. */
  threshold: number;
  /**
   * What flows vary by beyond the Poisson law, as the square of their relative deviation: evidence counts 1/(1 + dispersion ×
   * expected), so that a crowd that turns to something is no fix because it is a large one. 0 for the law itself.
   */
  dispersion?: number;
}>;

export type FlowState = Readonly<{
  sum: number;
  highest: number;
  /** Bets, and as many as were usual, since the sum last left 0. */
  bets: number;
  expected: number;
}>;

export const QUIET: FlowState = { sum: 0, highest: 0, bets: 0, expected: 0 };

/**
 * How many bets are usual on a selection: what the crowd did before at this time to the off, moved by its
 * elasticity when the price has moved. Money that comes although the price has shortened counts the more.
 * @throws InputError unless the prices are above 1 and the baseline above 0.
 */
export function expectedBets(
  baseline: number,
  odds: Readonly<{ now: number; usual: number; elasticity: number }>,
): number {
  for (const [field, value, least] of [
    ['baseline', baseline, 0],
    ['now', odds.now, 1],
    ['usual', odds.usual, 1],
  ] as const) {
    if (!(value > least && Number.isFinite(value))) {
      throw new InputError('NUMBER_INVALID', field, value, `must be above ${least}`);
    }
  }
  return baseline * (odds.now / odds.usual) ** odds.elasticity;
}

/** A step counts for at most so many times what is usual in bets beyond the multiple: one shop is no fix. */
const MOST_OF_A_STEP = 10;

export function observeFlow(
  { multiple, dispersion = 0 }: Pick<FlowTest, 'multiple' | 'dispersion'>,
  state: FlowState,
  { bets, expected }: FlowStep,
): FlowState {
  if (!(Number.isInteger(bets) && bets >= 0)) {
    throw new InputError('NUMBER_INVALID', 'bets', bets, 'must be a count');
  }
  if (!(expected > 0 && Number.isFinite(expected))) {
    throw new InputError('NUMBER_INVALID', 'expected', expected, 'must be above 0');
  }
  const counted = Math.min(bets, Math.ceil(MOST_OF_A_STEP * multiple * Math.max(1, expected)));
  const evidence = counted * Math.log(multiple) - expected * (multiple - 1);
  const grown = state.sum + evidence / (1 + dispersion * expected);
  if (grown <= 0) return { ...QUIET, highest: state.highest };
  return {
    sum: grown,
    highest: Math.max(state.highest, grown),
    bets: state.bets + bets,
    expected: state.expected + expected,
  };
}
