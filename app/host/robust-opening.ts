import type { MarketKey, OutcomeId, TraderCommand } from '#contracts/mod.ts';

import type { HostState } from './host-state.ts';
import type { Agreed } from './robust-book.ts';

type Command = Extract<TraderCommand, { kind: 'opening' }>;

/** A trader's chances for a market of the match as it is now; an empty list takes those of before back. */
export function openMarket(state: HostState, { marketKey, chances, until }: Command): void {
  const { openings, record, materialAt } = state;
  openings.delete(marketKey);
  if (chances.length === 0) return;
  openings.set(marketKey, {
    chances: new Map(chances.map(({ outcomeId, chance }) => [outcomeId, chance])),
    endsAt: until ?? Infinity,
    inPlay: record.phase !== 'not-started',
    materialAt,
  });
}

/** Whether what was agreed still holds: nothing of it has become too old, and the match is the one that it was about. */
export const stillHolds = (
  { now, materialAt, record }: HostState,
  { endsAt, inPlay, materialAt: before }: Pick<Agreed, 'endsAt' | 'inPlay' | 'materialAt'>,
): boolean => now < endsAt && materialAt === before && (record.phase !== 'not-started') === inPlay;

/** The chances of a trader that hold, brought to a sum of 1; undefined without, and where they miss an outcome. */
export function openedAt(
  state: HostState,
  key: MarketKey,
  outcomes: readonly OutcomeId[],
): Agreed | undefined {
  const opening = state.openings.get(key);
  if (opening === undefined || !stillHolds(state, opening)) return undefined;
  const { chances: given, ...about } = opening;
  const chances = outcomes.map((id) => given.get(id) ?? 0);
  if (given.size !== outcomes.length || chances.includes(0)) return undefined;
  const sum = chances.reduce((all, chance) => all + chance, 0);
  return {
    ...about,
    chances: chances.map((chance) => chance / sum),
    books: ['trader'],
    dispersion: 0,
  };
}
