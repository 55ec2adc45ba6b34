import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { marketKeyOf } from '#contracts/mod.ts';

import { inForce, nextEnd, setOverride, type Overrides } from './overrides.ts';

const TOTAL = { marketType: 'total-goals' } as const;
const LINE = marketKeyOf('total-goals|line=2.5');
const market = { key: LINE, type: 'total-goals' } as const;

describe('an override', () => {
  it('of a market stands above one of its type, whichever came last', () => {
    const set: Overrides<number> = new Map();
    expect(inForce(set, market, 0)).toBeUndefined();
    setOverride(set, { ...TOTAL, marketKey: LINE }, 1);
    setOverride(set, TOTAL, 2);
    expect(inForce(set, market, 0)).toEqual({ value: 1, from: 'market' });
    const other = { ...market, key: marketKeyOf('total-goals|line=3.5') };
    expect(inForce(set, other, 0)).toEqual({ value: 2, from: 'market-type' });
  });

  it('with an end gives way to what stood before it, at that moment', () => {
    const set: Overrides<number> = new Map();
    setOverride(set, TOTAL, 1);
    setOverride(set, { ...TOTAL, until: 100 }, 2);
    expect([99, 100].map((now) => inForce(set, market, now)?.value)).toEqual([2, 1]);
    expect([99, 100].map((now) => nextEnd(set, now))).toEqual([100, Infinity]);
    setOverride(set, TOTAL, 3);
    expect(inForce(set, market, 50)?.value).toBe(3);
  });

  it('of a market whose end has come gives way to its type', () => {
    const set: Overrides<string> = new Map();
    setOverride(set, TOTAL, 'type');
    setOverride(set, { ...TOTAL, marketKey: LINE, until: 100 }, 'market');
    expect([99, 100].map((now) => inForce(set, market, now)?.value)).toEqual(['market', 'type']);
  });
});

const times = fc.integer({ min: 0, max: 20 });
property.prop([fc.array(fc.record({ until: fc.option(times, { nil: undefined }) })), times])(
  'is the last that has not ended, or the last without an end',
  (commands, now) => {
    const set: Overrides<number> = new Map();
    commands.forEach(({ until }, value) => {
      setOverride(set, { ...TOTAL, ...(until === undefined ? {} : { until }) }, value);
    });
    const numbered = commands.map(({ until }, value) => ({ until, value }));
    const lasting = numbered.findLast(({ until }) => until === undefined);
    const last = numbered.at(-1);
    const expected = last?.until !== undefined && last.until > now ? last : lasting;
    expect(inForce(set, market, now)?.value).toBe(expected?.value);
  },
);
