import { describe, expect, it } from 'vitest';

import type { Measured } from './measure.ts';
import { barsOf, framesOf, isComplete, isCrowdServed, rowOf, type Row } from './result.ts';
import { fanoutOptions } from './options.ts';

/** Two probes of ten clients that each saw ten frames of 200 bytes with one update. */
const measured = (
  fields: Partial<Measured['sightings']> = {},
  rest: Partial<Measured> = {},
): Measured => ({
  sightings: {
    probes: 2,
    frames: 20,
    bytes: 4000,
    updates: 20,
    latenciesMs: [1, 2, 3, 4],
    images: 0,
    gaps: 0,
    repeats: 0,
    tops: [30, 30],
    ...fields,
  },
  cpuUs: 400,
  crowdBytes: 2020,
  publishedUpdates: 10,
  latenessMs: [0],
  ...rest,
});

const row = (name: string, usPerFrame: number, fields: Partial<Row> = {}): Row => ({
  ...rowOf(name, 10, [measured()], { bytesPerClient: [8000], seconds: 1 }),
  usPerFrame,
  updatesPerCpuS: 1e6 / usPerFrame,
  ...fields,
});

describe('a row', () => {
  it('tells the cost of a frame to any client from those to the probes', () => {
    expect(framesOf(measured(), 10)).toBe(100);
    const rest = { bytesPerClient: [9000, 7000, 8000], seconds: 2 };
    const costs = [400, 900, 500].map((cpuUs) => measured({}, { cpuUs }));
    expect(rowOf('ws', 10, costs, rest)).toMatchObject({
      bytes: 200,
      usPerFrame: 5,
      usLeast: 4,
      usMost: 9,
      framesPerS: 50,
      updatesPerS: 50,
      updatesPerCpuS: 200_000,
      p50Ms: 2,
      p99Ms: 4,
      bytesPerUpdate: 200,
      kBPerClient: 8,
    });
  });

  it('tells images apart from gaps', () => {
    const rest = { bytesPerClient: [0], seconds: 1 };
    const stretches = [measured({ images: 2 }), measured({ images: 1, gaps: 4 })];
    expect(rowOf('merged', 10, stretches, rest)).toMatchObject({ images: 3, gaps: 4 });
  });

  it('counts all updates of a merged frame', () => {
    const merged = rowOf('merged', 10, [measured({ updates: 200 })], {
      bytesPerClient: [0],
      seconds: 1,
    });
    expect(merged).toMatchObject({
      updatesPerS: 1000,
      updatesPerCpuS: 2_500_000,
      bytesPerUpdate: 20,
    });
  });
});

describe('a run is void', () => {
  it('when an update is missing, or a probe is behind', () => {
    expect(isComplete(measured())).toBe(true);
    expect(isComplete(measured({ updates: 19 }))).toBe(false);
    expect(isComplete(measured({ tops: [30, 29] }))).toBe(false);
  });

  it('when the crowd was not sent what the probes were', () => {
    expect(isCrowdServed(measured())).toBe(true);
    expect(isCrowdServed(measured({}, { crowdBytes: 1900 }))).toBe(false);
  });
});

describe('bars', () => {
  it('compare with peers of the same number of clients, size by size', () => {
    const rows = [
      row('overround', 3),
      row('overround', 4, { bytes: 2000 }),
      row('overround, merged 250 ms', 5, { updatesPerCpuS: 2_000_000 }),
      row('ws', 4),
      row('ws', 4, { bytes: 2000 }),
      row('ws', 1, { clients: 99 }),
    ];
    expect(barsOf(rows).map(({ value, ok }) => [value, ok])).toEqual([
      [0.75, true],
      [1, false],
      [8, true],
      [8, true],
    ]);
  });
});

describe('options', () => {
  it('are the whole comparison unless something smaller is asked for', () => {
    expect(fanoutOptions([])).toMatchObject({
      clients: [1000],
      bytes: [200, 2000],
      rounds: 3,
    });
    expect(fanoutOptions(['--peers', 'ws,bun', '--clients', '200']).contenders).toEqual([
      'overround',
      'ws',
      'bun',
    ]);
    expect(fanoutOptions(['--peers', '']).contenders).toEqual(['overround']);
  });

  it.each([
    ['--peers', 'overround'],
    ['--peers', 'wss'],
    ['--clients', '10'],
    ['--clients', 'many'],
    ['--rounds', '0'],
    ['--seconds', '1.5'],
  ])('%s %s is refused', (name, value) => {
    expect(() => fanoutOptions([name, value])).toThrow(RangeError);
  });
});
