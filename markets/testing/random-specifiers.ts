import fc from 'fast-check';

import { marketKey, type MarketKey, type Specifiers } from '#contracts/mod.ts';

import { formatLine } from '../arithmetic/mod.ts';
import type { FootballDefinition } from '../football/definition.ts';
import { PLAYER_IDS } from './squads.ts';

const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const score = fc.tuple(fc.nat(2), fc.nat(2)).map(([home, away]) => `${home}-${away}`);
const line = (min: number, max: number) => fc.integer({ min, max }).map(formatLine);
const minutes = fc
  .constantFrom<readonly [number, number]>([0, 45], [45, 90])
  .chain(([least, most]) => fc.tuple(fc.constant(most), fc.integer({ min: least, max: most - 1 })))
  .chain(([most, from]) => fc.tuple(fc.constant(from), fc.integer({ min: from + 1, max: most })))
  .map(([from, to]) => ({ from: String(from), to: String(to) }));

/** The shapes that specifiers have: one of each kind, and any of the kind. */
const SHAPES: readonly (readonly [Specifiers, fc.Arbitrary<Specifiers>])[] = [
  [{}, fc.constant({})],
  [{ line: '0' }, fc.record({ line: line(-16, 16) })],
  [{ line: '0', score: '0-0' }, fc.record({ line: line(-16, 16), score })],
  [{ line: '2.25' }, fc.record({ line: line(2, 48) })],
  [{ line: '2.5' }, fc.record({ line: fc.integer({ min: 0, max: 9 }).map((at) => `${at}.5`) })],
  [{ start: '0-1' }, fc.record({ start: fc.constantFrom('0-1', '0-2', '0-3', '1-0', '5-0') })],
  [{ goal: '1' }, fc.record({ goal: number(1, 12) })],
  [{ corner: '1' }, fc.record({ corner: number(1, 12) })],
  [{ card: '1' }, fc.record({ card: number(1, 12) })],
  [{ to: '3' }, fc.record({ to: number(2, 9) })],
  [{ from: '0', to: '15' }, minutes],
  [{ player: 'x' }, fc.record({ player: fc.constantFrom(...PLAYER_IDS, 'nobody') })],
];

/** Any specifiers that a definition accepts, not only those of a board. */
export function specifiersOf(definition: FootballDefinition): fc.Arbitrary<Specifiers> {
  const shape = SHAPES.find(([one]) => definition.accepts(one));
  if (shape === undefined) throw new Error(`${definition.type} accepts no known shape`);
  return shape[1].filter((specifiers) => definition.accepts(specifiers));
}

/** One market of every definition. */
export const oneOfEach = (
  definitions: readonly FootballDefinition[],
): fc.Arbitrary<readonly MarketKey[]> =>
  fc.tuple(
    ...definitions.map((definition) =>
      specifiersOf(definition).map((specifiers) => marketKey(definition.type, specifiers)),
    ),
  );
