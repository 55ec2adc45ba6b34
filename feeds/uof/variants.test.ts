import { describe, expect, test } from 'vitest';

import { ManualClock, silentLogger } from '#platform/mod.ts';

import { makeDescriptions, type MarketDescription } from './descriptions.ts';
import { UofRestError } from './rest.ts';
import { lineOf } from './specifiers.ts';
import { makeVariants } from './variants.ts';

const VARIANT = 'sr:exact_goals:6+';
const market = (id: number, variant = VARIANT) => lineOf(id, `variant=${variant}`);
const descriptionOf = (marketId: number, variant: string): MarketDescription => ({
  ...{ marketId, variant, name: 'Exact goals', groups: [], outcomeType: null },
  ...{ specifiers: [], outcomes: [{ id: '70', name: '0' }], mappings: [] },
});

/** Variants over an interface that answers when it is told to. */
function rig() {
  const clock = new ManualClock();
  const descriptions = makeDescriptions();
  const asked: string[] = [];
  const described: string[] = [];
  const answers: ((found: readonly MarketDescription[] | Error) => void)[] = [];
  const variants = makeVariants({
    ...{ clock, log: silentLogger(), descriptions },
    rest: {
      variant: (marketId, variant) => {
        asked.push(`${marketId}/${variant}`);
        return new Promise((resolve, reject) => {
          answers.push((found) => {
            if (found instanceof Error) reject(found);
            else resolve(found);
          });
        });
      },
    },
    onDescribed: (marketId, variant) => void described.push(`${marketId}/${variant}`),
  });
  return {
    ...{ clock, asked, described, descriptions, variants },
    /** Answers the oldest question, and waits for what follows of it. */
    answer: async (found: readonly MarketDescription[] | Error) => {
      answers.shift()?.(found);
      await settled();
    },
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('descriptions of variants', () => {
  test('are asked for once, however often the market comes, and told when they are there', async () => {
    const { variants, asked, described, descriptions, answer } = rig();
    const all = [
      variants.see([market(21), market(21), lineOf(1, null)]),
      variants.see([market(21)]),
    ];
    await settled();
    expect(asked).toEqual([`21/${VARIANT}`]);
    expect(descriptions.has(21, VARIANT)).toBe(false);
    await answer([descriptionOf(21, VARIANT)]);
    await Promise.all(all);
    expect(described).toEqual([`21/${VARIANT}`]);
    expect(descriptions.of(21, VARIANT)?.outcomes).toEqual([{ id: '70', name: '0' }]);
    await variants.see([market(21)]);
    expect(asked).toHaveLength(1);
  });

  test('are asked for one after the other, at a distance', async () => {
    const { variants, asked, answer, clock } = rig();
    void variants.see([market(21), market(23), market(21, 'sr:exact_goals:4+')]);
    await settled();
    expect(asked).toEqual([`21/${VARIANT}`]);
    await clock.advance(1_000);
    expect(asked).toHaveLength(1);
    await answer([descriptionOf(21, VARIANT)]);
    await clock.advance(99);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await settled();
    expect(asked).toEqual([`21/${VARIANT}`, `23/${VARIANT}`]);
  });

  test.each([
    ['a refusal', new UofRestError(404, 'no')],
    ['another variant than was asked for', [descriptionOf(21, 'sr:exact_goals:4+')]],
  ])('after %s nobody waits, and it is asked for again later', async (_what, found) => {
    const { variants, asked, described, answer, clock } = rig();
    const seen = variants.see([market(21)]);
    await settled();
    await answer(found);
    await seen;
    expect(described).toEqual([]);
    await variants.see([market(21)]);
    await clock.advance(599_000);
    await variants.see([market(21)]);
    expect(asked).toHaveLength(1);
    await clock.advance(1_000);
    void variants.see([market(21)]);
    await settled();
    expect(asked).toHaveLength(2);
  });
});
