import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { FUZZ_RUNS } from '../mutations.ts';
import { FindingError, fuzzed, must } from './fuzzed.ts';
import { PARSERS } from './parsers.ts';

describe('mutated messages are read or refused by', () => {
  test.each(PARSERS.map((parser) => [parser.name, parser.property] as const))(
    '%s',
    async (_name, property) => {
      await fc.assert(property, { numRuns: FUZZ_RUNS });
    },
  );
});

describe('a parser that is at fault is found:', () => {
  const failures: readonly (readonly [string, () => void])[] = [
    [
      'a mistake',
      () => {
        throw new TypeError('x is not a function');
      },
    ],
    [
      'a broken promise',
      () => {
        must(false, 'broken');
      },
    ],
    [
      'an error that it does not document',
      () => {
        throw new Error('why');
      },
    ],
  ];
  test.each(failures)('%s', async (_what, read) => {
    const { property } = fuzzed('faulty', fc.nat(), [InvalidFuzzError], read);
    expect((await fc.check(property, { numRuns: 2 })).failed).toBe(true);
  });

  test('and what it refuses as documented is none', async () => {
    const { property } = fuzzed('sound', fc.nat(), [InvalidFuzzError], () => {
      throw new InvalidFuzzError('no');
    });
    expect((await fc.check(property, { numRuns: 2 })).failed).toBe(false);
    const any = fuzzed('any', fc.nat(), [], () => {
      throw new FindingError('found');
    });
    expect((await fc.check(any.property, { numRuns: 2 })).failed).toBe(true);
  });
});

class InvalidFuzzError extends Error {}
