import {
  add,
  isBelow,
  multiply,
  ONE,
  rational,
  subtract,
  ZERO,
  type Rational,
} from './rational.ts';

export const LEG_RESULTS = ['won', 'lost', 'void', 'half-won', 'half-lost', 'dead-heat'] as const;
export type LegResult = (typeof LEG_RESULTS)[number];

/**
 * How a dead heat pays: `reduce-stake` d·o (the field's rule), `divide-profit` 1 + (o − 1)d, `void-tie`
 * returns the stake, `all-win` pays every tied selection in full.
 */
export const DEAD_HEAT_METHODS = ['reduce-stake', 'divide-profit', 'void-tie', 'all-win'] as const;
export type DeadHeatMethod = (typeof DEAD_HEAT_METHODS)[number];

const HALF = rational(1n, 2n);
const HUNDRED = rational(100n);

/** Share of the stake that stands when `tied` selections share `places` places. */
export function deadHeatFactor(places: number, tied: number): Rational {
  if (!Number.isInteger(places) || !Number.isInteger(tied) || places < 1 || tied < 1) {
    throw new RangeError('A dead heat needs whole numbers of places and of tied selections.');
  }
  return places >= tied ? ONE : rational(BigInt(places), BigInt(tied));
}

/** What a tied selection pays per unit staked. */
export function deadHeatPays(
  odds: Rational,
  share: Rational,
  method: DeadHeatMethod = 'reduce-stake',
): Rational {
  switch (method) {
    case 'reduce-stake':
      return multiply(share, odds);
    case 'divide-profit':
      return add(ONE, multiply(subtract(odds, ONE), share));
    case 'void-tie':
      return ONE;
    case 'all-win':
      return odds;
  }
}

/** Odds whose profit is cut by a percentage (Rule 4): 1 + (o − 1)(1 − percent/100). */
export function oddsAfterRule4(odds: Rational, percent: Rational): Rational {
  const kept = subtract(ONE, multiply(percent, rational(1n, 100n)));
  return add(ONE, multiply(subtract(odds, ONE), kept));
}

/** Exchange reduction factor: the whole price is cut, not the profit. */
export const reducedPrice = (odds: Rational, percent: Rational): Rational =>
  multiply(odds, subtract(ONE, multiply(percent, rational(1n, 100n))));

/** Odds of the place part of an each-way bet: 1 + (o − 1) × fraction. */
export const placeOdds = (odds: Rational, fraction: Rational): Rational =>
  add(ONE, multiply(subtract(odds, ONE), fraction));

export type LegOutcome = Readonly<{
  odds: Rational;
  result: LegResult;
  /** Share that stands, for the result `dead-heat`, or for the half of a `half-won` leg that is not void. */
  deadHeat?: Rational;
  deadHeatMethod?: DeadHeatMethod;
  /** Percent, 0 to 90. */
  rule4?: Rational;
}>;

/**
 * What a leg pays per unit staked, exactly: f = v + (1 − v)·r·d·o, with the void factor v, the result
 * r, the dead-heat factor d and the odds o after Rule 4. A void part is never cut by Rule 4.
 */
export function legFactor(leg: LegOutcome): Rational {
  const odds = leg.rule4 === undefined ? leg.odds : oddsAfterRule4(leg.odds, checked(leg.rule4));
  const won = (): Rational => deadHeatPays(odds, leg.deadHeat ?? ONE, leg.deadHeatMethod);
  switch (leg.result) {
    case 'won':
      return odds;
    case 'lost':
      return ZERO;
    case 'void':
      return ONE;
    case 'half-won':
      return multiply(HALF, add(ONE, won()));
    case 'half-lost':
      return HALF;
    case 'dead-heat':
      return won();
  }
}

function checked(percent: Rational): Rational {
  if (isBelow(percent, ZERO) || isBelow(HUNDRED, percent)) {
    throw new RangeError('A deduction is a percentage between 0 and 100.');
  }
  return percent;
}

/** A result as feeds send it: 0 or 1 with a void factor of 0, 1/2 or 1 and a dead-heat factor. */
export type FeedResult = Readonly<{ result: 0 | 1; voidFactor: Rational; deadHeat?: Rational }>;

/** The leg result which a feed's numbers stand for; undefined when the void factor is none of the three. */
export function legResultOf({ result, voidFactor, deadHeat }: FeedResult): LegResult | undefined {
  const { numerator, denominator } = voidFactor;
  if (numerator === 1n && denominator === 1n) return 'void';
  if (numerator === 1n && denominator === 2n) return result === 1 ? 'half-won' : 'half-lost';
  if (numerator !== 0n) return undefined;
  if (result === 0) return 'lost';
  return deadHeat !== undefined && isBelow(deadHeat, ONE) ? 'dead-heat' : 'won';
}
