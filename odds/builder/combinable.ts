import { InputError } from '#contracts/mod.ts';

import { condition, type Conditioned } from './joint.ts';
import { knowLeg, type KnownLeg } from './legs.ts';
import type { Leg, World } from './world.ts';

/** What adding a selection to the legs would do. */
export type Addition = Readonly<{
  leg: Leg;
  /** The joint chance with it. */
  chance: number;
  /** The legs already mean it, so that it would not change the price. */
  implied: boolean;
}>;

/** Smaller differences are rounding. */
const SAME = 1e-12;

/** The joint chance with one more leg, from what is left of the match with the others. */
function withOne(
  world: World,
  before: Conditioned,
  legs: readonly KnownLeg[],
  leg: KnownLeg,
): number {
  if (leg.kind === 'core') {
    let sum = 0;
    for (let cell = 0; cell < before.core.length; cell += 1) {
      if (leg.wins[cell] === 1) sum += before.core[cell] ?? 0;
    }
    return before.coreChance > 0 ? (before.chance / before.coreChance) * sum : 0;
  }
  return condition(world, [...legs, leg]).chance;
}

/** The candidates that can still be added to the legs, each with the joint chance that it would give. */
export function combinable(
  world: World,
  legs: readonly Leg[],
  candidates: Iterable<Leg>,
): readonly Addition[] {
  const known = legs.map((leg, at) => knowLeg(leg, `legs[${at}]`, world));
  const before = condition(world, known);
  const additions: Addition[] = [];
  for (const leg of candidates) {
    const chance = chanceWith(world, before, known, leg);
    if (chance <= SAME) continue;
    additions.push({ leg, chance, implied: before.chance - chance <= SAME });
  }
  return additions;
}

/** 0 for a leg that cannot be combined with these. */
function chanceWith(
  world: World,
  before: Conditioned,
  known: readonly KnownLeg[],
  leg: Leg,
): number {
  try {
    return withOne(world, before, known, knowLeg(leg, 'candidate', world));
  } catch (error) {
    if (error instanceof InputError) return 0;
    throw error;
  }
}
