import type { Specifiers } from '#contracts/mod.ts';

import { choose } from '../arithmetic/mod.ts';
import { hasSpecifiers } from '../definition.ts';
import {
  didRun,
  isComplete,
  isRace,
  placedCount,
  starterCount,
  type RacingFacts,
} from './facts.ts';
import { fieldSize, needed, orders, sets, type Pick } from './field.ts';
import { racingHead, type Head, type RacingDefinition } from './racing-definition.ts';
import { settledShare } from './standing.ts';

export type FrontDepth = 2 | 3;

/** The tied groups that fill the first positions, and how many picks they leave equally right. */
type Front = Readonly<{
  /** Index of the group of each number; undefined when it is behind them. */
  groupOf: ReadonlyMap<number, number>;
  /** The group that holds the last position, and the runners in front of it. */
  last: number;
  ahead: number;
  orders: number;
  sets: number;
}>;

/** size × (size − 1) × …, `count` factors. */
const arrangements = (size: number, count: number): number =>
  Array.from({ length: count }, (_, at) => size - at).reduce((product, n) => product * n, 1);

function frontOf(finish: RacingFacts['finish'], depth: number): Front | undefined {
  const groupOf = new Map<number, number>();
  let ahead = 0;
  let waysAhead = 1;
  for (const [last, tied] of finish.entries()) {
    for (const number of tied) groupOf.set(number, last);
    const wanted = depth - ahead;
    if (tied.length >= wanted) {
      const ways = waysAhead * arrangements(tied.length, wanted);
      return { groupOf, last, ahead, orders: ways, sets: choose(tied.length, wanted) };
    }
    ahead += tied.length;
    waysAhead *= arrangements(tied.length, tied.length);
  }
  return undefined;
}

/** When too few complete the course, those that did not share the positions left, whoever they are. */
const withUnplaced = (facts: RacingFacts): RacingFacts['finish'] => {
  const unplaced = facts.runners.flatMap((status, at) =>
    status === 'did-not-finish' ? [at + 1] : [],
  );
  return unplaced.length === 0 ? facts.finish : [...facts.finish, unplaced];
};

/** Whether a pick names the runners in front, in one of their possible orders if order counts. */
function isRight({ groupOf, last, ahead }: Front, pick: Pick, ordered: boolean): boolean {
  const groups = pick.map((number) => groupOf.get(number) ?? Infinity);
  const known = groups.every((group) => group <= last);
  const inFront = groups.filter((group) => group < last).length;
  const inOrder = groups.every((group, at) => group >= (groups[at - 1] ?? 0));
  return known && inFront === ahead && (inOrder || !ordered);
}

type FrontMarket = Head & Readonly<{ depth: FrontDepth; ordered: boolean }>;

/**
 * The first two or three of the race, in order or in any. Dead heats leave several picks right; each of
 * them is paid with an equal share of the stake.
 */
export function frontMarket(market: FrontMarket): RacingDefinition {
  const { depth, ordered } = market;
  const field = (specifiers: Specifiers) =>
    (ordered ? orders : sets)[depth](needed(fieldSize(specifiers), 'runners', specifiers));
  return {
    ...racingHead(market),
    outcomes: (specifiers) => field(specifiers).outcomes,
    accepts: (specifiers) =>
      hasSpecifiers(specifiers, 'runners') && (fieldSize(specifiers) ?? 0) >= depth,
    settle: (facts, specifiers) => {
      const front = isRace(facts, depth) ? frontOf(withUnplaced(facts), depth) : undefined;
      return field(specifiers).picks.map((pick) => {
        if (front === undefined || pick.some((number) => !didRun(facts, number))) return 'void';
        if (!isRight(front, pick, ordered)) return 'lost';
        return settledShare(1, ordered ? front.orders : front.sets);
      });
    },
    decided: (facts) =>
      placedCount(facts) >= depth || isComplete(facts) || starterCount(facts) < depth,
  };
}
