import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { CommandBodySchema, marketKey, SettingSchema, type WhatIf } from '#contracts/mod.ts';
import { Check } from 'typebox/value';

import { directionOf, factsOf, summaryOf } from './preview-text.ts';
import { commandOf, DURATIONS_MIN, settingOf, type Draft } from './setting.ts';

const LINE = { key: marketKey('total-goals', { line: '2.5' }), type: 'total-goals' as const };
const DRAFT: Draft = { kind: 'margin', isOfType: false, margin: '450', mode: 'tilt' };

describe('a setting of a market', () => {
  property.prop([
    fc.record({
      kind: fc.constantFrom('margin' as const, 'skew-mode' as const),
      isOfType: fc.boolean(),
      margin: fc.oneof(
        fc.integer({ min: -10, max: 4000 }).map(String),
        fc.string(),
        fc.double().map(String),
      ),
      mode: fc.constantFrom('tilt' as const, 'ladder' as const, 'off' as const),
    }),
    fc.constantFrom(null, ...DURATIONS_MIN),
  ])('is one that the API takes, or none', (draft, minutes) => {
    const setting = settingOf(draft, LINE);
    if (setting === undefined) {
      expect(draft.kind).toBe('margin');
      return;
    }
    expect(Check(SettingSchema, setting)).toBe(true);
    expect(setting.marketKey).toBe(draft.isOfType ? undefined : LINE.key);
    expect(Check(CommandBodySchema, commandOf(setting, minutes, 1000))).toBe(true);
  });

  it.each(['', ' ', '-1', '3001', '4.5', 'x', '1e9', 'NaN'])('has no margin of "%s"', (margin) => {
    expect(settingOf({ ...DRAFT, margin }, LINE)).toBeUndefined();
  });

  it('ends so many minutes from now, or does not end', () => {
    const setting = settingOf(DRAFT, LINE);
    if (setting === undefined) throw new Error('no setting');
    expect(commandOf(setting, null, 1000)).toEqual({
      kind: 'margin',
      marketType: 'total-goals',
      marketKey: LINE.key,
      marginBps: 450,
    });
    expect(commandOf(setting, 15, 1000)).toMatchObject({ until: 901_000 });
  });
});

describe('what it would do, in words', () => {
  type Market = WhatIf['markets'][number];
  const side = (marginBps: number, mode: Market['before']['mode'], bookSum: number | null) => ({
    marginBps,
    mode,
    bookSum,
  });
  const at = (odds: number | null) => ({ odds, worstCaseMinor: odds === null ? null : '-5000' });

  it('says both sides of what differs, and one of what does not', () => {
    expect(
      factsOf({ before: side(500, 'tilt', 1.052), after: side(500, 'off', null) } as Market),
    ).toBe('tilt → not moved · margin 500 bp · book 105.2 % → not whole');
  });

  it.each([
    [2.5, 2.5, undefined],
    [2.5, 2.6, 'up'],
    [2.6, 2.5, 'down'],
    [null, 2.5, undefined],
    [2.5, null, undefined],
  ] as const)('from %s to %s goes %s', (before, after, direction) => {
    expect(directionOf(before, after)).toBe(direction);
  });

  it('counts the prices that would move, one that would be gone among them', () => {
    const whatIf = (outcomes: readonly (readonly [number | null, number | null])[]): WhatIf => ({
      epoch: 1,
      oddsSeq: 1,
      expiresAt: 0,
      worstCaseMinor: '-123400',
      limitMinor: '5000000',
      betMinor: '10000',
      markets: [
        {
          marketKey: LINE.key,
          before: side(500, 'tilt', 1.05),
          after: side(500, 'tilt', 1.05),
          outcomes: outcomes.map(([before, after], index) => ({
            outcomeId: `o${String(index)}` as Market['outcomes'][number]['outcomeId'],
            before: at(before),
            after: at(after),
          })),
        },
      ],
    });
    const stands = 'Worst case of the match now −€1 234, limit €50 000.';
    expect(
      summaryOf(
        whatIf([
          [2, 2],
          [3, 3.1],
          [4, null],
        ]),
      ),
    ).toBe(`2 of 3 prices would move. ${stands}`);
    expect(summaryOf(whatIf([[2, 2]]))).toBe(`No price would move. ${stands}`);
  });
});
