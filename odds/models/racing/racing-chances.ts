import type { RacingMarketType, Specifiers } from '#contracts/mod.ts';
import { gradeRacing } from '#markets/mod.ts';

import type { OrderLaw } from './order-law.ts';
import { plainRace } from './race-scenarios.ts';

/** Runners of an outcome, indexed from 0. */
type Pick = readonly number[];
type Chances = (law: OrderLaw, picks: readonly Pick[], specifiers: Specifiers) => readonly number[];

const difference = (left: readonly number[], right: readonly number[]): readonly number[] =>
  left.map((chance, at) => chance - (right[at] ?? 0));

const firstOf: Chances = (law, picks) => law.firstOf(picks.flat());

/** All orders of the two or three runners of a pick. */
const ordersOf = (pick: Pick): readonly Pick[] =>
  pick.length < 2
    ? [pick]
    : pick.flatMap((at) =>
        ordersOf(pick.filter((other) => other !== at)).map((rest) => [at, ...rest]),
      );

const inFront =
  (depth: 2 | 3, inAnyOrder: boolean): Chances =>
  (law, picks) => {
    const chances = law.front(depth);
    const field = law.win.length;
    const chanceOf = (order: Pick): number =>
      chances[order.reduce((index, at) => index * field + at, 0)] ?? 0;
    return picks.map((pick) =>
      inAnyOrder ? ordersOf(pick).reduce((sum, order) => sum + chanceOf(order), 0) : chanceOf(pick),
    );
  };

const CHANCES: Readonly<Record<RacingMarketType, Chances>> = {
  'racing-win': ({ win }) => win,
  'racing-place': (law, _, { places }) => law.place(Number(places)),
  'racing-finish-position': (law, _, { position }) =>
    difference(law.place(Number(position)), law.place(Number(position) - 1)),
  'racing-not-placed': (law, _, { places }) =>
    law.place(Number(places)).map((chance) => 1 - chance),
  'racing-winner-without': firstOf,
  'racing-match-bet': firstOf,
  'racing-group-bet': firstOf,
  'racing-forecast': inFront(2, false),
  'racing-reverse-forecast': inFront(2, true),
  'racing-tricast': inFront(3, false),
  'racing-combination-tricast': inFront(3, true),
};

/**
 * Chances that the outcomes of a racing market win, in their order; 0 for those that would be void
 * whatever happens. The same as the expectation of the market's `settle` over all finishing orders, by
 * the law's own sums instead of the orders, of which a large field has too many.
 * @throws InputError when the specifiers are not the market's or name another field, or the law cannot
 * sum so many places.
 */
export function racingChances(
  law: OrderLaw,
  type: RacingMarketType,
  specifiers: Specifiers,
): readonly number[] {
  const settled = [...gradeRacing(plainRace(law), type, specifiers)];
  const isVoid = settled.map(([, result]) => result === 'void');
  if (isVoid.every(Boolean)) return isVoid.map(() => 0);
  const picks = settled.map(([outcome]) => outcome.split('-').map((number) => Number(number) - 1));
  const chances = CHANCES[type](law, picks, specifiers);
  return chances.map((chance, at) => (isVoid[at] === true ? 0 : chance));
}
