import { parseArgs } from 'node:util';

import type { AccountId } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { createPool, type Pool } from '#platform/mod.ts';

import { ageLog, KEEPS_LOG } from '../postgres/aged-log.ts';
import { loadCustomers } from '../postgres/customers.ts';
import { isDurable, startDurableServer, type DurableServer } from '../postgres/durable-server.ts';
import { findPgbench, initialise, tpcB } from '../postgres/pgbench.ts';
import { bar, type BenchResult } from '../report/report.ts';
import { findK6 } from './k6.ts';
import { keepInFlight, type Load } from './load.ts';
import { overHttp, type OverHttp } from './over-http.ts';
import { Shop } from './shop.ts';

const OPTIONS = {
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '10' },
  customers: { type: 'string', default: '10000' },
  scale: { type: 'string', default: '50' },
  'slow-rounds': { type: 'string', default: '2' },
  'slow-us': { type: 'string', default: '2000' },
  http: { type: 'boolean', default: true },
} as const;

type Plan = Readonly<{ rounds: number; seconds: number; customers: number; scale: number }>;
type Case = Readonly<{ batchSize: number; lanes: number; hot?: boolean; delayMs?: number }>;

const IN_FLIGHT = 200;
const TPCB_CLIENTS = [8, 32] as const;
const WARM_UP_S = 3;
const WEALTH_MINOR = 1_000_000_000_000n;

/** One transaction per bet on several connections, or what waits together in one transaction. */
const CASES = {
  oneCall: { batchSize: 1, lanes: 16 },
  batched: { batchSize: 100, lanes: 2 },
  hot: { batchSize: 100, lanes: 2, hot: true },
  inPlay: { batchSize: 100, lanes: 2, delayMs: 1 },
} as const satisfies Readonly<Record<string, Case>>;
type CaseName = keyof typeof CASES;

type Round = Readonly<{ tpcB: number; loads: Readonly<Record<CaseName, Load>>; sound: boolean }>;
type Disk = Readonly<{ rounds: readonly Round[]; http: OverHttp | undefined; durable: boolean }>;

/** Durable placements beside pgbench's TPC-B on the same server, on this disk and on a slower one. */
export async function placement(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, allowNegative: true });
  const plan = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    customers: Number(values.customers),
    scale: Number(values.scale),
  };
  const fast = await onDisk(0, plan, values.http);
  const slowRounds = Number(values['slow-rounds']);
  const slowPlan = { ...plan, rounds: slowRounds };
  const slow = slowRounds === 0 ? undefined : await onDisk(Number(values['slow-us']), slowPlan);
  return resultOf(fast, slow);
}

async function onDisk(slowerUs: number, plan: Plan, http = false): Promise<Disk> {
  const server = await startDurableServer({ slowerUs, settings: KEEPS_LOG });
  const pool = createPool({ url: server.url, maxConnections: 40, statementTimeoutMs: 0 });
  try {
    await ageLog(pool);
    const pgbench = await findPgbench();
    const peer = await server.emptyDatabase('tpcb');
    await initialise(pgbench, peer, plan.scale);
    const accounts = await loadCustomers(pool, plan.customers, WEALTH_MINOR);
    const rounds: Round[] = [];
    for (let number = 0; number < plan.rounds; number += 1) {
      const best = await bestTpcB(pgbench, peer, plan.seconds);
      const { loads, expected, agree } = await ours(pool, accounts, plan.seconds);
      const sound = agree && (await isSound(pool, expected));
      rounds.push({ tpcB: best, loads, sound });
      tell(slowerUs, number, best, loads);
    }
    const best = Math.max(...rounds.map((round) => round.tpcB));
    const over = http
      ? await measureHttp({ server, pool, accounts }, best, plan.seconds)
      : undefined;
    return { rounds, http: over, durable: isDurable(server) };
  } finally {
    await pool.end();
    await server.stop();
  }
}

async function bestTpcB(pgbench: string, url: string, seconds: number): Promise<number> {
  const tps: number[] = [];
  for (const clients of TPCB_CLIENTS)
    tps.push((await tpcB(pgbench, url, { clients, seconds })).tps);
  return Math.max(...tps);
}

type Ours = Readonly<{ loads: Readonly<Record<CaseName, Load>>; expected: number; agree: boolean }>;

async function ours(pool: Pool, accounts: readonly AccountId[], seconds: number): Promise<Ours> {
  let expected = await countBets(pool);
  let agree = true;
  const measure = async (what: Case): Promise<Load> => {
    const customers = what.hot ? accounts.slice(0, 1) : accounts;
    const shop = new Shop({ ...what, pool, accounts: customers });
    await keepInFlight(() => shop.request(), { inFlight: IN_FLIGHT, seconds: WARM_UP_S });
    const load = await keepInFlight(() => shop.request(), { inFlight: IN_FLIGHT, seconds });
    await shop.stop();
    expected += shop.accepted;
    agree &&= shop.replays > 0 && shop.replaysThatDiffer === 0;
    return load;
  };
  const loads = {
    oneCall: await measure(CASES.oneCall),
    batched: await measure(CASES.batched),
    hot: await measure(CASES.hot),
    inPlay: await measure(CASES.inPlay),
  };
  return { loads, expected, agree };
}

