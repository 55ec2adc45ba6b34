import { InputError } from '#contracts/mod.ts';

import { rational, type Rational } from '../arithmetic/mod.ts';
import type { Settled } from '../definition.ts';
import {
  checkFacts,
  didRun,
  isComplete,
  isRace,
  MAX_RUNNERS,
  placedCount,
  starterCount,
  type RacingFacts,
} from './facts.ts';
import { settlePosition } from './standing.ts';

/** How the place part of an each-way bet pays: 1 + (odds − 1) × fraction on the first `places`. */
export type PlaceTerms = Readonly<{ places: number; fraction: Rational }>;

const QUARTER = rational(1n, 4n);
const FIFTH = rational(1n, 5n);

type Band = Readonly<{ from: number; handicap?: true; terms: PlaceTerms }>;

/** The standard British terms; the first band that fits holds. */
const BANDS: readonly Band[] = [
  { from: 16, handicap: true, terms: { places: 4, fraction: QUARTER } },
  { from: 12, handicap: true, terms: { places: 3, fraction: QUARTER } },
  { from: 8, terms: { places: 3, fraction: FIFTH } },
  { from: 5, terms: { places: 2, fraction: QUARTER } },
];

/**
 * Standard place terms of a race by the runners that come under starter's orders. Undefined for fewer
 * than five: win only.
 * @throws InputError when the number of starters is no whole number from 0 to 40.
 */
export function standardPlaceTerms(starters: number, isHandicap: boolean): PlaceTerms | undefined {
  if (!Number.isInteger(starters) || starters < 0 || starters > MAX_RUNNERS) {
    const why = `must be a whole number from 0 to ${MAX_RUNNERS}`;
    throw new InputError('NUMBER_INVALID', 'starters', starters, why);
  }
  return BANDS.find(({ from, handicap }) => starters >= from && (isHandicap || handicap !== true))
    ?.terms;
}

/** Terms as they stand after the withdrawals that the facts show, as the published rule has it. */
export const placeTermsOf = (facts: RacingFacts, isHandicap: boolean): PlaceTerms | undefined =>
  standardPlaceTerms(starterCount(facts), isHandicap);

/**
 * The place part of an each-way bet on each declared runner, by number from 1; `terms` undefined is
 * win only, and returns the place stakes. Pay a result with `legFactor` at `placeOdds`.
 * @throws InputError when the facts contradict themselves, or do not say who was placed.
 */
export function settlePlacePart(
  facts: RacingFacts,
  terms: PlaceTerms | undefined,
): readonly Settled[] {
  checkFacts(facts);
  if (terms === undefined || !isRace(facts, 2)) return facts.runners.map(() => 'void');
  const { places } = terms;
  if (placedCount(facts) < places && !isComplete(facts)) {
    throw new InputError(
      'STATE_CONTRADICTORY',
      'finish',
      facts.finish,
      'must reach the last place',
    );
  }
  return facts.runners.map((_, at) =>
    didRun(facts, at + 1) ? settlePosition(facts.finish, at + 1, { from: 1, to: places }) : 'void',
  );
}
