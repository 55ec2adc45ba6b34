import { InputError } from '#contracts/mod.ts';
import { NEXT_AWAY } from '#markets/mod.ts';

import { knowLeg, type CellLeg, type KnownLeg, type PlayerLeg } from './legs.ts';
import { scorersChance } from './scorers.ts';
import type { Leg, World } from './world.ts';

/**
 * What is left of the match when the legs hold: the core's cells weighted by the chance that every core
 * and player leg holds there, and the chance of the legs on each factor. Their product is the joint chance.
 */
export type Conditioned = Readonly<{
  core: Float64Array;
  coreChance: number;
  factors: ReadonlyMap<string, readonly CellLeg[]>;
  factorChances: ReadonlyMap<string, number>;
  players: readonly PlayerLeg[];
  chance: number;
}>;

const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

const isPlayer = (leg: KnownLeg): leg is PlayerLeg => leg.kind === 'player';

/** The chance that all legs on one factor win together. */
function factorChance(chances: Float64Array, legs: readonly CellLeg[]): number {
  let sum = 0;
  for (let cell = 0; cell < chances.length; cell += 1) {
    if (legs.every(({ wins }) => wins[cell] === 1)) sum += chances[cell] ?? 0;
  }
  return sum;
}

function weighted(world: World, legs: readonly CellLeg[], players: readonly PlayerLeg[]) {
  const { core, index, scored } = world;
  const weights = Float64Array.from(core);
  for (const { wins } of legs) {
    for (let cell = 0; cell < weights.length; cell += 1) {
      if (wins[cell] === 0) weights[cell] = 0;
    }
  }
  if (players.length === 0) return weights;
  const chance = scorersChance(players);
  for (let cell = 0; cell < weights.length; cell += 1) {
    const weight = weights[cell] ?? 0;
    if (weight === 0) continue;
    const home = (index.h1[cell] ?? 0) + (index.h2[cell] ?? 0) - scored.home;
    const away = (index.a1[cell] ?? 0) + (index.a2[cell] ?? 0) - scored.away;
    const next = home + away === 0 ? 'none' : index.next[cell] === NEXT_AWAY ? 'away' : 'home';
    weights[cell] = weight * chance({ home, away, next });
  }
  return weights;
}

/**
 * Two distributions of one kind, as the corners of the match and of its first half, depend on each other
 * in a way that neither says.
 * @throws InputError LEG_NOT_COMBINABLE
 */
function refuseMixedCounts(legs: readonly KnownLeg[]): void {
  const seen = new Map<string, string>();
  legs.forEach((leg, at) => {
    if (isPlayer(leg) || leg.counts === null) return;
    const known = seen.get(leg.counts) ?? leg.distribution;
    if (known !== leg.distribution) {
      const why = `has no joint chance with the other leg on ${leg.counts}`;
      throw new InputError('LEG_NOT_COMBINABLE', `legs[${at}]`, leg.distribution, why);
    }
    seen.set(leg.counts, known);
  });
}

/** Takes the legs together. */
export function condition(world: World, legs: readonly KnownLeg[]): Conditioned {
  refuseMixedCounts(legs);
  const players = legs.filter(isPlayer);
  const cells = legs.filter((leg): leg is CellLeg => !isPlayer(leg));
  const core = weighted(
    world,
    cells.filter(({ kind }) => kind === 'core'),
    players,
  );
  const factors = Map.groupBy(
    cells.filter(({ kind }) => kind === 'factor'),
    ({ distribution }) => distribution,
  );
  const factorChances = new Map(
    [...factors].map(([name, group]) => [
      name,
      factorChance(world.factors.get(name)?.chances ?? new Float64Array(), group),
    ]),
  );
  const coreChance = sumOf(core);
  const chance = [...factorChances.values()].reduce((product, each) => product * each, coreChance);
  return { core, coreChance, factors, factorChances, players, chance };
}

export type JointLegs = Readonly<{
  /** The chance that all legs win; 0 when they exclude each other. */
  chance: number;
  /** The chance of each leg by itself. */
  legs: readonly number[];
  /** What independent legs would come to; the ratio of the two is the correlation. */
  product: number;
}>;

/**
 * The exact joint chance of legs of one match: every scenario in which all of them win. A leg that others
 * imply changes nothing; legs that exclude each other have the chance 0, and no price may be given.
 * @throws InputError for a leg that is unknown or cannot be combined.
 */
export function jointLegs(world: World, legs: readonly Leg[]): JointLegs {
  const known = legs.map((leg, at) => knowLeg(leg, `legs[${at}]`, world));
  const single = known.map((leg) => condition(world, [leg]).chance);
  const product = single.reduce((all, chance) => all * chance, 1);
  return { chance: condition(world, known).chance, legs: single, product };
}
