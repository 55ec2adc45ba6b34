import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId, type FixtureId } from '#contracts/mod.ts';

import { createJournalWriter, MOST_WAITING, type JournalLine } from './journal-writer.ts';

const [A, B] = [fixtureId('a'), fixtureId('b')];
const line = (inputSeq: number, at = 0): JournalLine => ({
  epoch: 1,
  entry: { inputSeq, at, input: { type: 'tick' } },
});

/** A writer that cannot write what has an input of `broken`. */
function rig(broken: readonly number[] = []) {
  const written: [FixtureId, ...number[]][] = [];
  const failed: string[] = [];
  const writer = createJournalWriter({
    write: (fixture, lines) => {
      const numbers = lines.map(({ entry }) => entry.inputSeq);
      if (numbers.some((inputSeq) => broken.includes(inputSeq))) throw new Error('too large');
      written.push([fixture, ...numbers]);
    },
    onError: (error, fixture) => void failed.push(`${fixture}: ${String(error)}`),
  });
  return { writer, written, failed };
}

describe('the writer of the journal', () => {
  test('writes what has come of each fixture when it is told to', () => {
    const { writer, written } = rig();
    writer.add(A, line(1));
    writer.add(B, line(1));
    writer.add(A, line(2));
    expect(written).toEqual([]);
    writer.flush();
    writer.flush();
    expect(written).toEqual([
      [A, 1, 2],
      [B, 1],
    ]);
  });

  test('writes only those that wait for long enough, with what came since', () => {
    const { writer, written } = rig();
    writer.add(A, line(1, 10));
    writer.add(B, line(1, 20));
    writer.add(A, line(2, 30));
    writer.flush(9);
    expect(written).toEqual([]);
    writer.flush(10);
    expect(written).toEqual([[A, 1, 2]]);
    writer.add(A, line(3, 40));
    writer.flush(39);
    expect(written).toEqual([
      [A, 1, 2],
      [B, 1],
    ]);
  });

  test('tells of what cannot be written and goes on behind it', () => {
    const { writer, written, failed } = rig([2]);
    writer.add(A, line(2));
    writer.add(B, line(1));
    writer.flush();
    writer.add(A, line(3));
    writer.flush();
    expect(written).toEqual([
      [B, 1],
      [A, 3],
    ]);
    expect(failed).toEqual(['a: Error: too large']);
  });

  test('does not let too many wait', () => {
    const { writer, written } = rig();
    writer.add(B, line(1, 1));
    for (let inputSeq = 2; inputSeq < MOST_WAITING; inputSeq += 1) writer.add(A, line(inputSeq, 2));
    expect(written).toEqual([]);
    writer.add(A, line(MOST_WAITING, 3));
    expect(written).toEqual([[B, 1]]);
    writer.add(A, line(MOST_WAITING + 1, 3));
    expect(written.map((lines) => lines.length)).toEqual([2, MOST_WAITING + 1]);
  });

  property.prop([
    fc.array(
      fc.oneof(
        fc.record({ add: fc.constantFrom(A, B) }),
        fc.record({ flushAfter: fc.nat({ max: 10 }) }),
      ),
      { maxLength: 60 },
    ),
  ])('loses nothing and keeps the order of each fixture, whenever it is told to write', (steps) => {
    const { writer, written } = rig();
    const added = new Map<FixtureId, number[]>([
      [A, []],
      [B, []],
    ]);
    for (const [now, step] of steps.entries()) {
      if ('add' in step) {
        writer.add(step.add, line(now, now));
        added.get(step.add)?.push(now);
      } else writer.flush(now - step.flushAfter);
    }
    writer.flush();
    for (const [fixture, numbers] of added) {
      const of = written.filter(([name]) => name === fixture);
      expect(of.flatMap(([, ...lines]) => lines)).toEqual(numbers);
    }
  });
});
