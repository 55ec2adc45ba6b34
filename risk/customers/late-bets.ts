import { InputError } from '#contracts/mod.ts';

/** One accepted bet in play, with what became known soon after. */
export type InPlayBet = Readonly<{
  /** Whether the score or the price moved for the bettor within the window after acceptance. */
  hit: boolean;
  /** The chance of that for somebody who knows no more than the house: see `hitChance`. */
  chance: number;
}>;

/** Chance of an event within a window from its rate: 1 − e^(−rate·window). Any one unit of time. */
export function hitChance(rate: number, window: number): number {
  if (!(rate >= 0 && window >= 0 && Number.isFinite(rate * window))) {
    throw new InputError('NUMBER_INVALID', 'rate', rate, 'must be at least 0, as its window');
  }
  return -Math.expm1(-rate * window);
}

/** Share of hits that the test is built for, and the chance of ever flagging somebody without any advantage. */
export type LateTest = Readonly<{ share: number; alpha: number }>;
export const LATE_TEST: LateTest = { share: 0.06, alpha: 0.0005 };

export type LateState = Readonly<{
  bets: number;
  hits: number;
  /** Hits that anybody has. */
  expected: number;
  llr: number;
  highest: number;
}>;
export const NO_LATE_BETS: LateState = { bets: 0, hits: 0, expected: 0, llr: 0, highest: 0 };

/**
 * Each bet weighs by its own chance: a hit late in an open match says less than one at 0-0.
 * @throws InputError for a chance outside (0, 1).
 */
export function observeLate({ share }: LateTest, state: LateState, bet: InPlayBet): LateState {
  const { chance, hit } = bet;
  if (!(chance > 0 && chance < 1)) {
    throw new InputError('NUMBER_INVALID', 'chance', chance, 'must lie between 0 and 1');
  }
  // A bet that everybody hits as often as a courtsider says nothing.
  const asked = Math.max(share, chance);
  const llr = state.llr + Math.log(hit ? asked / chance : (1 - asked) / (1 - chance));
  return {
    bets: state.bets + 1,
    hits: state.hits + Number(hit),
    expected: state.expected + chance,
    llr,
    highest: Math.max(state.highest, llr),
  };
}

export type LateVerdict = Readonly<{ flagged: boolean; p: number }>;

export const lateVerdict = ({ alpha }: LateTest, { highest }: LateState): LateVerdict => ({
  flagged: highest >= Math.log(1 / alpha),
  p: Math.min(1, Math.exp(-highest)),
});
