import type { MarketIdentity, OutcomeId } from '#contracts/mod.ts';

import type { Settled } from '../definition.ts';
import { definitionFor, gradesOf } from '../two-teams/grade.ts';
import { ICE_HOCKEY_DEFINITIONS, type IceHockeyDefinition } from './definitions.ts';
import type { IceHockeyFacts, IceHockeySpan, IceHockeyView } from './facts.ts';

/** @throws InputError MARKET_UNKNOWN or SPECIFIER_INVALID when there is no such ice hockey market. */
export const iceHockeyDefinitionOf = (market: MarketIdentity): IceHockeyDefinition =>
  definitionFor(ICE_HOCKEY_DEFINITIONS, market);

function spanOf(view: IceHockeyView): IceHockeySpan {
  if ('span' in view) return view.span;
  return 'joint' in view && view.joint === 'game' ? 'match' : 'regulation';
}

/**
 * What each outcome of a market has come to. A market of a period is decided when that is over, one of the
 * 60 minutes before overtime ends; before it is undecided. Games that stop early are for house rules.
 * @throws InputError when there is no such market, or the facts do not hold the order of the goals.
 */
export function gradeIceHockey(
  facts: IceHockeyFacts,
  market: MarketIdentity,
): ReadonlyMap<OutcomeId, Settled | 'undecided'> {
  const { outcomes, settle, reads } = iceHockeyDefinitionOf(market);
  const { specifiers } = market;
  const isOver = facts.tallies[spanOf(reads(specifiers))] !== undefined;
  return gradesOf(outcomes(specifiers), isOver ? settle(facts, specifiers) : undefined);
}
