import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { marketKey, marketKeyOf, type Odds, type PublishedMarket } from '#contracts/mod.ts';

import { CodedMarket } from './coded-market.ts';
import { lineGroupOf, MainLines, unevennessOf } from './main-lines.ts';
import { sampleMarketOf } from './test-samples.ts';

describe('lines belong together', () => {
  it.each([
    ['match-result', undefined],
    ['total-goals|line=2.5', 'total-goals'],
    ['asian-handicap|line=-0.25|score=1-0', 'asian-handicap|score=1-0'],
    ['next-goal|goal=3', undefined],
  ])('%s in %s', (key, group) => {
    expect(lineGroupOf(marketKeyOf(key))).toBe(group);
  });
});

describe('a line', () => {
  const priced = (line: string, over: number | null, under: number | null): PublishedMarket => {
    const market = sampleMarketOf('total-goals', line, 1, { odds: over });
    const [first, second] = market.outcomes;
    return {
      ...market,
      outcomes: [first, second].flatMap((outcome, index) =>
        outcome === undefined ? [] : [{ ...outcome, odds: (index ? under : over) as Odds | null }],
      ),
    };
  };
  const order = (...markets: readonly PublishedMarket[]): number[] => markets.map(unevennessOf);

  it('is as uneven as its prices are far apart, whichever is the higher', () => {
    expect(unevennessOf(priced('2.5', 20_000, 20_000))).toBe(0);
    expect(unevennessOf(priced('2.5', 15_000, 30_000))).toBeCloseTo(Math.log(2), 12);
    expect(unevennessOf(priced('2.5', 30_000, 15_000))).toBeCloseTo(Math.log(2), 12);
  });

  it('comes later when it is a quarter line, later still without prices, last when it is over', () => {
    const sorted = order(
      priced('2.5', 19_000, 20_000),
      priced('2.75', 19_000, 20_000),
      priced('3', 12_000, 50_000),
      priced('2', null, 20_000),
      { ...priced('2.5', 20_000, 20_000), status: 'settled' },
    );
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    expect(new Set(sorted).size).toBe(sorted.length);
  });

  it('keeps its place when it is suspended', () => {
    const market = priced('2.5', 19_000, 20_000);
    expect(unevennessOf({ ...market, status: 'suspended' })).toBe(unevennessOf(market));
  });
});

describe('the main line', () => {
  const change = fc.record({
    line: fc.constantFrom('0.5', '1', '1.25', '2.5', '3'),
    odds: fc.option(fc.integer({ min: 10_100, max: 60_000 })),
    isGone: fc.boolean(),
  });

  test.prop([fc.array(change, { maxLength: 40 })])(
    'depends on the lines alone, and says when it changed',
    (changes) => {
      const mains = new MainLines();
      const present = new Map<string, CodedMarket>();
      const keys = ['0.5', '1', '1.25', '2.5', '3'].map((line) =>
        marketKey('total-goals', { line }),
      );
      let before: string | undefined;
      for (const [seq, { line, odds, isGone }] of changes.entries()) {
        const coded = new CodedMarket(sampleMarketOf('total-goals', line, seq, { odds }));
        if (isGone) {
          present.delete(coded.key);
          mains.delete(coded);
        } else {
          present.set(coded.key, coded);
          mains.set(coded);
        }
        mains.settle(seq);
        const fresh = new MainLines();
        for (const each of [...present.values()].reverse()) fresh.set(each);
        fresh.settle(0);
        const main = [...present.values()].filter((each) => mains.isMain(each));
        expect(main).toEqual([...present.values()].filter((each) => fresh.isMain(each)));
        expect(main).toHaveLength(Math.min(1, present.size));
        const turned = keys.filter((key) => mains.changedAt(key) === seq);
        const after = main[0]?.key;
        const expected = [before, after].filter((key) => key !== undefined);
        expect(turned).toEqual(
          before === after ? [] : keys.filter((key) => expected.includes(key)),
        );
        before = after;
      }
    },
  );
});
