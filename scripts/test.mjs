/**
 * `npm test`: every check of the project, each with its time, and then the tests unless a check fails.
 *
 *   npm test                 all checks, then all tests
 *   npm test -- --all        goes on after a failure
 *   npm test -- odds/ -t …   only vitest, with these arguments
 *   npm test -- --no-browser leaves the browser tests out even when there is a browser
 *
 * The last line counts the tests: `N passed, N failed, N skipped`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './setup/chromium.mjs';
import { execute, runInForeground } from './setup/execute.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SEPARATOR = '─'.repeat(72);

/** Title, program below node_modules, its arguments; each has work for one processor, so two lanes run beside each other. */
const LANES = [
  [['Lint (eslint)', 'eslint/bin/eslint.js', ['.', '--max-warnings=0']]],
  [
    ['Format (prettier)', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
    ['Types (tsc)', 'typescript/bin/tsc', ['-b']],
    [
      'Import directions (dependency-cruiser)',
      'dependency-cruiser/bin/dependency-cruise.mjs',
      ['--config', '.dependency-cruiser.cjs', '.'],
    ],
    ['Dead code (knip)', 'knip/bin/knip.js', []],
  ],
];

async function main(args) {
  const all = take(args, '--all');
  const noBrowser = take(args, '--no-browser');
  if (noBrowser) process.env['OVERROUND_NO_BROWSER'] = '1';
  else await ensureChromium();
  // Arguments narrow the run to some tests; the checks of the whole project would only be in the way.
  const failed = args.length === 0 ? await runChecks(all) : [];
  const counts = failed.length === 0 || all ? await runTests(args) : NOTHING;
  if (counts.failed > 0 || !counts.ran) failed.push('Tests (vitest)');
  if (failed.length > 0) print(`\nFailed: ${failed.join(', ')}`);
  print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

/** Runs the checks of both lanes; the titles of those that failed. A failure ends both lanes unless `all`. */
async function runChecks(all) {
  const failed = [];
  print(
    `Checks: ${LANES.flat()
      .map(([title]) => title)
      .join(', ')} …`,
  );
  const runLane = async (lane) => {
    for (const [title, program, args] of lane) {
      if (failed.length > 0 && !all) return;
      if (!(await check(title, program, args))) failed.push(title);
    }
  };
  await Promise.all(LANES.map(runLane));
  return failed;
}

/** Runs one program of node_modules and shows what it said when it has ended; true when that was well. */
async function check(title, program, args) {
  const started = performance.now();
  const path = join(ROOT, 'node_modules', program);
  const { code, output } = await execute(process.execPath, [path, ...args], { cwd: ROOT });
  print(`\n${SEPARATOR}\n${title}\n${SEPARATOR}`);
  if (output.trim() !== '') print(output.trimEnd());
  printEnd(title, code === 0 ? 'ok' : `FAILED (exit code ${code})`, started);
  return code === 0;
}

const NOTHING = { passed: 0, failed: 0, skipped: 0, ran: false };

/** Runs vitest and reads what happened from its own report. */
async function runTests(args) {
  const dir = mkdtempSync(join(tmpdir(), 'overround-report-'));
  const report = join(dir, 'report.json');
  try {
    const ended = await step('Tests (vitest)', 'vitest/vitest.mjs', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--reporter=${join(ROOT, 'scripts/setup/last-word-reporter.mjs')}`,
      `--outputFile.json=${report}`,
      ...args,
    ]);
    return countTests(report, ended);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function countTests(report, endedWell) {
  let parsed;
  try {
    parsed = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return NOTHING;
  }
  const { numPassedTests: passed, numPendingTests: pending, numTodoTests: todo } = parsed;
  // A file that does not load, a hook that throws or an unhandled error has no test of its own.
  const files = parsed.testResults ?? [];
  const brokenFiles = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = parsed.numFailedTests + brokenFiles;
  return {
    passed,
    failed: failed === 0 && !endedWell ? 1 : failed,
    skipped: pending + todo,
    ran: passed + failed > 0,
  };
}

/** Runs one program of node_modules with the Node that runs this; true when it ended well. */
async function step(title, program, args) {
  print(`\n${SEPARATOR}\n${title}\n${SEPARATOR}`);
  const started = performance.now();
  const { code, signal } = await runInForeground(
    process.execPath,
    [join(ROOT, 'node_modules', program), ...args],
    { cwd: ROOT },
  );
  printEnd(title, code === 0 ? 'ok' : `FAILED (${signal ?? `exit code ${code}`})`, started);
  // Interrupted by the user: the next check would only start to be interrupted too.
  if (signal === 'SIGINT' || code === 130) process.exit(130);
  return code === 0;
}

function printEnd(title, how, started) {
  print(`${how}: ${title}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function take(args, flag) {
  const at = args.indexOf(flag);
  if (at >= 0) args.splice(at, 1);
  return at >= 0;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

await main(process.argv.slice(2));
