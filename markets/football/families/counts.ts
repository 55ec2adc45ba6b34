import type { Score } from '#contracts/mod.ts';

import { leader, outcomeIds, sideName, winner } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import type { Period } from '../periods.ts';
import { countedIn, countMarket, type Kind } from './kind.ts';

const ODD_EVEN = outcomeIds('odd', 'even');

export const oddEvenOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    rule: `Whether the number of ${countedIn(period)} is odd or even; none is even.`,
    outcomes: ODD_EVEN,
    settle: ({ home, away }) => winner(ODD_EVEN, (home + away) % 2 === 1 ? 'odd' : 'even'),
  });

const goals = (count: string): string => {
  if (count === '0') return 'No goals';
  return count === '1' ? '1 goal' : `${count.replaceAll('-', ' ')} goals`;
};

/** How many goals, each number up to `most` by itself and the rest as one answer. */
export function exactCountOf(
  period: Period,
  kind: Kind,
  { most, of, whose }: Readonly<{ most: number; of: (count: Score) => number; whose: string }>,
): FootballDefinition {
  const outcomes = outcomeIds(
    ...Array.from({ length: most }, (_, count) => String(count)),
    `${String(most)}-or-more`,
  );
  return countMarket(period, kind, {
    rule: `The number of ${countedIn(period, whose)}.`,
    outcomes,
    settle: (count) => winner(outcomes, outcomes[Math.min(of(count), most)] ?? ''),
    outcomeName: goals,
  });
}

/** Every score up to `most` a side by name, and any other. */
export function correctScoreOf(period: Period, kind: Kind, most: number): FootballDefinition {
  const counts = Array.from({ length: most + 1 }, (_, count) => count);
  const scores = counts.flatMap((home) => counts.map((away) => `${home}-${away}`));
  const outcomes = outcomeIds(...scores, 'other');
  return countMarket(
    period,
    { group: 'scores', ...kind },
    {
      rule: `The score in ${period.span}; any other when a side has more than ${most}.`,
      outcomes,
      settle: ({ home, away }) =>
        winner(outcomes, Math.max(home, away) <= most ? `${home}-${away}` : 'other'),
      outcomeName: (outcome) => (outcome === 'other' ? 'Any other score' : outcome),
    },
  );
}

/** Leads of either side up to `most` or more, and the draw. */
export function winningMarginOf(period: Period, kind: Kind, most: number): FootballDefinition {
  const leads = Array.from({ length: most }, (_, at) =>
    at + 1 === most ? `by-${most}-or-more` : `by-${at + 1}`,
  );
  const outcomes = outcomeIds(
    ...(['home', 'away'] as const).flatMap((side) => leads.map((lead) => `${side}-${lead}`)),
    'draw',
  );
  return countMarket(
    period,
    { group: 'scores', ...kind },
    {
      rule: `The side with more ${countedIn(period)} and by how many, or the draw.`,
      outcomes,
      settle: (count) => {
        const ahead = leader(count);
        const by = Math.min(Math.abs(count.home - count.away), most);
        return winner(outcomes, ahead === 'draw' ? 'draw' : `${ahead}-${leads[by - 1] ?? ''}`);
      },
      outcomeName: (outcome, _, teams) => {
        const [side = '', ...lead] = outcome.split('-');
        return [sideName(side, teams), ...lead].join(' ');
      },
    },
  );
}
