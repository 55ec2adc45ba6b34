import { parseArgs } from 'node:util';

import { fixtureId, type AccountId, type FixtureEvent, type FixtureId } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import {
  createMetrics,
  createPool,
  newId,
  silentLogger,
  systemClock,
  type Pool,
} from '#platform/mod.ts';
import {
  HOUSE_RULES,
  resultFixture,
  settleFixture,
  type SettlementPorts,
} from '#settlement/mod.ts';

import { keepInFlight, type Load } from '../placement/load.ts';
import { Shop } from '../placement/shop.ts';
import { ageLog, KEEPS_LOG } from '../postgres/aged-log.ts';
import { loadCustomers } from '../postgres/customers.ts';
import { isDurable, startDurableServer } from '../postgres/durable-server.ts';
import { correctionOf, playedMatch, storeEvents } from '../postgres/match-events.ts';
import { bar, type BenchResult } from '../report/report.ts';
import { loadBets } from './book-of-bets.ts';

const OPTIONS = {
  bets: { type: 'string', default: '100000' },
  many: { type: 'string', default: '1000000' },
  customers: { type: 'string', default: '10000' },
  'calm-seconds': { type: 'string', default: '10' },
} as const;

type Plan = Readonly<{ bets: number; many: number; customers: number; calm: number }>;

/** Few enough for an idle system to answer at once: what is asked is how settlement slows placement down. */
const IN_FLIGHT = 8;
const WEALTH_MINOR = 1_000_000_000n;
const SCORE = { home: 2, away: 1 };

/** Settlement of one match with many bets, its correction, and what placement feels of it. */
export async function settlement(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const plan = {
    bets: Number(values.bets),
    many: Number(values.many),
    customers: Number(values.customers),
    calm: Number(values['calm-seconds']),
  };
  const hundred = await inFreshServer((world) => firstAndAgain(world, plan));
  const million = plan.many === 0 ? undefined : await inFreshServer((world) => many(world, plan));
  return resultOf(hundred, million, plan);
}

type World = Readonly<{ pool: Pool; ports: SettlementPorts; durable: boolean }>;

async function inFreshServer<T>(work: (world: World) => Promise<T>): Promise<T> {
  const server = await startDurableServer({ settings: KEEPS_LOG });
  const pool = createPool({ url: server.url, maxConnections: 20, statementTimeoutMs: 0 });
  const ports: SettlementPorts = {
    pool,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('bench'),
    newId,
    rules: HOUSE_RULES,
  };
  try {
    await ageLog(pool);
    return await work({ pool, ports, durable: isDurable(server) });
  } finally {
    await pool.end();
    await server.stop();
  }
}

type Settled = Readonly<{ seconds: number; bets: number }>;
type Hundred = Readonly<{
  loadSeconds: number;
  first: Settled;
  /** Bets that settling once more by the same result found. */
  repeated: number;
  again: Settled;
  calm: Load;
  busy: Load;
  busySettled: Settled;
  sound: boolean;
  durable: boolean;
}>;

async function firstAndAgain(world: World, plan: Plan): Promise<Hundred> {
  const { pool, durable } = world;
  const accounts = await loadCustomers(pool, plan.customers, WEALTH_MINOR);
  const book = { ...plan, balanceMinor: WEALTH_MINOR, at: systemClock.now() };
  const [fixture, other] = [fixtureId('many-bets'), fixtureId('more-bets')];
  const loadSeconds = await timed('bets are loaded', () =>
    loadBets(pool, { ...book, fixture, after: 0 }),
  );
  await loadBets(pool, { ...book, fixture: other, after: plan.bets });

  const events = playedMatch(fixture, SCORE, systemClock.now());
  const first = await settle(world, fixture, events);
  const { bets: repeated } = await settle(world, fixture, events);
  const version = events.length + 1;
  const correction = correctionOf(fixture, SCORE, version, systemClock.now());
  const again = await settle(world, fixture, correction);
  const soundBefore = await isSound(pool);

  const calm = await place(pool, accounts, systemClock.sleep(plan.calm * 1_000));
  const settling = settle(world, other, playedMatch(other, SCORE, systemClock.now()));
  const busy = await place(pool, accounts, settling);
  const busySettled = await settling;
  const sound = soundBefore && (await isSound(pool));
  return { loadSeconds, first, repeated, again, calm, busy, busySettled, sound, durable };
}

