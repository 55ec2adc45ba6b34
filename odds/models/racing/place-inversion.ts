import { InputError } from '#contracts/mod.ts';

import { findRoot } from '../numeric/root.ts';
import { checkedWin } from './order-law.ts';
import { sequentialLaw } from './sequential-law.ts';

/** Discounts that are looked for. */
const LEAST = 0.01;
const MOST = 5;
const SUM_TOLERANCE = 1e-3;

/**
 * The discount λ of second and later places (`exponents: [λ]`) that fair place chances imply: the one
 * with which the mean ln(win chance) of the placed runners is the asked one, which is the likelihood's
 * own equation. One λ for all places, because results do not tell those of second and third place apart.
 * Place chances of 0 belong to runners that do not run; the others sum to `places`.
 * @throws InputError for bad chances, when all win chances are equal, or when no λ from 0.01 to 5 fits.
 */
export function discountFromPlaces(
  chances: readonly number[],
  place: readonly number[],
  places: number,
): number {
  const win = checkedWin(chances);
  const running = win.filter((chance) => chance > 0).length;
  if (!Number.isInteger(places) || places < 2 || places >= running) {
    const why = 'must be a whole number from 2 to one less than the field';
    throw new InputError('NUMBER_INVALID', 'places', places, why);
  }
  const sum = place.reduce((total, chance) => total + chance, 0);
  const fits = place.every(
    (chance, at) => chance >= (win[at] ?? Infinity) - SUM_TOLERANCE && chance <= 1,
  );
  if (place.length !== win.length || !fits || !(Math.abs(sum - places) < SUM_TOLERANCE * places)) {
    const why = 'must hold a chance from the win chance to 1 for each runner and sum to the places';
    throw new InputError('NUMBER_INVALID', 'place', place, why);
  }
  const logWin = win.map((chance) => (chance > 0 ? Math.log(chance) : 0));
  const mean = (placed: readonly number[], total: number): number =>
    placed.reduce((moment, chance, at) => moment + chance * (logWin[at] ?? 0), 0) / total;
  const asked = mean(place, sum);
  const excess = (discount: number): number =>
    mean(sequentialLaw(win, [discount]).place(places), places) - asked;
  const isSpread = Math.max(...win) - Math.min(...win.filter((chance) => chance > 0)) > 1e-9;
  const discount = isSpread ? findRoot(excess, LEAST, MOST, 1e-12) : undefined;
  if (discount !== undefined) return discount;
  throw new InputError('NO_SOLUTION', 'place', place, `fits no discount from ${LEAST} to ${MOST}`);
}
