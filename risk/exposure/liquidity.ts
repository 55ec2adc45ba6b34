import { InputError } from '#contracts/mod.ts';

/**
 * Liquidity b for each unit of expected handle. In simulated seasons 1.5 to 3 times the handle of a match kept both
 * hold and tail; less moves prices away from the money, more lets the book lean.
 */
const LIQUIDITY_OF_HANDLE = 2;

/**
 * The liquidity b of a match from the stakes that it is expected to draw, both in house minor units: the same money
 * moves the prices of a small match further than those of a large one.
 * @throws InputError NUMBER_INVALID for a handle that is not above 0.
 */
export function liquidityFor(expectedHandle: bigint): number {
  if (expectedHandle <= 0n)
    throw new InputError(
      'NUMBER_INVALID',
      'expectedHandle',
      String(expectedHandle),
      'must be above 0',
    );
  return LIQUIDITY_OF_HANDLE * Number(expectedHandle);
}