type Many = Readonly<{ loadSeconds: number; settled: Settled; sound: boolean }>;

async function many(world: World, plan: Plan): Promise<Many> {
  const { pool } = world;
  await loadCustomers(pool, plan.customers, WEALTH_MINOR);
  const fixture = fixtureId('a-million-bets');
  const at = systemClock.now();
  const book = { ...plan, bets: plan.many, balanceMinor: WEALTH_MINOR, fixture, after: 0, at };
  const loadSeconds = await timed('a million bets are loaded', () => loadBets(pool, book));
  const settled = await settle(world, fixture, playedMatch(fixture, SCORE, at));
  return { loadSeconds, settled, sound: await isSound(pool) };
}

/** From the stored events to the last bet paid. */
async function settle(
  { pool, ports }: World,
  fixture: FixtureId,
  events: readonly FixtureEvent[],
): Promise<Settled> {
  await storeEvents(pool, events);
  let bets = 0;
  const seconds = await timed(`${fixture} is settled`, async () => {
    await resultFixture(ports, fixture);
    const counts = await settleFixture(ports, fixture);
    bets = counts.settled + counts.resettled;
  });
  return { seconds, bets };
}

/** Bets are placed on other matches until `until` is over. */
async function place(
  pool: Pool,
  accounts: readonly AccountId[],
  until: Promise<unknown>,
): Promise<Load> {
  const shop = new Shop({ pool, accounts, batchSize: 100, lanes: 2 });
  const load = await keepInFlight(() => shop.request(), { inFlight: IN_FLIGHT, until });
  await shop.stop();
  return load;
}

async function timed(what: string, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`${what}: ${seconds.toFixed(1)} s`);
  return seconds;
}

async function isSound(pool: Pool): Promise<boolean> {
  let ok = false;
  await timed('the ledger is proved', async () => {
    ({ ok } = await verifyLedger(pool));
  });
  return ok;
}

function resultOf(
  { first, again, calm, busy, busySettled, ...hundred }: Hundred,
  million: Many | undefined,
  plan: Plan,
): BenchResult {
  // The bars are of round numbers of bets: smaller runs are held to the same rate.
  const secondsEach = ({ seconds, bets }: Settled): number => seconds / bets;
  return {
    metrics: {
      loadSeconds: hundred.loadSeconds,
      settleSeconds: first.seconds,
      settledPerSecond: first.bets / first.seconds,
      resettleSeconds: again.seconds,
      settleWhilePlacingSeconds: busySettled.seconds,
      calmPlacedPerSecond: calm.perSecond,
      calmP99Ms: calm.p99Ms,
      busyPlacedPerSecond: busy.perSecond,
      busyP99Ms: busy.p99Ms,
      ...(million
        ? {
            millionLoadSeconds: million.loadSeconds,
            millionSettleSeconds: million.settled.seconds,
            millionSettledPerSecond: million.settled.bets / million.settled.seconds,
          }
        : {}),
    },
    bars: [
      bar('100k bets s', secondsEach(first) * 100_000, '<=', 3),
      ...(million ? [bar('1M bets s', secondsEach(million.settled) * 1_000_000, '<=', 30)] : []),
      bar('re-settlement / settlement, a bet', secondsEach(again) / secondsEach(first), '<=', 2.5),
      bar('placement p99 while settling / calm', busy.p99Ms / calm.p99Ms, '<=', 2),
    ],
    checks: {
      durable: hundred.durable,
      everyBetSettledOnce: first.bets === plan.bets && hundred.repeated === 0,
      everyBetOfTheOtherToo: busySettled.bets === plan.bets,
      someBetsSettledAgain: again.bets > 0,
      ledgerExact: hundred.sound && (million?.sound ?? true),
      millionSettled: million === undefined || million.settled.bets === plan.many,
    },
  };
}
