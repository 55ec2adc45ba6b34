import { describe, expect, test } from 'vitest';

import { InvalidMessageError } from '#platform/mod.ts';

import { readFeedLine } from './normaliser.ts';

const line = (more: object = {}): string =>
  JSON.stringify({
    ...{ fixtureId: 'f-1', eventId: 'e1', producer: 'lines', occurredAt: 1_900_000_000_000 },
    ...{ clock: { phase: 'first-half', elapsedMs: 60_000 }, kind: 'corner', side: 'home', ...more },
  });

describe('a canonical line', () => {
  test('is an event with the time at which it was received', () => {
    expect(readFeedLine(line(), 'lines', 7)).toMatchObject({ kind: 'corner', receivedAt: 7 });
  });

  // PostgreSQL would take none of them, and then nothing that stands behind it.
  test.each([
    ['a time beyond the safe integers', line().replace('1900000000000', '1e308')],
    ['one with too many digits', line().replace('1900000000000', '99999999999999999999')],
    ['a clock beyond them', line().replace('60000', '1e+99')],
    ['a null character', line({ player: '\u0000' })],
    ['a line that is too long', line({ player: 'x'.repeat(70_000) })],
    ['a version of its own', line({ version: 3 })],
    ["another's line", line({ producer: 'others' })],
    ['no object', '[]'],
    ['no JSON', '{"kind":'],
  ])('with %s is refused', (_what, text) => {
    expect(() => readFeedLine(text, 'lines', 7)).toThrow(InvalidMessageError);
  });

  test('may have words that only look like large numbers', () => {
    const player = '1e99 and 12345678901234567890';
    const goal = line({ kind: 'goal', how: 'play', player });
    expect(readFeedLine(goal, 'lines', 7)).toMatchObject({ player });
    expect(readFeedLine(line({ occurredAt: 9_007_199_254_740_991 }), 'lines', 7).occurredAt).toBe(
      9_007_199_254_740_991,
    );
  });
});
