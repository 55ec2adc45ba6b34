import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';

import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import {
  ELASTICITIES,
  FIGURES,
  findingsOf,
  reportPage,
  reportText,
  runSeasons,
  type SeasonRun,
} from '#app/season/mod.ts';
import { POLICY_NAMES } from '#risk/simulator/mod.ts';

import { oneOf, print } from './calculate/calculation.ts';
import { progressBar } from './progress-bar.ts';

const EXAMPLES = `
The same seed gives the same season. Ctrl-C ends it without a report.

Examples:
  $ npm run -s overround -- simulate season --matches 60
  $ npm run -s overround -- simulate season --seed 7 --seeds 4 --policy static joint
  $ npm run -s overround -- simulate season --elasticity 8 --out season.html --json
`;

const MOST = { matches: 10_000, seeds: 1_000 };

type Options = Readonly<{
  seed: string;
  seeds: string;
  matches: string;
  elasticity: readonly string[];
  policy: readonly string[];
  out: string;
  json?: boolean;
}>;

/** @throws InputError NUMBER_INVALID. */
function countOf(text: string, field: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most)
    return value;
  throw new InputError('NUMBER_INVALID', field, text, `must be whole, from ${least} to ${most}`);
}

function elasticityOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 50) return value;
  throw new InputError('NUMBER_INVALID', 'elasticity', text, 'must be from 0 to 50');
}

function runOf(options: Options): SeasonRun {
  const first = countOf(options.seed, 'seed', 0, 2 ** 31);
  const seeds = countOf(options.seeds, 'seeds', 1, MOST.seeds);
  return {
    seeds: Array.from({ length: seeds }, (_, at) => first + at),
    matches: countOf(options.matches, 'matches', 2, MOST.matches),
    elasticities: [...new Set(options.elasticity.map(elasticityOf))],
    policies: [...new Set(options.policy.map((name) => oneOf(name, 'policy', POLICY_NAMES)))],
    figures: FIGURES,
    threads: availableParallelism(),
  };
}

/** Ctrl-C ends the threads and leaves no half-written report. */
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Error('interrupted'));
  process.once('SIGINT', stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    console.error('\nEnded before the last match; no report was written.');
    process.exitCode = 1;
    return undefined;
  } finally {
    process.off('SIGINT', stop);
  }
}

async function simulateSeason(options: Options): Promise<void> {
  const run = runOf(options);
  const bar = progressBar(process.stderr, 'matches');
  const runs = await interruptible((signal) => runSeasons(run, { progress: bar, signal }));
  if (runs === undefined) return;
  const findings = findingsOf(runs);
  const page = path.resolve(options.out);
  await mkdir(path.dirname(page), { recursive: true });
  await writeFile(page, reportPage(run, findings));
  const { seeds, matches } = run;
  const answer = {
    seeds,
    matches,
    page,
    findings: findings.map(({ runs: _runs, ...finding }) => finding),
  };
  print(answer, options, () => [...reportText(findings), '', `The report is in ${page}`]);
}

export function addSimulate(program: Command): void {
  const simulate = program.command('simulate').description('Play seasons of simulated customers');
  simulate
    .command('season')
    .description('A league of matches, sold to the same customers by several policies')
    .option('--seed <number>', 'the first seed', '1')
    .option('--seeds <count>', 'how many seeds, one season each', '2')
    .option('--matches <count>', 'matches of a season', '380')
    .option(
      '--elasticity <number...>',
      'how strongly the crowd follows prices',
      ELASTICITIES.map(String),
    )
    .option('--policy <name...>', POLICY_NAMES.join(', '), [...POLICY_NAMES])
    .option('--out <file>', 'the report, one HTML page', 'season-report.html')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(simulateSeason);
}
