import type { Score } from '#contracts/mod.ts';
import type { MatchRecord } from '#markets/mod.ts';
import {
  at,
  cornerEvent,
  fixtureEvent,
  goalEvent,
  phaseEvent,
  recordOf,
  type Draft,
} from '#markets/testing/mod.ts';

import { readRows } from './read-rows.ts';

type Side = 'home' | 'away';
const SIDES: readonly Side[] = ['home', 'away'];
const PREFIX = { home: 'H', away: 'A' } as const;

const cardEvent = (side: Side, colour: 'yellow' | 'red'): Draft<'card'> => ({
  kind: 'card',
  side,
  colour,
  ...at('second-half', 40),
});

/** The finished match that a league file tells of: goals by half, corners and cards, at made-up minutes. */
export function playedMatch(csv: string, date: string, home: string): MatchRecord {
  const row = readRows(csv).find((cells) => cells('Date') === date && cells('HomeTeam') === home);
  if (row === undefined) throw new Error(`no match of ${home} on ${date}`);
  const number = (column: string): number => Number(row(column));
  const times = <One>(count: number, make: (n: number) => One): readonly One[] =>
    Array.from({ length: count }, (_, n) => make(n));
  const goals = (half: 'first-half' | 'second-half') =>
    SIDES.flatMap((side) => {
      const early = number(`HT${PREFIX[side]}G`);
      const count = half === 'first-half' ? early : number(`FT${PREFIX[side]}G`) - early;
      return times(count, (n) => goalEvent(side, half, 20 + n));
    });
  const corners = SIDES.flatMap((side) =>
    times(number(`${PREFIX[side]}C`), (n) => cornerEvent(side, 'second-half', 10 + n)),
  );
  const cards = SIDES.flatMap((side) => [
    ...times(number(`${PREFIX[side]}Y`), () => cardEvent(side, 'yellow')),
    ...times(number(`${PREFIX[side]}R`), () => cardEvent(side, 'red')),
  ]);
  return recordOf(
    { ...fixtureEvent, covers: ['corners', 'cards'] },
    phaseEvent('first-half'),
    ...goals('first-half'),
    phaseEvent('half-time'),
    phaseEvent('second-half'),
    ...corners,
    ...cards,
    ...goals('second-half'),
    phaseEvent('full-time'),
    phaseEvent('ended'),
  );
}

/** A finished match of which the score alone is known; all goals fall in the second half. */
export const matchEnding = (score: Score): MatchRecord =>
  recordOf(
    fixtureEvent,
    phaseEvent('first-half'),
    phaseEvent('half-time'),
    phaseEvent('second-half'),
    ...SIDES.flatMap((side) =>
      Array.from({ length: score[side] }, (_, n) => goalEvent(side, 'second-half', 5 + n)),
    ),
    phaseEvent('full-time'),
    phaseEvent('ended'),
  );
