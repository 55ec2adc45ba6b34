import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The same version every time, so that figures can be compared over months. */
const MODULE = 'go.k6.io/k6@v1.8.1';
const CACHE = join(homedir(), '.cache', 'overround', 'bin');

/** k6 of PATH or of the user's cache, where Go builds it once. */
export async function findK6(say: (line: string) => void): Promise<string> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), CACHE];
  const found = folders.map((dir) => join(dir, 'k6')).find((path) => existsSync(path));
  if (found !== undefined) return found;
  say('building k6 with Go (once, some minutes) …');
  await mkdir(CACHE, { recursive: true });
  await run('go', ['install', MODULE], {
    cwd: tmpdir(),
    env: { ...process.env, GOBIN: CACHE, GOFLAGS: '' },
    maxBuffer: 2 ** 24,
  });
  return join(CACHE, 'k6');
}

export type Arrivals = Readonly<{ perSecond: number; seconds: number }>;

export type HttpLoad = Readonly<{
  /** Bets answered with 201 a second, over the time that was planned. */
  perSecond: number;
  accepted: number;
  refused: number;
  /** Requests that were due and for which no client was free. */
  dropped: number;
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
}>;

type Summary = Readonly<{
  metrics: Readonly<Record<string, Readonly<Record<string, number>> | undefined>>;
}>;

/** Requests arrive at a constant rate whether or not the earlier ones are answered; the tokens take turns. */
export async function arrive(
  k6: string,
  api: Readonly<{ url: string; path: string; dir: string; tokens: readonly string[] }>,
  { perSecond, seconds }: Arrivals,
): Promise<HttpLoad> {
  const [script, tokens, summary] = ['place.js', 'tokens.json', 'summary.json'].map((name) =>
    join(api.dir, name),
  ) as [string, string, string];
  await writeFile(tokens, JSON.stringify(api.tokens));
  await writeFile(script, scriptOf({ url: api.url + api.path, tokens, perSecond, seconds }));
  await run(k6, ['run', '--quiet', '--no-usage-report', '--summary-export', summary, script], {
    maxBuffer: 2 ** 26,
    // k6 shares the processors with what it measures: collecting its garbage took a tenth of them.
    env: { ...process.env, GOGC: 'off', GOMEMLIMIT: '2GiB' },
  });
  const { metrics } = JSON.parse(await readFile(summary, 'utf8')) as Summary;
  const count = (name: string): number => metrics[name]?.['count'] ?? 0;
  const took = metrics['http_req_duration'] ?? {};
  return {
    perSecond: count('accepted') / seconds,
    accepted: count('accepted'),
    refused: count('refused'),
    dropped: count('dropped_iterations'),
    p50Ms: took['med'] ?? Number.NaN,
    p99Ms: took['p(99)'] ?? Number.NaN,
    p999Ms: took['p(99.9)'] ?? Number.NaN,
  };
}

const CLIENTS = 300;

/** k6 runs its own dialect in its own process, so the script is text here. */
const scriptOf = (plan: Arrivals & Readonly<{ url: string; tokens: string }>): string => `
import http from 'k6/http';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { SharedArray } from 'k6/data';
const tokens = new SharedArray('tokens', () => JSON.parse(open(${JSON.stringify(plan.tokens)})));
const accepted = new Counter('accepted');
const refused = new Counter('refused');
export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ['med', 'p(99)', 'p(99.9)', 'max'],
  scenarios: { bets: {
    executor: 'constant-arrival-rate', rate: ${String(plan.perSecond)}, timeUnit: '1s',
    duration: '${String(plan.seconds)}s', preAllocatedVUs: ${String(CLIENTS)}, maxVUs: ${String(CLIENTS)}, gracefulStop: '5s',
  } },
};
const run = Date.now().toString(36);
function place() {
  const number = exec.scenario.iterationInTest;
  const body = '{"fixtureId":"match-' + (number % 20) + '","marketKey":"match-result","outcomeId":"home","odds":2.5,"stake":"1.00","pricePolicy":"none"}';
  const answer = http.post('${plan.url}', body, { headers: {
    'content-type': 'application/json', authorization: tokens[number % tokens.length],
    'idempotency-key': 'key-' + run + '-' + number,
  } });
  (answer.status === 201 ? accepted : refused).add(1);
}
export { place as default };
`;
