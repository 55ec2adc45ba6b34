import { parseArgs } from 'node:util';

import type { BenchResult } from '../report/report.ts';
import { detection } from './detection.ts';
import { injectedFixes } from './injected-fixes.ts';

/** The part of `risk-season` about customers and integrity alone, without playing a season. */
export function riskDetection(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      customers: { type: 'string', default: '100000' },
      fixtures: { type: 'string', default: '20000' },
    },
  });
  const customers = Number(values.customers);
  const found = detection({ customers, sharps: customers / 20, rings: 20 });
  const alerts = injectedFixes(Number(values.fixtures));
  return Promise.resolve({
    metrics: { ...found.metrics, ...alerts.metrics },
    bars: [...found.bars, ...alerts.bars],
    checks: { customersPlayed: customers > 0, fixturesPlayed: Number(values.fixtures) > 0 },
  });
}
