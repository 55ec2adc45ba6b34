import { InputError } from '#contracts/mod.ts';

/** Chances of one runner to win and to be placed, and the fraction of the win profit paid for a place. */
export type EachWayChances = Readonly<{ win: number; place: number; fraction: number }>;

const demand = (isGood: boolean, field: string, value: number, why: string): void => {
  if (!isGood) throw new InputError('NUMBER_INVALID', field, value, why);
};

function checkChances({ win, place }: Pick<EachWayChances, 'win' | 'place'>): void {
  demand(win > 0 && win < 1, 'win', win, 'must be above 0 and below 1');
  demand(place >= win && place <= 1, 'place', place, 'must be from the win chance to 1');
}

const checkFraction = (fraction: number): void =>
  demand(fraction > 0 && fraction <= 1, 'fraction', fraction, 'must be above 0 and up to 1');

/**
 * Expected return of an each-way bet for each unit of its whole stake, half of which is on the win and
 * half on the place at 1 + (odds − 1) × fraction. 1 is fair.
 * @throws InputError for odds up to 1, a fraction outside (0, 1] or a place less likely than the win.
 */
export function eachWayReturn(odds: number, terms: EachWayChances): number {
  checkChances(terms);
  checkFraction(terms.fraction);
  if (!(odds > 1 && odds < Infinity))
    throw new InputError('ODDS_INVALID', 'odds', odds, 'must be above 1');
  return (terms.win * odds + terms.place * (1 + (odds - 1) * terms.fraction)) / 2;
}

/**
 * Decimal win odds, above 1, at which the each-way bet as a whole is fair.
 * @throws InputError as `eachWayReturn`.
 */
export function fairEachWayOdds(terms: EachWayChances): number {
  checkChances(terms);
  checkFraction(terms.fraction);
  const { win, place, fraction } = terms;
  return (2 - place * (1 - fraction)) / (win + place * fraction);
}

/**
 * The fraction of fair win odds at which the place part alone is fair. Terms that pay more than this give
 * the bettor an edge on the place part.
 * @throws InputError for a place less likely than the win.
 */
export function fairPlaceFraction(terms: Omit<EachWayChances, 'fraction'>): number {
  checkChances(terms);
  const { win, place } = terms;
  return ((1 - place) / place) * (win / (1 - win));
}
