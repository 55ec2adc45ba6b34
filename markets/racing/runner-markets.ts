import type { Specifiers } from '#contracts/mod.ts';

import { hasSpecifiers, type Settled } from '../definition.ts';
import {
  didRun,
  finishAmong,
  isComplete,
  isRace,
  placedCount,
  starterCount,
  type RacingFacts,
} from './facts.ts';
import { fieldSize, needed, numberIn, picksNamed, singles, type Pick } from './field.ts';
import { racingHead, type Head, type RacingDefinition } from './racing-definition.ts';
import { settlePosition, type Positions } from './standing.ts';

/** More places than any race is paid on. */
const MAX_PLACES = 10;

type PositionMarket = Head &
  Readonly<{
    /** The specifier which names the position; for the winner there is only the field. */
    specifier: string;
    positions: (specifiers: Specifiers) => Positions | undefined;
    /** Fewer starters than this and the question was never put. */
    leastStarters: (positions: Positions) => number;
    /** Turns the result round: pays when the runner is not in these positions. */
    outside?: boolean;
  }>;

const opposite = (settled: Settled): Settled => {
  if (settled === 'won') return 'lost';
  if (settled === 'lost') return 'won';
  if (typeof settled === 'string') return settled;
  return { ...settled, places: settled.tied - settled.places };
};

/** One question about each runner of the field: does it finish in these positions? */
export function positionMarket(market: PositionMarket): RacingDefinition {
  const { specifier, positions, leastStarters, outside = false } = market;
  const field = (specifiers: Specifiers) =>
    singles(needed(fieldSize(specifiers), 'runners', specifiers));
  const asked = (specifiers: Specifiers) => needed(positions(specifiers), specifier, specifiers);
  return {
    ...racingHead(market),
    outcomes: (specifiers) => field(specifiers).outcomes,
    accepts: (specifiers) =>
      hasSpecifiers(specifiers, ...new Set(['runners', specifier])) &&
      fieldSize(specifiers) !== undefined &&
      positions(specifiers) !== undefined,
    settle: (facts, specifiers) => {
      const wanted = asked(specifiers);
      const isPut = isRace(facts, leastStarters(wanted));
      return field(specifiers).picks.map(([number = 0]) => {
        if (!isPut || !didRun(facts, number)) return 'void';
        const settled = settlePosition(facts.finish, number, wanted);
        return outside ? opposite(settled) : settled;
      });
    },
    decided: (facts, specifiers) => {
      const wanted = asked(specifiers);
      return (
        placedCount(facts) >= wanted.to ||
        isComplete(facts) ||
        starterCount(facts) < leastStarters(wanted)
      );
    },
  };
}

/** The positions `first` to the number that a specifier gives. */
export const positionsUpTo =
  (specifier: string, least: number) =>
  (specifiers: Specifiers): Positions | undefined => {
    const runners = fieldSize(specifiers) ?? 0;
    const to = numberIn(specifiers[specifier], least, Math.min(MAX_PLACES, runners - 1));
    return to === undefined ? undefined : { from: 1, to };
  };

/** The one position that a specifier gives; the winner has a market of its own. */
export const positionAt =
  (specifier: string) =>
  (specifiers: Specifiers): Positions | undefined => {
    const runners = fieldSize(specifiers) ?? 0;
    const at = numberIn(specifiers[specifier], 2, Math.min(MAX_PLACES, runners));
    return at === undefined ? undefined : { from: at, to: at };
  };

type BestOfMarket = Head &
  Readonly<{
    specifiers: readonly string[];
    members: (specifiers: Specifiers) => Pick | undefined;
    /** Whether one non-runner among them voids the market, or is out of it alone. */
    allMustRun: boolean;
  }>;

/** Which of some runners comes in first of them, whoever else is in front. */
export function bestOfMarket(market: BestOfMarket): RacingDefinition {
  const { members, allMustRun } = market;
  const [first = ''] = market.specifiers;
  const asked = (specifiers: Specifiers): Pick => needed(members(specifiers), first, specifiers);
  const isPut = (facts: RacingFacts, group: Pick): boolean => {
    const starters = group.filter((number) => didRun(facts, number)).length;
    return starters >= (allMustRun ? group.length : 2);
  };
  const amongThem = (facts: RacingFacts, group: Pick) =>
    finishAmong(facts, (number) => group.includes(number));
  return {
    ...racingHead(market),
    outcomes: (specifiers) => picksNamed(asked(specifiers).map((number) => [number])).outcomes,
    accepts: (specifiers) =>
      hasSpecifiers(specifiers, ...market.specifiers) && members(specifiers) !== undefined,
    settle: (facts, specifiers) => {
      const group = asked(specifiers);
      const finish = amongThem(facts, group);
      // When none of them completes the course there is no answer, and the stakes come back.
      const isAnswered = isPut(facts, group) && finish.length > 0;
      return group.map((number) =>
        isAnswered && didRun(facts, number)
          ? settlePosition(finish, number, { from: 1, to: 1 })
          : 'void',
      );
    },
    decided: (facts, specifiers) => {
      const group = asked(specifiers);
      return (
        !isPut(facts, group) ||
        amongThem(facts, group).length > 0 ||
        group.every((number) => facts.runners[number - 1] !== 'ran')
      );
    },
  };
}