const countBets = async (pool: Pool): Promise<number> =>
  Number((await pool.query<{ n: bigint }>('SELECT count(*) AS n FROM bet')).rows[0]?.n);

/** Every bet that was acknowledged is there once with its messages, none besides, and the ledger is right. */
async function isSound(pool: Pool, expected: number): Promise<boolean> {
  const { rows } = await pool.query<{ bets: bigint; legs: bigint; told: bigint; entries: bigint }>(`
    SELECT (SELECT count(*) FROM bet WHERE status = 'accepted') AS bets,
           (SELECT count(*) FROM bet_leg) AS legs,
           (SELECT count(DISTINCT body->>'betId') FROM outbox WHERE subject = 'bet.accepted') AS told,
           (SELECT count(*) FROM outbox WHERE subject = 'ledger.entry') AS entries`);
  const [row] = rows;
  const counts = [row?.bets, row?.legs, row?.told].map(Number);
  const told = Number(row?.entries) === 2 * expected;
  return counts.every((count) => count === expected) && told && (await verifyLedger(pool)).ok;
}

type HttpTarget = Readonly<{ server: DurableServer; pool: Pool; accounts: readonly AccountId[] }>;

async function measureHttp(
  { server, pool, accounts }: HttpTarget,
  tps: number,
  seconds: number,
): Promise<OverHttp> {
  const before = await countBets(pool);
  const { url, dir } = server;
  const k6 = await findK6(console.error);
  const pace = { startAt: tps * 0.4, seconds: Math.min(seconds, 10) };
  const found = await overHttp({ url, dir, accounts, k6 }, pace);
  if (!(await isSound(pool, before + found.accepted)))
    throw new Error('the bets over HTTP are not all there, or the ledger is wrong');
  return found;
}

function tell(slowerUs: number, number: number, tps: number, loads: Round['loads']): void {
  const rows = Object.entries(loads).map(([name, load]) => ({
    case: name,
    ratio: Number((load.perSecond / tps).toFixed(2)),
    ...Object.fromEntries(Object.entries(load).map(([key, value]) => [key, Math.round(value)])),
  }));
  console.log(
    `round ${String(number + 1)}, flush +${String(slowerUs)} us, TPC-B ${tps.toFixed(0)}/s`,
  );
  console.table(rows);
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor((values.length - 1) / 2)] ??
  Number.NaN;

const ratio = (rounds: readonly Round[], name: CaseName): number =>
  median(rounds.map(({ loads, tpcB: tps }) => loads[name].perSecond / tps));

const figure = (rounds: readonly Round[], name: CaseName, key: keyof Load): number =>
  median(rounds.map(({ loads }) => loads[name][key]));

function resultOf(fast: Disk, slow: Disk | undefined): BenchResult {
  const { rounds, http } = fast;
  const hot = median(rounds.map(({ loads }) => loads.hot.perSecond / loads.batched.perSecond));
  const tps = median(rounds.map((round) => round.tpcB));
  return {
    metrics: {
      tpcBPerSecond: tps,
      ...metricsOf(rounds, ''),
      ...(http ? httpMetrics(http) : {}),
      ...(slow
        ? {
            slowTpcBPerSecond: median(slow.rounds.map((round) => round.tpcB)),
            ...metricsOf(slow.rounds, 'slow-'),
          }
        : {}),
    },
    bars: [
      bar('one call per bet / TPC-B', ratio(rounds, 'oneCall'), '>=', 1.3),
      bar('micro-batched / TPC-B', ratio(rounds, 'batched'), '>=', 2.5),
      bar('micro-batched p99 ms, 200 in flight', figure(rounds, 'batched', 'p99Ms'), '<=', 30),
      bar('hot account / normal', hot, '>=', 0.9),
      ...(http
        ? [
            bar('over HTTP / TPC-B', http.peak.perSecond / tps, '>=', 0.8),
            bar('over HTTP p99 ms at 70 % of peak', http.at70.p99Ms, '<=', 50),
          ]
        : []),
      ...(slow
        ? [bar('micro-batched / TPC-B, +2 ms a flush', ratio(slow.rounds, 'batched'), '>=', 4)]
        : []),
    ],
    checks: {
      durable: [fast, slow].every((disk) => disk?.durable ?? true),
      ledgerAndRepliesExact: [fast, slow].every(
        (disk) => disk?.rounds.every(({ sound }) => sound) ?? true,
      ),
    },
  };
}

const metricsOf = (rounds: readonly Round[], prefix: string): Record<string, number> =>
  Object.fromEntries(
    (Object.keys(CASES) as CaseName[]).flatMap((name) =>
      (['perSecond', 'worstSecond', 'p50Ms', 'p99Ms', 'p999Ms'] as const).map((key) => [
        `${prefix}${name}.${key}`,
        figure(rounds, name, key),
      ]),
    ),
  );

const httpMetrics = ({ peak, at70, empty }: OverHttp): Record<string, number> => ({
  'http.perSecond': peak.perSecond,
  'http.p50Ms': at70.p50Ms,
  'http.p99Ms': at70.p99Ms,
  'http.p999Ms': at70.p999Ms,
  'http.at70PerSecond': at70.perSecond,
  'http.at70Dropped': at70.dropped,
  'http.emptyRoutePerSecond': empty.perSecond,
});
