import { parseArgs } from 'node:util';

import { seededRandom } from '#platform/mod.ts';
import { TailReport } from '#risk/exposure/scenarios/mod.ts';
import { DEFAULT_RATES } from '#risk/mod.ts';

import { bar, type Bar, type BenchResult } from '../report/report.ts';
import { Books, furthest, prepared } from './books.ts';
import { benchBet, benchFixtures, type BenchFixture } from './house.ts';
import { overNats } from './over-nats.ts';
import {
  decisions,
  randomOperations,
  timed,
  updates,
  type Latencies,
  type Timed,
} from './measures.ts';

const SEED = 'risk-speed';
const LEGS = [1, 2, 3, 4, 5, 6, 7, 8];
const MIB = 2 ** 20;

const say = (line: string): void => console.error(line);

const heldMiB = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MIB;
};

const optionsOf = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      bets: { type: 'string', default: '200000' },
      fixtures: { type: 'string', default: '400' },
      decisions: { type: 'string', default: '200000' },
      updates: { type: 'string', default: '5000' },
      operations: { type: 'string', default: '1000000' },
      'nats-bets': { type: 'string', default: '200000' },
      'nats-fixtures': { type: 'string', default: '100' },
      'nats-rate': { type: 'string', default: '1000' },
      'nats-seconds': { type: 'string', default: '30' },
    },
  });
  return {
    overNats: {
      bets: Number(values['nats-bets']),
      fixtures: Number(values['nats-fixtures']),
      perSecond: Number(values['nats-rate']),
      seconds: Number(values['nats-seconds']),
    },
    bets: Number(values.bets),
    fixtures: Number(values.fixtures),
    decisions: Number(values.decisions),
    updates: Number(values.updates),
    operations: Number(values.operations),
  };
};

/**
 * How fast the house's risk is kept: decisions with all open bets in the books, single updates of the
 * scenarios, a rebuild from every open bet, and whether both agree after random operations; then decisions of a host
 * process over NATS.
 */
export async function riskSpeed(args: readonly string[]): Promise<BenchResult> {
  const options = optionsOf(args);
  const books = inProcess(options);
  if (options.overNats.seconds === 0) return books;
  say(`${options.overNats.perSecond} decisions a second over NATS …`);
  const nats = await overNats(seededRandom(SEED), options.overNats);
  return {
    metrics: { ...books.metrics, ...nats.metrics },
    bars: [...books.bars, ...nats.bars],
    checks: { ...books.checks, ...nats.checks },
  };
}

function inProcess(options: ReturnType<typeof optionsOf>): BenchResult {
  const random = seededRandom(SEED);
  const fixtures = benchFixtures(random, options.fixtures);
  say(`${options.bets} bets on ${options.fixtures} fixtures …`);
  const messages = Array.from({ length: options.bets }, (_, at) => benchBet(random, fixtures, at));
  const before = heldMiB();
  let books = new Books([]);
  const rebuild = timed(() => {
    books = new Books(fixtures);
    books.rebuild(messages.map(prepared));
  });
  const memoryMiB = heldMiB() - before;
  say('decisions …');
  decisions(random, books, fixtures, options.decisions / 4);
  const decided = decisions(random, books, fixtures, options.decisions);
  say('updates …');
  const byLegs = LEGS.map((legs) =>
    updates(random, books, fixtures, { legs, times: options.updates }),
  );
  const read = readings(books, fixtures);
  say(`${options.operations} random operations …`);
  const played = randomOperations(random, books, fixtures, options.operations);
  const fresh = new Books(played.fixtures);
  for (const message of messages) fresh.put(prepared(message), 'firm');
  for (const { bet, standing } of played.open) fresh.put(bet, standing);
  const difference = furthest(books, fresh, played.fixtures);
  return {
    metrics: {
      bets: options.bets,
      decisionsPerSecond: options.decisions / decided.seconds,
      decisionsPerProcessorSecond: options.decisions / decided.processorSeconds,
      decisionP50Us: decided.p50Us,
      decisionP99Us: decided.p99Us,
      decisionsAccepted: decided.accepted,
      ...Object.fromEntries(byLegs.flatMap((one, at) => updateMetrics(LEGS[at] ?? 0, one))),
      rebuildSeconds: rebuild.seconds,
      rebuildProcessorSeconds: rebuild.processorSeconds,
      memoryMiB,
      ...read,
      operations: options.operations,
      operationUs: (1e6 * played.seconds) / options.operations,
      operationDifference: difference,
    },
    bars: barsOf(options, { decided, byLegs, rebuild }),
    checks: {
      incrementalIsRebuild: difference <= 1e-6,
      mostWereAccepted: decided.accepted > options.decisions / 2,
      allBetsHeld: fresh.scenarios.bets === options.bets + played.open.length,
    },
  };
}

type Measured = Readonly<{ decided: Latencies; byLegs: readonly Latencies[]; rebuild: Timed }>;

const barsOf = (
  options: ReturnType<typeof optionsOf>,
  { decided, byLegs, rebuild }: Measured,
): readonly Bar[] => [
  bar('decisions a second', options.decisions / decided.seconds, '>=', 50_000),
  bar('decision p99, ms', decided.p99Us / 1_000, '<=', 1),
  bar(
    'update up to 8 legs, median of the slowest, us',
    Math.max(...byLegs.map(({ p50Us }) => p50Us)),
    '<=',
    25,
  ),
  // Held to the same rate with fewer bets.
  bar('rebuild of 200,000 bets, s', (rebuild.seconds / options.bets) * 200_000, '<=', 10),
];

const MOVED = 20;

/** What a trader's questions and a move of prices take. */
function readings(books: Books, fixtures: readonly BenchFixture[]) {
  const report = new TailReport(books.scenarios, DEFAULT_RATES);
  report.risk({ of: 'book' });
  const tail = timed(() => report.risk({ of: 'book' }));
  const drivers = timed(() => report.drivers({ of: 'book' }, 'cvar99', 10));
  const moves = timed(() => {
    for (const { id, belief } of fixtures.slice(0, MOVED)) books.believe(id, belief);
  });
  return {
    tailOfTheBookMs: 1_000 * tail.seconds,
    driversOfTheBookMs: 1_000 * drivers.seconds,
    priceMoveMs: (1_000 * moves.seconds) / MOVED,
  };
}

const updateMetrics = (
  legs: number,
  { p50Us, p99Us }: Latencies,
): readonly (readonly [string, number])[] => [
  [`update${legs}LegsP50Us`, p50Us],
  [`update${legs}LegsP99Us`, p99Us],
];
