import { parseArgs } from 'node:util';

import type { BenchResult } from '../report/report.ts';
import { accountFindings } from './account-findings.ts';
import { detection } from './detection.ts';
import { inPlayFixes } from './in-play-fixes.ts';
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
  const accounts = accountFindings({ customers, weeks: 20 });
  const alerts = injectedFixes(Number(values.fixtures));
  const inPlay = inPlayFixes(Number(values.fixtures));
  const all = [found, accounts, alerts, inPlay];
  return Promise.resolve({
    metrics: Object.assign({}, ...all.map(({ metrics }) => metrics)) as Record<string, number>,
    bars: all.flatMap(({ bars }) => bars),
    checks: { customersPlayed: customers > 0, fixturesPlayed: Number(values.fixtures) > 0 },
  });
}
