import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { Reader } from './reader.ts';

type Step = number | readonly [prev: number, seq: number] | Readonly<{ image: number }>;

/** Messages as they come, each after the one before it unless a pair says otherwise, and images. */
function read(...steps: readonly Step[]) {
  const reader = new Reader();
  const brought = steps.map((step) => {
    if (typeof step === 'object' && 'image' in step)
      return reader.take({ op: 'image', seq: step.image, dueMs: 0 });
    const [prev, seq] = typeof step === 'number' ? [step - 1, step] : step;
    return reader.take({ seq, prev, dueMs: 0 });
  });
  const { images, gaps, repeats, top } = reader;
  return { images, gaps, repeats, top, brought };
}

describe('a reader that is told the whole board', () => {
  it.each([
    ['first', [{ image: 4 }, 5, 6], { gaps: 0, repeats: 0, images: 1, top: 6 }, [0, 1, 1]],
    ['anew', [4, { image: 9 }, 10], { gaps: 0, repeats: 0, images: 1, top: 10 }, [1, 5, 1]],
    ['again', [4, { image: 4 }, 5], { gaps: 0, repeats: 0, images: 1, top: 5 }, [1, 0, 1]],
    ['of before', [4, { image: 3 }, 5], { gaps: 0, repeats: 1, images: 1, top: 5 }, [1, 0, 1]],
    ['and not what came after', [4, { image: 9 }, 11], { gaps: 1, repeats: 0 }, [1, 5, 1]],
    ['after a gap', [4, 6, { image: 9 }], { gaps: 1, repeats: 0, images: 1 }, [1, 1, 3]],
    ['and a merged step', [{ image: 4 }, [4, 9]], { gaps: 0, repeats: 0, images: 1 }, [0, 5]],
  ] as [string, Step[], object, number[]][])('%s', (_, steps, expected, brought) => {
    expect(read(...steps)).toMatchObject({ ...expected, brought });
  });
});

const stretches = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 9 })), {
  minLength: 1,
  maxLength: 30,
});

property.prop([stretches])('images and merged steps in any order bring every step once', (all) => {
  let top = 0;
  const steps = all.map(([isImage, length]): Step => {
    const prev = top;
    top += length;
    return isImage && prev > 0 ? { image: top } : [prev, top];
  });
  const { brought, ...rest } = read(...steps);
  expect(rest).toMatchObject({ gaps: 0, repeats: 0, top });
  expect(brought.reduce((sum, each) => sum + each)).toBe(top);
});

property.prop([stretches, fc.nat()])('a lost step is missed, a lost image as well', (all, pick) => {
  let top = 0;
  const steps = [...all, [false, 1] as const, [false, 1] as const].map(
    ([isImage, length]): Step => {
      const prev = top;
      top += length;
      return isImage && prev > 0 ? { image: top } : [prev, top];
    },
  );
  // What follows the lost one must be a step: an image would make up for it.
  const lost = steps.findIndex(
    (_, index) => index >= pick % all.length && index > 0 && Array.isArray(steps[index + 1]),
  );
  const { gaps } = read(...steps.filter((_, index) => index !== lost));
  expect(gaps).toBe(1);
});
