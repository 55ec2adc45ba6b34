import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { draftOf } from '../run.ts';
import { contradictEvent } from './contradict.ts';
import { FAULTS, withFaults, type FaultOptions } from './faults.ts';
import { makeLeague } from './league.ts';

async function listOf<T>(messages: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const message of messages) list.push(message);
  return list;
}
const numbers = Array.from({ length: 400 }, (_, index) => index);
const run = (options: Omit<FaultOptions<number>, 'seed'>, seed: number | string = 1) =>
  listOf(withFaults(numbers, { seed, ...options }));
const sorted = (list: readonly number[]): number[] => [...list].sort((left, right) => left - right);

describe('a stream with faults', () => {
  test('is untouched without rates, and the same for the same seed', async () => {
    expect(await run({ rates: {} })).toEqual(numbers);
    const rates = { late: 0.1, duplicated: 0.1, reordered: 0.1, missing: 0.1 };
    expect(await run({ rates })).toEqual(await run({ rates }));
    expect(await run({ rates }, 2)).not.toEqual(await run({ rates }));
  });

  property.prop([fc.integer(), fc.double({ min: 0, max: 1, noNaN: true })])(
    'late and reordered messages are neither lost nor made',
    async (seed, rate) => {
      expect(sorted(await run({ rates: { late: rate, reordered: rate } }, seed))).toEqual(numbers);
    },
  );

  test('each fault is what its name says', async () => {
    const late = await run({ rates: { late: 0.2 }, lateBy: 5 });
    late.forEach((message, at) => {
      expect(at - message).toBeLessThanOrEqual(10);
    });
    expect(late).not.toEqual(numbers);
    const doubled = await run({ rates: { duplicated: 1 } });
    expect(sorted(doubled)).toEqual(sorted([...numbers, ...numbers]));
    const missing = await run({ rates: { missing: 0.25 } });
    expect(missing.length).toBeGreaterThan(250);
    expect(missing.length).toBeLessThan(350);
    expect(await run({ rates: { missing: 1 } })).toEqual([]);
    const against = await run({
      rates: { contradictory: 1 },
      contradict: (message) => -message - 1,
    });
    expect(against.slice(0, 4)).toEqual([0, -1, 1, -2]);
    const seen: string[] = [];
    await run({
      rates: Object.fromEntries(FAULTS.map((fault) => [fault, 0.2])),
      onFault: (fault) => seen.push(fault),
    });
    expect(new Set(seen)).toEqual(new Set(FAULTS));
  });

  test.each([-0.1, 1.1, Number.NaN])('the rate %d is refused', async (missing) => {
    await expect(run({ rates: { missing } })).rejects.toThrow('0 to 1');
  });
});

test('a contradiction says the opposite under another id, and only of what can be contradicted', () => {
  const league = makeLeague({ name: 'x', random: seededRandom(1), teams: 12 });
  const script = league.matchAt(0);
  const match = {
    fixtureId: fixtureId('x'),
    producer: 'x',
    script,
    announceAt: 0,
    kickOffAt: 0,
    speed: 1,
  };
  const drafts = script.events.map((event) => draftOf(match, event, 0));
  const opposites = drafts.flatMap((draft) => contradictEvent(draft) ?? []);
  expect(opposites.length).toBeGreaterThan(5);
  expect(new Set(opposites.map(({ kind }) => kind)).has('result')).toBe(true);
  for (const opposite of opposites) {
    const original = drafts.find(({ eventId }) => `${eventId}-otherwise` === opposite.eventId);
    expect({ ...opposite, eventId: '' }).not.toEqual({ ...original, eventId: '' });
  }
});
