import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';

import { createJournalWriter, MOST_WAITING, type JournalLine } from './journal-writer.ts';

const line = (inputSeq: number, name = 'a'): JournalLine => ({
  fixture: fixtureId(name),
  epoch: 1,
  entry: { inputSeq, at: 0, input: { type: 'tick' } },
});

/** A writer that cannot write the inputs in `broken`. */
function rig(broken: readonly number[] = []) {
  const written: number[] = [];
  const failed: string[] = [];
  const writer = createJournalWriter({
    write: ({ entry }) => {
      if (broken.includes(entry.inputSeq)) throw new Error('too large');
      written.push(entry.inputSeq);
    },
    onError: (error, fixture) => void failed.push(`${fixture}: ${String(error)}`),
  });
  return { writer, written, failed };
}

describe('the writer of the journal', () => {
  test('writes what has come when it is told to', () => {
    const { writer, written } = rig();
    for (const inputSeq of [1, 2, 3]) writer.add(line(inputSeq));
    expect(written).toEqual([]);
    writer.flush();
    expect(written).toEqual([1, 2, 3]);
    writer.add(line(4));
    writer.flush();
    writer.flush();
    expect(written).toEqual([1, 2, 3, 4]);
  });

  test('tells of a line that cannot be written and goes on behind it', () => {
    const { writer, written, failed } = rig([2]);
    for (const inputSeq of [1, 2, 3]) writer.add(line(inputSeq, 'b'));
    writer.flush();
    expect(written).toEqual([1, 3]);
    expect(failed).toEqual(['b: Error: too large']);
  });

  test('does not let too many wait', () => {
    const { writer, written } = rig();
    for (let inputSeq = 1; inputSeq < MOST_WAITING; inputSeq += 1) writer.add(line(inputSeq));
    expect(written.length).toBe(0);
    writer.add(line(MOST_WAITING));
    expect(written.length).toBe(MOST_WAITING);
    writer.flush();
    expect(written.length).toBe(MOST_WAITING);
  });

  property.prop([fc.array(fc.constantFrom('add', 'flush'), { maxLength: 40 })])(
    'loses nothing and keeps the order, whenever it is told to write',
    (steps) => {
      const { writer, written } = rig();
      let inputSeq = 0;
      for (const step of steps) {
        if (step === 'add') writer.add(line((inputSeq += 1)));
        else writer.flush();
      }
      writer.flush();
      expect(written).toEqual(Array.from({ length: inputSeq }, (_, at) => at + 1));
    },
  );
});
