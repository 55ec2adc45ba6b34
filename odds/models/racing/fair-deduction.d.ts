/**
 * The deduction from winnings, as a share of the profit, that keeps a bet at fair odds fair when
 * withdrawals raise its chance from `before` to `after`: what Rule 4 approximates by a table.
 * @throws InputError unless 0 < before ≤ after < 1.
 */
export declare function fairDeduction(before: number, after: number): number;
