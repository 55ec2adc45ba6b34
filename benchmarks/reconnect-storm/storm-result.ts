import { loadavg } from 'node:os';

import { percentile } from '../report/percentiles.ts';
import { bar, type BenchResult } from '../report/report.ts';
import type { Recovery } from './bettors.ts';

export type Storm = Recovery &
  Readonly<{
    how: 'cut' | 'killed';
    /** Processor time of the gateway that lets them in, until all are back. */
    serverMs: number;
  }>;

export type StormRun = Readonly<{
  count: number;
  /** That every client follows. */
  fixtures: number;
  /** Clients that were consistent before, and that held the right books at the end. */
  opened: number;
  right: number;
  storms: readonly Storm[];
  loadBefore: number;
}>;

const WITHIN_S = 5;
const RESUMED = 0.9;

const lastS = ({ recoveredMs }: Storm): number => Math.max(0, ...recoveredMs) / 1000;
const resumedShare = ({ fixtures, resumed }: Storm): number => resumed / fixtures;

export function resultOf(run: StormRun): BenchResult {
  const { count, opened, right, storms, loadBefore } = run;
  const perStorm = storms.flatMap((storm): [string, number][] => [
    [`${storm.how}: recoveredClients`, storm.recoveredMs.length],
    [`${storm.how}: p50S`, percentile(storm.recoveredMs, 0.5) / 1000],
    [`${storm.how}: p99S`, percentile(storm.recoveredMs, 0.99) / 1000],
    [`${storm.how}: lastS`, lastS(storm)],
    [`${storm.how}: resumedShare`, resumedShare(storm)],
    [`${storm.how}: gatewayCpuS`, storm.serverMs / 1000],
    [`${storm.how}: clientsCpuS`, storm.clientsMs / 1000],
    [`${storm.how}: images`, storm.images],
    [`${storm.how}: deltas`, storm.deltas],
  ]);
  return {
    metrics: {
      clients: count,
      ...Object.fromEntries(perStorm),
      loadBefore,
      loadAfter: loadavg()[0] ?? 0,
    },
    bars: storms.flatMap((storm) => [
      bar(`${storm.how}: s until the last is consistent`, lastS(storm), '<=', WITHIN_S),
      bar(`${storm.how}: share by resume`, resumedShare(storm), '>=', RESUMED),
    ]),
    checks: {
      everyoneCameIn: opened === count,
      everyoneCameBack: storms.every(({ recoveredMs }) => recoveredMs.length === count),
      everyoneAskedForAll: storms.every(({ fixtures }) => fixtures >= count * run.fixtures),
      everyBookIsRight: right === count,
    },
  };
}
