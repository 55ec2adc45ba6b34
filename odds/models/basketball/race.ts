import { InputError, type Side } from '#contracts/mod.ts';
import type { BasketballFacts, Scenario } from '#markets/mod.ts';
import { normalCdf } from '../numeric/normal.ts';
import type { BasketballModel } from './model.ts';
import { forEachScore } from './points-law.ts';
import type { SpanLaw } from './span-laws.ts';
import type { BasketballState } from './state.ts';

type Race = Readonly<{ to: number; match: SpanLaw }>;

/** Who has already won the race; undefined while neither side is there. */
function alreadyWon({ points, firstTo }: BasketballState, to: number): Side | undefined {
  const now = { home: 0, away: 0 };
  for (const { home, away } of points) {
    now.home += home;
    now.away += away;
  }
  if (now.home < to && now.away < to) return undefined;
  if (now.home >= to && now.away >= to) {
    const first = firstTo?.[to];
    if (first !== undefined) return first;
    const why = 'must say who was first, as both sides have reached it';
    throw new InputError('STATE_CONTRADICTORY', `state.firstTo.${to}`, first, why);
  }
  return now.home >= to ? 'home' : 'away';
}

/**
 * Who is first to N points. Point by point, the first to N is whoever leads when 2N − 1 points have been
 * scored, so no paths need be followed: given the final score, the margin at that total is the normal law
 * of a Brownian bridge over the points, whose variance per point is that of the model (the points serve as
 * the clock). A side that alone reaches N is first; when neither does, nobody is. A basket of two or three
 * points may jump over 2N − 1, which is the error: under 0.01, see the tests against simulated baskets.
 */
export function raceScenarios(
  { margin, total }: BasketballModel,
  state: BasketballState,
  { to, match }: Race,
): readonly Scenario<BasketballFacts>[] {
  const scenario = (side: Side | 'none', chance: number): Scenario<BasketballFacts> => ({
    facts: { tallies: {}, firstTo: { [to]: side } },
    chance,
  });
  const won = alreadyWon(state, to);
  if (won !== undefined) return [scenario(won, 1)];
  const { home, away } = match.onBoard;
  const variancePerPoint = margin.sigma ** 2 / total.mean;
  const decisive = 2 * to - 1 - home - away;
  const chances = { home: 0, away: 0, none: 0 };
  forEachScore(match.law, (h, a, chance) => {
    const isThere = { home: home + h >= to, away: away + a >= to };
    if (!isThere.home || !isThere.away) {
      chances[isThere.home ? 'home' : isThere.away ? 'away' : 'none'] += chance;
      return;
    }
    const mean = home - away + ((h - a) * decisive) / (h + a);
    const variance = (variancePerPoint * decisive * (h + a - decisive)) / (h + a);
    const first = normalCdf(mean / Math.sqrt(variance));
    chances.home += chance * first;
    chances.away += chance * (1 - first);
  });
  return (['home', 'away', 'none'] as const).map((side) => scenario(side, chances[side]));
}
