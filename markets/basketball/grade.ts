import type { MarketIdentity, OutcomeId } from '#contracts/mod.ts';

import type { Settled } from '../definition.ts';
import { definitionFor, gradesOf } from '../two-teams/grade.ts';
import { BASKETBALL_DEFINITIONS, type BasketballDefinition } from './definitions.ts';
import type { BasketballFacts, BasketballSpan, BasketballView } from './facts.ts';

/** @throws InputError MARKET_UNKNOWN or SPECIFIER_INVALID when there is no such basketball market. */
export const basketballDefinitionOf = (market: MarketIdentity): BasketballDefinition =>
  definitionFor(BASKETBALL_DEFINITIONS, market);

function spansOf(view: BasketballView): readonly BasketballSpan[] {
  if ('span' in view) return [view.span];
  if ('raceTo' in view) return ['match'];
  switch (view.joint) {
    case 'half-results':
    case 'half-totals':
      return ['first-half', 'second-half'];
    default:
      return ['quarter-1', 'quarter-2', 'quarter-3', 'quarter-4'];
  }
}

/**
 * What each outcome of a market has come to. A market of a quarter or a half is decided when that is over,
 * even while the game goes on; before it is undecided. Games that stop early are for house rules.
 * @throws InputError when there is no such market, or the facts do not say who won a race.
 */
export function gradeBasketball(
  facts: BasketballFacts,
  market: MarketIdentity,
): ReadonlyMap<OutcomeId, Settled | 'undecided'> {
  const { outcomes, settle, reads } = basketballDefinitionOf(market);
  const { specifiers } = market;
  const isOver = spansOf(reads(specifiers)).every((span) => facts.tallies[span] !== undefined);
  return gradesOf(outcomes(specifiers), isOver ? settle(facts, specifiers) : undefined);
}
