import type { Score, Side } from '#contracts/mod.ts';
import {
  basketballFacts,
  type BasketballBasket,
  type BasketballFacts,
  type BasketballView,
} from '#markets/mod.ts';
import type { Random } from '#platform/mod.ts';

import type { BasketballModel } from '../model.ts';
import type { BasketballState } from '../state.ts';

/** Draws the points of some minutes: margin and total by themselves, until they fit together. */
function drawPoints(random: Random, model: BasketballModel, minutes: number): Score {
  const share = minutes / (4 * model.quarterMinutes);
  const draw = (mean: number, deviation: number): number =>
    Math.round(random.normal(share * mean, Math.sqrt(share * deviation ** 2 - 1 / 12)));
  for (;;) {
    const margin = draw(model.margin.mu, model.margin.sigma);
    const total = draw(model.total.mean, model.total.sd);
    if (Math.abs(margin) <= total && (margin + total) % 2 === 0) {
      return { home: (total + margin) / 2, away: (total - margin) / 2 };
    }
  }
}

const isLevel = ({ home, away }: Score): boolean => home === away;
const plus = (left: Score, right: Score): Score => ({
  home: left.home + right.home,
  away: left.away + right.away,
});
const NONE: Score = { home: 0, away: 0 };

/** Baskets of one to three points that add up to a score, in a random order. */
function drawBaskets(random: Random, score: Score): readonly BasketballBasket[] {
  const left: Record<Side, number> = { ...score };
  const baskets: BasketballBasket[] = [];
  while (left.home + left.away > 0) {
    const side = random.int(left.home + left.away) < left.home ? 'home' : 'away';
    const points = Math.min(left[side], 1 + random.int(3));
    left[side] -= points;
    baskets.push({ side, points });
  }
  return baskets;
}

/** A game played to its end from a state, with baskets in a random order. */
export function simulateGame(
  random: Random,
  model: BasketballModel,
  { period, secondsLeft, points }: BasketballState,
): BasketballFacts {
  const periods = [...points];
  if (secondsLeft > 0) {
    periods[period - 1] = plus(
      points[period - 1] ?? NONE,
      drawPoints(random, model, secondsLeft / 60),
    );
  }
  while (periods.length < 4) periods.push(drawPoints(random, model, model.quarterMinutes));
  while (isLevel(periods.reduce(plus, NONE))) {
    periods.push(drawPoints(random, model, model.overtimeMinutes));
  }
  return basketballFacts({
    quarters: periods.slice(0, 4),
    overtime: periods.length > 4 ? periods.slice(4).reduce(plus, NONE) : null,
    over: true,
    baskets: drawBaskets(random, periods.reduce(plus, NONE)),
  });
}

/** What a view can tell of a game, as a text: games with equal texts are one scenario. */
export function signature(view: BasketballView, { tallies, firstTo }: BasketballFacts): string {
  if ('raceTo' in view) return firstTo[view.raceTo] ?? 'none';
  const margin = (span: keyof typeof tallies): number => {
    const { home = 0, away = 0, margin: known = home - away } = tallies[span] ?? {};
    return known;
  };
  const total = (span: keyof typeof tallies): number => {
    const { home = 0, away = 0, total: known = home + away } = tallies[span] ?? {};
    return known;
  };
  if ('span' in view) {
    const { home, away } = tallies[view.span] ?? {};
    switch (view.part) {
      case 'score':
        return `${home ?? NaN}-${away ?? NaN}`;
      case 'margin':
        return String(margin(view.span));
      case 'total':
        return String(total(view.span));
      default:
        return String(tallies[view.span]?.[view.part]);
    }
  }
  const quarters = ([1, 2, 3, 4] as const).map((quarter) => `quarter-${quarter}` as const);
  const totals = quarters.map(total);
  switch (view.joint) {
    case 'half-results':
      return [margin('first-half'), margin('regulation')].map(Math.sign).join();
    case 'half-totals':
      return String(Math.sign(total('first-half') - total('second-half')));
    case 'quarter-results':
      return quarters.map((span) => Math.sign(margin(span))).join();
    default: {
      const most = Math.max(...totals);
      const highest = totals.flatMap((each, at) => (each === most ? [at] : []));
      return highest.length === 1 ? String(highest[0]) : 'equal';
    }
  }
}
