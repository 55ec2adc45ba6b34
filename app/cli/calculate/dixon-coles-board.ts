import type { Score } from '#contracts/mod.ts';
import { boardOf, footballDefinitionOf, settleWith, type MatchRecord } from '#markets/mod.ts';
import { fiveWayOf, scoreChance, type FiveWay, type ScoreGrid } from '#odds/models/mod.ts';

import { pricedAnswers, type Margin, type PricedAnswers } from './priced-market.ts';

/** Markets on the final score alone: that is all a grid of scores says. */
export function dixonColesBoard(
  record: MatchRecord,
  final: ScoreGrid,
  margin: Margin | undefined,
): readonly PricedAnswers[] {
  const scenarios = Array.from(final.cells, (_, cell) => {
    const facts = {
      home: Math.floor(cell / (final.maxAway + 1)),
      away: cell % (final.maxAway + 1),
    };
    return { facts, chance: scoreChance(final, facts.home, facts.away) };
  }).filter(({ chance }) => chance > 0);
  return boardOf(record).flatMap(({ key, identity, outcomes }) => {
    const definition = footballDefinitionOf(identity.type);
    if (definition?.reads !== 'full-time') return [];
    const chances = fiveWayOf<Score>(
      {
        outcomes: definition.outcomes,
        settle: (facts, specifiers) => settleWith(definition, facts, specifiers),
      },
      identity.specifiers,
      scenarios,
    );
    const byOutcome = new Map(
      outcomes.flatMap((id, at): [typeof id, FiveWay][] => {
        const of = chances[at];
        return of === undefined ? [] : [[id, of]];
      }),
    );
    return [pricedAnswers(key, byOutcome, margin)];
  });
}
