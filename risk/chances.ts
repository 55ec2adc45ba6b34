import { InputError } from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';

import type { FixtureBelief } from './exposure/scenarios/mod.ts';
import type { FixtureChances } from './messages.ts';

const HIGHEST = 0xffff;

/**
 * A vector of chances in two bytes a cell, as shares of the largest. What can happen stays possible, and no chance moves
 * by more than a sixty-five-thousandth of the largest.
 */
export function packChances(chances: Float64Array): string {
  // Plain loops, because a host does this between two decisions.
  let most = 0;
  for (let cell = 0; cell < chances.length; cell += 1) most = Math.max(most, chances[cell] ?? 0);
  if (!(most > 0 && most < Infinity))
    throw new InputError('NUMBER_INVALID', 'chances', most, 'must have a chance above 0');
  const shares = new Uint16Array(chances.length);
  for (let cell = 0; cell < chances.length; cell += 1)
    shares[cell] = Math.ceil(((chances[cell] ?? 0) / most) * HIGHEST);
  return Buffer.from(shares.buffer).toString('base64');
}

/** The chances again, summing to 1. */
export function unpackChances(packed: string, cells: number): Float64Array {
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length !== 2 * cells)
    throw new InputError('FORMAT_INVALID', 'core', bytes.length / 2, `must have ${cells} cells`);
  const chances = Float64Array.from({ length: cells }, (_, cell) => bytes.readUInt16LE(2 * cell));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  if (total === 0) throw new InputError('NUMBER_INVALID', 'core', total, 'must have some chance');
  return chances.map((chance) => chance / total);
}

const DAY_LENGTH = 'yyyy-mm-dd'.length;

/** What a host says of its fixture, as the scenarios take it. Factors beside the core are drawn by their prices. */
export function beliefFrom(message: FixtureChances): FixtureBelief {
  const { maxFirst, maxSecond, scorers, core, competition, startsAt } = message;
  const index = buildFootballIndex(maxFirst, maxSecond);
  return {
    index,
    context: { scorers },
    core: unpackChances(core, index.size),
    factors: new Map(),
    competition,
    day: new Date(startsAt).toISOString().slice(0, DAY_LENGTH),
  };
}
