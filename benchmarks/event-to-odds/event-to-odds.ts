import { percentile } from '../report/percentiles.ts';
import { bar, type Bar, type BenchResult } from '../report/report.ts';
import type { Hops } from './figures.ts';
import { readOptions } from './options.ts';
import { playRound, type Round } from './round.ts';
import { printRounds } from './round-tables.ts';

/** When more than one event in ten was so late, the load was not what it says it was. */
const LATENESS_P90_MS = 5;
const SMALL = 1_000;
const BOOK_CHECKS = [
  'gaps',
  'closed',
  'wrongChecksums',
  'boardsBehind',
  'boardsDifferent',
] as const;

/**
 * From the provider's event to new odds at many clients, through every service of the engine. Open loop: an event
 * is due at its time whether or not the one before has arrived, and time counts from when it was due.
 */
export async function eventToOdds(args: readonly string[]): Promise<BenchResult> {
  const options = readOptions(args);
  const rounds: Round[] = [];
  for (const clients of options.clients)
    for (const follow of options.follow) rounds.push(await playRound(options, clients, follow));
  printRounds(rounds);
  return {
    metrics: Object.assign({}, ...rounds.map(metricsOf)) as Record<string, number>,
    bars: rounds.flatMap(barsOf),
    checks: Object.assign({}, ...rounds.map(checksOf)) as Record<string, boolean>,
  };
}

function metricsOf(round: Round): Record<string, number> {
  const { samples } = round;
  const metrics: Record<string, number> = {
    deliveriesPerS: round.deliveriesPerS,
    bytesPerMessage: round.bytesPerMessage,
    ...round.samples.bytes,
    suspensions: samples.toSuspension.length,
    ...percentiles('eventToOdds', samples.toOdds),
    ...percentiles('eventToSuspension', samples.toSuspension),
    ...percentiles('goalToNewPrices', samples.toNewPrices),
    ...hopsOf('hop', samples.hops),
    ...hopsOf('suspensionHop', samples.suspensionHops),
    ...percentiles('idleLoopbackRoundTrip', round.idleRoundTripsMs),
    ...percentiles('loopbackRoundTrip', round.roundTripsMs),
    ...publisherLateness(round.latenessMs),
    load1Min: round.load,
    ...prefixed('cores', round.cores),
  };
  return prefixed(nameOf(round), metrics);
}

const percentiles = (name: string, samples: readonly number[]): Record<string, number> => ({
  [`${name}P50Ms`]: percentile(samples, 0.5),
  [`${name}P99Ms`]: percentile(samples, 0.99),
});

const publisherLateness = (samples: readonly number[]): Record<string, number> => ({
  publisherLatenessP90Ms: percentile(samples, 0.9),
  publisherLatenessP99Ms: percentile(samples, 0.99),
});

/** Clients and how many fixtures each follows. */
const nameOf = ({ clients, follow }: Round): string => `c${String(clients)}.f${String(follow)}`;

const hopsOf = (name: string, hops: Hops) =>
  Object.assign(
    {},
    ...[...hops].map(([hop, samples]) => percentiles(`${name}.${hop}`, samples)),
  ) as Record<string, number>;

const prefixed = (prefix: string, values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));

function barsOf({ clients, follow, samples }: Round): readonly Bar[] {
  const name = (what: string): string =>
    `${String(clients)} clients, each follows ${String(follow)}: ${what} ms`;
  const p50 = percentile(samples.toOdds, 0.5);
  const p99 = percentile(samples.toOdds, 0.99);
  if (clients > SMALL) return [bar(name('event to odds p99'), p99, '<=', 50)];
  return [
    bar(name('event to odds p50'), p50, '<=', 5),
    bar(name('event to odds p99'), p99, '<=', 20),
    bar(name('suspension p99'), percentile(samples.toSuspension, 0.99), '<=', 10),
  ];
}

function checksOf(round: Round): Record<string, boolean> {
  const at = nameOf(round);
  const none = BOOK_CHECKS.map((name) => [`${at}.no ${name}`, round[name] === 0] as const);
  return {
    ...Object.fromEntries(none),
    [`${at}.every event seen by every probe`]: round.samples.missed === 0,
    [`${at}.publisher on time`]: percentile(round.latenessMs, 0.9) <= LATENESS_P90_MS,
  };
}
