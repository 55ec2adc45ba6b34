import { InputError, ODDS_SCALE, type Odds } from '#contracts/mod.ts';

import type { FiveWay } from '../models/mod.ts';

/** A leg of an open bet: its price, and the chances of its five results now. */
export type OpenLeg = Readonly<{ odds: Odds; chances: FiveWay }>;

export type CashOutTerms = Readonly<{
  stakeMinor: bigint;
  /** One leg for a single; legs of several fixtures are independent. */
  legs: readonly OpenLeg[];
  /** What the house keeps of the fair value. */
  marginBps: number;
  /** The part of the bet that is given back, in basis points: 10,000 is all of it. */
  partBps: number;
}>;

export type CashOutValue = Readonly<{
  /** Expected return of one unit of stake. */
  fairFactor: number;
  /** The same in whole billionths, rounded down. */
  factorBillionths: bigint;
  /** What the house keeps of it: the margin, or 0 when everything is decided. */
  keptBps: number;
  /** What is paid for the part, rounded down. */
  valueMinor: bigint;
  /** The stake that goes on riding. */
  remainingStakeMinor: bigint;
}>;

const WHOLE_BPS = 10_000;

/** The expected leg factor: what one unit on the leg returns on average, its own stake included. */
function expectedFactor({ odds, chances }: OpenLeg): number {
  const decimal = odds / ODDS_SCALE;
  const { win, halfWin, push, halfLose } = chances;
  return win * decimal + (halfWin * (1 + decimal)) / 2 + push + halfLose / 2;
}

function checked(terms: CashOutTerms): CashOutTerms {
  const { stakeMinor, legs, marginBps, partBps } = terms;
  if (stakeMinor <= 0n) {
    throw new InputError('NUMBER_INVALID', 'stakeMinor', String(stakeMinor), 'must be positive');
  }
  if (legs.length === 0) throw new InputError('NUMBER_INVALID', 'legs', 0, 'must not be empty');
  const isMargin = Number.isInteger(marginBps) && marginBps >= 0 && marginBps < WHOLE_BPS;
  if (!isMargin) {
    throw new InputError('NUMBER_INVALID', 'marginBps', marginBps, 'must be whole, 0 to 9999');
  }
  if (!(Number.isInteger(partBps) && partBps > 0 && partBps <= WHOLE_BPS)) {
    throw new InputError('NUMBER_INVALID', 'partBps', partBps, 'must be whole, 1 to 10000');
  }
  return terms;
}

/**
 * What an open bet is worth to its holder now: the expectation of what it pays under the same chances that
 * the board is priced from, less a margin. A bet that is decided is worth exactly what it pays, less the
 * margin only while something is uncertain.
 * @throws InputError NUMBER_INVALID with the field.
 */
export function cashOutValue(terms: CashOutTerms): CashOutValue {
  const { stakeMinor, legs, marginBps, partBps } = checked(terms);
  const fairFactor = legs.reduce((product, leg) => product * expectedFactor(leg), 1);
  const keptBps = legs.every(isCertain) ? 0 : marginBps;
  const shareBps = BigInt(WHOLE_BPS - keptBps) * BigInt(partBps);
  // The factor is a float and the money is not: they meet in whole billionths, rounded down.
  const billionths = BigInt(Math.floor(fairFactor * BILLION + ROUNDING));
  const valueMinor = (stakeMinor * billionths * shareBps) / DIVISOR;
  const remainingStakeMinor = (stakeMinor * BigInt(WHOLE_BPS - partBps)) / BigInt(WHOLE_BPS);
  return { fairFactor, factorBillionths: billionths, keptBps, valueMinor, remainingStakeMinor };
}

const BILLION = 1e9;
/** What a sum of chances may miss of a whole factor. */
const ROUNDING = 1e-3;
const DIVISOR = BigInt(BILLION) * BigInt(WHOLE_BPS) * BigInt(WHOLE_BPS);
const CERTAIN = 1 - 1e-12;
const isCertain = ({ chances }: OpenLeg): boolean => Math.max(...Object.values(chances)) >= CERTAIN;
