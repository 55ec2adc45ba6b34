import { describe, expect, it } from 'vitest';

import { stormOptions } from './storm-options.ts';
import { resultOf, type Storm, type StormRun } from './storm-result.ts';

const storm = (fields: Partial<Storm> = {}): Storm => ({
  how: 'cut',
  recoveredMs: [900, 1000, 4000],
  fixtures: 12,
  resumed: 11,
  clientsMs: 2500,
  serverMs: 1200,
  images: 1,
  deltas: 11,
  ...fields,
});
const run = (fields: Partial<StormRun> = {}): StormRun => ({
  count: 3,
  fixtures: 4,
  opened: 3,
  right: 3,
  storms: [storm()],
  loadBefore: 0,
  ...fields,
});

describe('a storm', () => {
  it('is as long as the last client needs', () => {
    const { metrics, bars, checks } = resultOf(run());
    expect(metrics).toMatchObject({ 'cut: lastS': 4, 'cut: p50S': 1 });
    expect(metrics).toMatchObject({ 'cut: clientsCpuS': 2.5, 'cut: gatewayCpuS': 1.2 });
    expect(bars.map(({ ok }) => ok)).toEqual([true, true]);
    expect(Object.values(checks)).not.toContain(false);
  });

  it('fails its bars when the last is late, or too few went on where they were', () => {
    const late = resultOf(run({ storms: [storm({ recoveredMs: [1, 2, 5001] })] }));
    expect(late.bars.map(({ ok }) => ok)).toEqual([false, true]);
    const anew = resultOf(run({ storms: [storm({ resumed: 10 })] }));
    expect(anew.bars.map(({ ok }) => ok)).toEqual([true, false]);
  });

  it.each([
    ['everyoneCameIn', { opened: 2 }],
    ['everyoneCameBack', { storms: [storm(), storm({ recoveredMs: [1, 2] })] }],
    ['everyoneAskedForAll', { storms: [storm({ fixtures: 11 })] }],
    ['everyBookIsRight', { right: 2 }],
  ] as [string, Partial<StormRun>][])('is void unless %s', (check, fields) => {
    const failed = Object.entries(resultOf(run(fields)).checks).filter(([, ok]) => !ok);
    expect(failed.map(([name]) => name)).toEqual([check]);
  });
});

describe('options', () => {
  it('are the whole storm unless something smaller is asked for', () => {
    expect(stormOptions([])).toEqual({ count: 5000, updatesPerS: 4 });
    expect(stormOptions(['--clients', '3', '--updates', '9'])).toEqual({
      count: 3,
      updatesPerS: 9,
    });
    for (const args of [
      ['--clients', '0'],
      ['--updates', 'many'],
    ])
      expect(() => stormOptions(args)).toThrow(RangeError);
  });
});
