import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import {
  ELASTICITIES,
  FIGURES,
  findingsOf,
  reportPage,
  reportText,
  runSeasons,
  type Finding,
} from '#app/season/mod.ts';
import { MEASURES, POLICY_NAMES } from '#risk/simulator/mod.ts';

import { bar, type Bar, type BenchResult } from '../report/report.ts';
import { seasonChecks } from './checks.ts';
import { accountFindings } from './account-findings.ts';
import { detection } from './detection.ts';
import { inPlayFixes } from './in-play-fixes.ts';
import { injectedFixes } from './injected-fixes.ts';

const say = (line: string): void => console.error(line);

const optionsOf = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      matches: { type: 'string', default: '380' },
      threads: { type: 'string', default: String(availableParallelism()) },
      customers: { type: 'string', default: '100000' },
      fixtures: { type: 'string', default: '20000' },
      out: { type: 'string' },
    },
  });
  const first = Number(values.seed);
  return {
    seeds: Array.from({ length: Number(values.seeds) }, (_, at) => first + at),
    matches: Number(values.matches),
    threads: Number(values.threads),
    customers: Number(values.customers),
    fixtures: Number(values.fixtures),
    out: values.out,
  };
};

/**
 * What joint exposure takes off a book's variance and tail, and what it costs: the same seeded leagues and
 * customers sold by five policies, at both elasticities. The bars are held by the means over the seeds; the
 * 95 % intervals stand in the metrics.
 */
export async function riskSeason(args: readonly string[]): Promise<BenchResult> {
  const { out, customers, fixtures, ...sizes } = optionsOf(args);
  const run = { ...sizes, elasticities: ELASTICITIES, policies: POLICY_NAMES, figures: FIGURES };
  let told = 0;
  const runs = await runSeasons(run, {
    progress: (played, all) => {
      if (played < told + all / 10 && played < all) return;
      told = played;
      say(`${played} of ${all} matches`);
    },
  });
  const findings = findingsOf(runs);
  for (const line of reportText(findings)) say(line);
  if (out !== undefined) await writeFile(out, reportPage(run, findings));
  say('customers …');
  const found = detection({ customers, sharps: customers / 20, rings: 20 });
  const accounts = accountFindings({ customers, weeks: 20 });
  say('integrity …');
  const alerts = injectedFixes(fixtures);
  const inPlay = inPlayFixes(fixtures);
  return {
    metrics: {
      ...Object.fromEntries(findings.flatMap(metricsOf)),
      ...found.metrics,
      ...accounts.metrics,
      ...alerts.metrics,
      ...inPlay.metrics,
    },
    bars: [
      ...findings.flatMap(barsOf),
      ...found.bars,
      ...accounts.bars,
      ...alerts.bars,
      ...inPlay.bars,
    ],
    checks: seasonChecks(runs),
  };
}

function metricsOf({ elasticity, policies }: Finding): readonly (readonly [string, number])[] {
  return policies.flatMap(({ policy, summary }) =>
    MEASURES.flatMap((measure) => {
      const { mean, low, high } = summary[measure];
      const name = `${policy}@${elasticity}.${measure}`;
      return [
        [name, mean] as const,
        [`${name}.low`, low] as const,
        [`${name}.high`, high] as const,
      ];
    }),
  );
}

function barsOf({ elasticity, policies, againstStatic, againstCapped }: Finding): readonly Bar[] {
  const joint = policies.find(({ policy }) => policy === 'joint');
  if (againstStatic === undefined || againstCapped === undefined || joint === undefined) return [];
  const at = `elasticity ${elasticity}`;
  return [
    bar(`variance below static, %, ${at}`, 100 * againstStatic.variance.mean, '>=', 80),
    bar(`CVaR99 below static, %, ${at}`, 100 * againstStatic.cvar99.mean, '>=', 80),
    bar(`hold against static, points, ${at}`, 100 * againstStatic.hold.mean, '>=', -0.2),
    bar(`SD below static with a cap, %, ${at}`, 100 * againstCapped.sd.mean, '>=', 30),
    bar(`stakes refused, %, ${at}`, 100 * joint.summary.refusedShare.mean, '<=', 1),
  ];
}
