/**
 * The discount λ of second and later places (`exponents: [λ]`) that fair place chances imply: the one
 * with which the mean ln(win chance) of the placed runners is the asked one, which is the likelihood's
 * own equation. One λ for all places, because results do not tell those of second and third place apart.
 * Place chances of 0 belong to runners that do not run; the others sum to `places`.
 * @throws InputError for bad chances, when all win chances are equal, or when no λ from 0.01 to 5 fits.
 */
export declare function discountFromPlaces(chances: readonly number[], place: readonly number[], places: number): number;
