import { InputError } from '#contracts/mod.ts';

/** @throws InputError ODDS_INVALID unless the decimal odds are a finite number above 1. */
export function checkOdds(odds: number, field: string): void {
  if (!(odds > 1 && Number.isFinite(odds))) {
    throw new InputError('ODDS_INVALID', field, odds, 'must be above 1');
  }
}

/** @throws InputError NUMBER_INVALID unless the value is a number between `min` and `max`, ends included. */
export function checkNumber(
  value: number,
  field: string,
  { min, max }: Readonly<{ min: number; max: number }>,
): void {
  if (!(value >= min && value <= max)) {
    throw new InputError('NUMBER_INVALID', field, value, `must be from ${min} to ${max}`);
  }
}

/** @throws InputError NUMBER_INVALID when there are fewer values than `least`. */
export function checkCount(values: readonly unknown[], field: string, least: number): void {
  if (values.length < least) {
    throw new InputError('NUMBER_INVALID', field, values, `must hold at least ${least} values`);
  }
}
