import type { DecisionView } from '#contracts/mod.ts';

import { nameOfMarket, nameOfOutcome, type Teams } from '../../ui/names.ts';

export const KIND_TITLES: Readonly<Record<DecisionView['kind'], string>> = {
  'market-result': 'Result by hand',
  'selection-void': 'Void',
  'void-undo': 'Void taken back',
  're-settlement': 'Correction of the feed',
};

const MOST_LINES = 8;

/** What the decision would do, a line for each market or for the selections that are void or no longer. */
export function actionLines(
  { kind, markets, selections }: Pick<DecisionView, 'kind' | 'markets' | 'selections'>,
  teams: Teams,
): readonly string[] {
  const lines = markets.map(({ marketKey, outcomes }) => {
    const results = outcomes.map(
      ({ id, result }) => `${nameOfOutcome(marketKey, id, teams)} ${result.replace('-', ' ')}`,
    );
    return `${nameOfMarket(marketKey, teams)}: ${results.join(', ')}`;
  });
  const bases = [...new Set(selections.map(({ basis }) => basis))];
  const voids = bases.map((basis) => {
    const count = selections.filter((each) => each.basis === basis).length;
    if (kind === 'void-undo')
      return `${String(count)} ${count === 1 ? 'selection' : 'selections'}: ${basis}`;
    return `${String(count)} ${count === 1 ? 'selection becomes' : 'selections become'} void: ${basis}`;
  });
  const all = [...lines, ...voids];
  const more = all.length - MOST_LINES;
  return more > 0 ? [...all.slice(0, MOST_LINES), `and ${String(more)} more markets`] : all;
}
