import { allVoid, NO_SPECIFIERS, outcomeIds, sideName, winner } from '../definition.ts';
import { leaderBy } from './families.ts';
import type { Family } from './question.ts';
import { marginOf, pointsOf, type Tally } from './tally.ts';

/** Margins from `from` points on, up to where the next band begins. */
const bandName = (from: number, next: number | undefined): string => {
  if (next === undefined) return `${from}-or-more`;
  return next === from + 1 ? String(from) : `${from}-to-${next - 1}`;
};

/**
 * By how much the winner leads: `home-1-to-5`. Bands begin at the given margins, the last has no end. A
 * level score is an answer of its own when `level` is `draw`, and returns all stakes when it is `void`.
 */
export function winningMarginFamily(starts: readonly number[], level: 'draw' | 'void'): Family {
  const bands = starts.map((from, at) => ({ from, name: bandName(from, starts[at + 1]) }));
  const outcomes = outcomeIds(
    ...['home', 'away'].flatMap((side) => bands.map(({ name }) => `${side}-${name}`)),
    ...(level === 'draw' ? ['draw'] : []),
  );
  return {
    rule:
      level === 'draw'
        ? 'Who wins and by how much, or the draw.'
        : 'Who wins and by how much; stakes come back when the score is level.',
    parameters: {},
    example: NO_SPECIFIERS,
    part: () => 'margin',
    outcomes,
    settle: (tally) => {
      const margin = marginOf(tally);
      if (margin === 0 && level === 'void') return allVoid(outcomes);
      const band = bands.findLast(({ from }) => Math.abs(margin) >= from);
      return winner(outcomes, band === undefined ? 'draw' : `${leaderBy(margin)}-${band.name}`);
    },
    outcomeName: (outcome, _, teams) => {
      const [side = '', ...band] = outcome.split('-');
      return `${sideName(side, teams)} ${band.join(' ')}`.trim();
    },
  };
}

/** The score itself, up to `most` a side by name, and any other. */
export function correctScoreFamily(most: number): Family {
  const counts = Array.from({ length: most + 1 }, (_, count) => count);
  const outcomes = outcomeIds(
    ...counts.flatMap((home) => counts.map((away) => `${home}-${away}`)),
    'other',
  );
  const listed = (tally: Tally): string => {
    const [home, away] = [pointsOf(tally, 'home'), pointsOf(tally, 'away')];
    return Math.max(home, away) <= most ? `${home}-${away}` : 'other';
  };
  return {
    rule: `The score itself, up to ${most} a side by name, or any other.`,
    parameters: {},
    example: NO_SPECIFIERS,
    part: () => 'score',
    outcomes,
    settle: (tally) => winner(outcomes, listed(tally)),
    outcomeName: (outcome) => (outcome === 'other' ? 'Any other score' : outcome),
  };
}
