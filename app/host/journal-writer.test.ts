import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';

import { createJournalWriter, MOST_WAITING, type JournalLine } from './journal-writer.ts';

const line = (inputSeq: number, name = 'a'): JournalLine => ({
  fixture: fixtureId(name),
  epoch: 1,
  entry: { inputSeq, at: 0, input: { type: 'tick' } },
});

/** A writer whose turns come when the test says so; inputs in `broken` cannot be written. */
function rig(broken: readonly number[] = []) {
  const turns: (() => void)[] = [];
  const written: number[] = [];
  const failed: string[] = [];
  const writer = createJournalWriter({
    schedule: (task) => void turns.push(task),
    write: ({ entry }) => {
      if (broken.includes(entry.inputSeq)) throw new Error('too large');
      written.push(entry.inputSeq);
    },
    onError: (error, fixture) => void failed.push(`${fixture}: ${String(error)}`),
  });
  return { writer, turns, written, failed };
}

describe('the writer of the journal', () => {
  test('writes what came in one turn in the next one', () => {
    const { writer, turns, written } = rig();
    for (const inputSeq of [1, 2, 3]) writer.add(line(inputSeq));
    expect([written.length, turns.length]).toEqual([0, 1]);
    turns.shift()?.();
    expect(written).toEqual([1, 2, 3]);
    writer.add(line(4));
    expect(turns.length).toBe(1);
    turns.shift()?.();
    expect(written).toEqual([1, 2, 3, 4]);
  });

  test('tells of a line that cannot be written and goes on behind it', () => {
    const { writer, turns, written, failed } = rig([2]);
    for (const inputSeq of [1, 2, 3]) writer.add(line(inputSeq, 'b'));
    turns.shift()?.();
    expect(written).toEqual([1, 3]);
    expect(failed).toEqual(['b: Error: too large']);
  });

  test('does not let too many wait', () => {
    const { writer, turns, written } = rig();
    for (let inputSeq = 1; inputSeq < MOST_WAITING; inputSeq += 1) writer.add(line(inputSeq));
    expect(written.length).toBe(0);
    writer.add(line(MOST_WAITING));
    expect(written.length).toBe(MOST_WAITING);
    turns.shift()?.();
    expect(written.length).toBe(MOST_WAITING);
  });

  property.prop([fc.array(fc.constantFrom('add', 'turn', 'flush'), { maxLength: 40 })])(
    'loses nothing and keeps the order, whenever its turns come',
    (steps) => {
      const { writer, turns, written } = rig();
      let inputSeq = 0;
      for (const step of steps) {
        if (step === 'add') writer.add(line((inputSeq += 1)));
        else if (step === 'turn') turns.shift()?.();
        else writer.flush();
      }
      writer.flush();
      expect(written).toEqual(Array.from({ length: inputSeq }, (_, at) => at + 1));
    },
  );
});
