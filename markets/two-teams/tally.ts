import { InputError, type Score, type Side } from '#contracts/mod.ts';

/**
 * What is known of the score of a span of play. Of a completed span that is the whole score; a scenario
 * may hold the margin or the total alone, so that a list of scenarios need not be longer than its market
 * asks for. `margin` is home minus away.
 */
export type Tally = Readonly<{ home?: number; away?: number; margin?: number; total?: number }>;

/** The part of a tally that a market looks at. */
export type TallyPart = 'score' | 'margin' | 'total' | Side;

/** What is known of each span of play; a span that is not named has not been completed. */
export type Tallies<Span extends string> = Readonly<Partial<Record<Span, Tally>>>;

function known(value: number | undefined, part: string): number {
  if (value !== undefined) return value;
  throw new InputError('STATE_CONTRADICTORY', part, value, 'must be held by the facts');
}

/** @throws InputError STATE_CONTRADICTORY when the facts do not hold the side's points. */
export const pointsOf = (tally: Tally, side: Side): number => known(tally[side], side);

/** @throws InputError STATE_CONTRADICTORY when the facts do not hold the margin. */
export const marginOf = (tally: Tally): number =>
  tally.margin ?? pointsOf(tally, 'home') - pointsOf(tally, 'away');

/** @throws InputError STATE_CONTRADICTORY when the facts do not hold the total. */
export const totalOf = (tally: Tally): number =>
  tally.total ?? pointsOf(tally, 'home') + pointsOf(tally, 'away');

/** @throws InputError STATE_CONTRADICTORY when the facts do not hold the span at all. */
export function tallyOf<Span extends string>(tallies: Tallies<Span>, span: Span): Tally {
  const tally = tallies[span];
  if (tally !== undefined) return tally;
  throw new InputError('STATE_CONTRADICTORY', span, tally, 'must be held by the facts');
}

export const addScores = (...scores: readonly Score[]): Score => ({
  home: scores.reduce((sum, { home }) => sum + home, 0),
  away: scores.reduce((sum, { away }) => sum + away, 0),
});

/** Which of some spans had most, named by their place in the list; `equal` when several had. */
export function highestOf(totals: readonly number[]): number | 'equal' {
  const most = Math.max(...totals);
  const at = totals.indexOf(most);
  return totals.lastIndexOf(most) === at ? at : 'equal';
}
