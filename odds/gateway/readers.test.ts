import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';

import { Readers } from './readers.ts';

const FIXTURE = fixtureId('match-1');
const OTHER = fixtureId('match-2');
const ascending = (a: number, b: number): number => a - b;
const sorted = (clients: readonly number[]): number[] => [...clients].sort(ascending);

describe('readers of a fixture', () => {
  it('are told once, and again when they have taken the news', () => {
    const readers = new Readers<number>();
    for (const client of [1, 2, 3]) readers.add(FIXTURE, client);
    expect(readers.resting(FIXTURE)).toEqual([]);
    for (const client of [1, 2]) readers.rest(FIXTURE, client);
    expect(sorted(readers.resting(FIXTURE))).toEqual([1, 2]);
    expect(readers.resting(FIXTURE)).toEqual([]);
    readers.rest(FIXTURE, 2);
    expect(sorted(readers.all(FIXTURE))).toEqual([1, 2, 3]);
    expect(readers.resting(FIXTURE)).toEqual([]);
    expect(readers.all(OTHER)).toEqual([]);
  });

  it('who have left do not come back by having taken something', () => {
    const readers = new Readers<number>();
    for (const client of [1, 2]) readers.add(FIXTURE, client);
    readers.rest(FIXTURE, 1);
    readers.delete(FIXTURE, 1);
    expect(readers.resting(FIXTURE)).toEqual([]);
    readers.delete(FIXTURE, 2);
    readers.rest(FIXTURE, 2);
    expect(readers.resting(FIXTURE)).toEqual([]);
    expect(readers.all(FIXTURE)).toEqual([]);
  });

  it.each([2, 3, 10, 999])('%i of them are first once each, whether they rest or not', (count) => {
    const readers = new Readers<number>();
    const clients = Array.from({ length: count }, (_, client) => client);
    for (const client of clients) readers.add(FIXTURE, client);
    expect(sorted(clients.map(() => readers.all(FIXTURE)[0] ?? -1))).toEqual(clients);
    for (const client of clients) readers.rest(FIXTURE, client);
    const firsts = clients.map(() => {
      const order = readers.resting(FIXTURE);
      for (const client of order) readers.rest(FIXTURE, client);
      return order[0] ?? -1;
    });
    expect(sorted(firsts)).toEqual(clients);
  });
});

const step = fc.tuple(
  fc.constantFrom(
    'add' as const,
    'delete' as const,
    'rest' as const,
    'all' as const,
    'resting' as const,
  ),
  fc.nat(5),
);

property.prop([fc.array(step, { maxLength: 60 })])(
  'are what a plain table of who follows and who rests says',
  (steps) => {
    const readers = new Readers<number>();
    const table = new Map<number, 'told' | 'resting'>();
    for (const [what, client] of steps) {
      if (what === 'add') {
        readers.add(FIXTURE, client);
        if (!table.has(client)) table.set(client, 'told');
      } else if (what === 'delete') {
        readers.delete(FIXTURE, client);
        table.delete(client);
      } else if (what === 'rest' && table.has(client)) {
        readers.rest(FIXTURE, client);
        table.set(client, 'resting');
      } else if (what === 'all' || what === 'resting') {
        const expected = [...table].filter(([, state]) => what === 'all' || state === 'resting');
        expect(sorted(readers[what](FIXTURE))).toEqual(sorted(expected.map(([each]) => each)));
        for (const each of table.keys()) table.set(each, 'told');
      }
    }
  },
);
