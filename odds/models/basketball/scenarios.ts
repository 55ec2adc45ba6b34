import type { MarketIdentity, Side } from '#contracts/mod.ts';
import {
  basketballDefinitionOf,
  type BasketballFacts,
  type BasketballSpan,
  type BasketballView,
  type Scenario,
  type TallyPart,
} from '#markets/mod.ts';
import { fiveWayOf, type FiveWay } from '../five-way.ts';
import { jointScenarios } from './joint-scenarios.ts';
import type { BasketballModel } from './model.ts';
import { raceScenarios } from './race.ts';
import { partOf } from './parts.ts';
import { forEachScore } from './points-law.ts';
import { spanLaws, type SpanLaw } from './span-laws.ts';
import type { BasketballState } from './state.ts';

export type BasketballScenario = Scenario<BasketballFacts>;
const NO_RACES: Readonly<Record<number, Side>> = {};

function spanScenarios(
  span: BasketballSpan,
  part: TallyPart,
  of: SpanLaw,
): readonly BasketballScenario[] {
  const scenarios: BasketballScenario[] = [];
  const add = (tally: Readonly<Partial<Record<string, number>>>, chance: number): void => {
    scenarios.push({ facts: { tallies: { [span]: tally }, firstTo: NO_RACES }, chance });
  };
  if (part === 'score') {
    const { home, away } = of.onBoard;
    forEachScore(of.law, (h, a, chance) => add({ home: home + h, away: away + a }, chance));
    return scenarios;
  }
  const { first, mass } = partOf(of, part);
  mass.forEach((chance, at) => chance > 0 && add({ [part]: first + at }, chance));
  return scenarios;
}

/** A game as a model sees it from a state. */
export type BasketballOutlook = Readonly<{
  /** Every way in which what a market looks at may come out; the chances sum to 1. */
  scenarios: (view: BasketballView) => readonly BasketballScenario[];
  /** Chances of the five results of each outcome of a market, in the order of its outcomes. */
  chances: (market: MarketIdentity) => readonly FiveWay[];
}>;

/**
 * The outlook of a game: lists of scenarios by what a market looks at. All of them come from the same
 * laws of the same stretches of play, so that every two markets agree.
 * @throws InputError when the model or the state makes no sense, or a market is not of basketball.
 */
export function basketballOutlook(
  model: BasketballModel,
  state: BasketballState,
): BasketballOutlook {
  const lawOf = spanLaws(model, state);
  const known = new Map<string, readonly BasketballScenario[]>();
  const work = (view: BasketballView): readonly BasketballScenario[] => {
    if ('span' in view) return spanScenarios(view.span, view.part, lawOf(view.span));
    if ('raceTo' in view)
      return raceScenarios(model, state, { to: view.raceTo, match: lawOf('match') });
    return jointScenarios(view.joint, lawOf);
  };
  const scenarios = (view: BasketballView): readonly BasketballScenario[] => {
    const key = JSON.stringify(view);
    const found = known.get(key) ?? work(view);
    known.set(key, found);
    return found;
  };
  return {
    scenarios,
    chances: (market) => {
      const definition = basketballDefinitionOf(market);
      const { specifiers } = market;
      return fiveWayOf(definition, specifiers, scenarios(definition.reads(specifiers)));
    },
  };
}

/** One list of scenarios; see `basketballOutlook`, which shares the work between several. */
export const basketballScenarios = (
  model: BasketballModel,
  state: BasketballState,
  view: BasketballView,
): readonly BasketballScenario[] => basketballOutlook(model, state).scenarios(view);
