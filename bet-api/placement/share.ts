import { SHARE_SCALE, type LegShare, type Terms } from '#contracts/mod.ts';
import {
  legShare,
  RATIONAL_ONE,
  winningLeg,
  type PricedLeg,
  type SharedLeg,
} from '#markets/mod.ts';

/** What the bet can come to for the fixture of each leg; undefined for a single. */
export function sharesOf(
  terms: Terms | null,
  legs: readonly PricedLeg[],
): readonly (LegShare | undefined)[] {
  if (terms === null) return [undefined];
  const shared = legs.map((leg): SharedLeg => ({ ...winningLeg(leg), typical: RATIONAL_ONE }));
  return legs.map((_, at) => legShare(terms, shared, at));
}

/** A bet that could return this many times its stake is past every limit. */
export const HIGHEST_RETURN = SHARE_SCALE;
