import { SHARE_SCALE, type BetBonus, type LegShare, type Terms } from '#contracts/mod.ts';
import {
  legShare,
  RATIONAL_ONE,
  shareWithBonus,
  winningLeg,
  type PricedLeg,
  type SharedLeg,
} from '#markets/mod.ts';

type Promoted = Readonly<{ stakeMinor: bigint; terms: Terms | null; bonus: BetBonus | null }>;

/** The same with what a boost or an accumulator bonus adds; undefined for a single without one. */
export function sharesWithBonus(
  bet: Promoted,
  legs: readonly PricedLeg[],
): readonly (LegShare | undefined)[] {
  const shares = sharesOf(bet.terms, legs);
  if (bet.bonus === null) return shares;
  const { stakeMinor, terms, bonus } = bet;
  const won = legs.map((leg) => ({ ...leg, result: 'won' as const }));
  return shares.map((share, at) =>
    shareWithBonus(share, { stakeMinor, terms, bonus, legs: won }, at),
  );
}

/** What the bet can come to for the fixture of each leg; undefined for a single. */
function sharesOf(
  terms: Terms | null,
  legs: readonly PricedLeg[],
): readonly (LegShare | undefined)[] {
  if (terms === null) return [undefined];
  const shared = legs.map((leg): SharedLeg => ({ ...winningLeg(leg), typical: RATIONAL_ONE }));
  return legs.map((_, at) => legShare(terms, shared, at));
}

/** A bet that could return this many times its stake is past every limit. */
export const HIGHEST_RETURN = SHARE_SCALE;
