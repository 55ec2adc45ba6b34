import { multiplyRational, rational, subtractRational, type Rational } from '#markets/mod.ts';

/** Limits on one bet in minor units; those left out do not bind. */
export type StakeLimits = Readonly<{
  /** Decimal odds, exactly; above 1. */
  odds: Rational;
  capSelectionMinor?: bigint;
  /** What the selection already loses if it wins. */
  netLiabilityMinor?: bigint;
  /** The customer's factor on the liability of his tier. */
  factor?: Rational;
  tierLiabilityMinor?: bigint;
  maxPayoutMinor?: bigint;
  /** Room in the worst scenario of the fixture. */
  worstRoomMinor?: bigint;
  balanceMinor?: bigint;
  limitRemainingMinor?: bigint;
}>;

export type MaxStake = Readonly<{
  /** The smallest limit, not below zero. */
  exact: Rational;
  stakeMinor: bigint;
}>;

const ONE = rational(1n);

const isLess = (left: Rational, right: Rational): boolean =>
  left.numerator * right.denominator < right.numerator * left.denominator;

/** Stakes allowed by limits on profit: each over odds − 1. */
function byLiability(limits: StakeLimits): readonly Rational[] {
  const profit = subtractRational(limits.odds, ONE);
  const over = (room: Rational): Rational =>
    rational(room.numerator * profit.denominator, room.denominator * profit.numerator);
  const { capSelectionMinor, netLiabilityMinor = 0n, factor = ONE } = limits;
  const rooms: Rational[] = [];
  if (capSelectionMinor !== undefined) rooms.push(rational(capSelectionMinor - netLiabilityMinor));
  if (limits.tierLiabilityMinor !== undefined) {
    rooms.push(multiplyRational(factor, rational(limits.tierLiabilityMinor)));
  }
  for (const room of [limits.maxPayoutMinor, limits.worstRoomMinor]) {
    if (room !== undefined) rooms.push(rational(room));
  }
  return rooms.map(over);
}

/**
 * The largest stake now: the smallest of the limits, rounded down to a minor unit, never below zero.
 * Undefined when no limit was given. @throws RangeError unless the odds are above 1.
 */
export function maxStake(limits: StakeLimits): MaxStake | undefined {
  if (!isLess(ONE, limits.odds)) throw new RangeError('A limit on profit needs odds above 1.');
  const direct = [limits.balanceMinor, limits.limitRemainingMinor]
    .filter((room) => room !== undefined)
    .map((room) => rational(room));
  const [first, ...rest] = [...byLiability(limits), ...direct];
  if (first === undefined) return undefined;
  const smallest = rest.reduce((least, room) => (isLess(room, least) ? room : least), first);
  const exact = smallest.numerator < 0n ? rational(0n) : smallest;
  return { exact, stakeMinor: exact.numerator / exact.denominator };
}
