import { InputError } from '#contracts/mod.ts';

/**
 * The deduction from winnings, as a share of the profit, that keeps a bet at fair odds fair when
 * withdrawals raise its chance from `before` to `after`: what Rule 4 approximates by a table.
 * @throws InputError unless 0 < before ≤ after < 1.
 */
export function fairDeduction(before: number, after: number): number {
  if (before > 0 && after >= before && after < 1) {
    return 1 - (1 / after - 1) / (1 / before - 1);
  }
  const why = 'must be a chance, not below the one before the withdrawal and below 1';
  throw new InputError('NUMBER_INVALID', 'after', after, why);
}
