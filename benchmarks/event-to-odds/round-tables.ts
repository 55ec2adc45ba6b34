import { percentile } from '../report/percentiles.ts';
import type { Hops } from './figures.ts';
import type { Round } from './round.ts';

/** `p50 / p99` in milliseconds. */
const pair = (samples: readonly number[]): string =>
  [0.5, 0.99].map((share) => percentile(samples, share).toFixed(1)).join(' / ');

/** For people: all rounds in one table, the hops of each below it, what used the processors in a third. */
export function printRounds(rounds: readonly Round[]): void {
  const ofEach = (row: (round: Round) => object): void => {
    console.table(Object.fromEntries(rounds.map((round) => [titleOf(round), row(round)])));
  };
  console.log('p50 / p99 in ms');
  ofEach(({ samples, latenessMs, idleRoundTripsMs, roundTripsMs }) => ({
    'event to odds': pair(samples.toOdds),
    suspension: pair(samples.toSuspension),
    'goal to new prices': pair(samples.toNewPrices),
    'publisher late': pair(latenessMs),
    'loopback, idle': pair(idleRoundTripsMs),
    'under load': pair(roundTripsMs),
  }));
  console.log('hop by hop: of events, and of suspensions');
  ofEach(({ samples }) => ({
    ...hops(samples.hops, ''),
    ...hops(samples.suspensionHops, 'susp. '),
  }));
  console.log('load, deliveries, processors');
  ofEach(({ load, deliveriesPerS, bytesPerMessage, cores }) => ({
    load,
    'deliveries/s': Math.round(deliveriesPerS),
    bytes: Math.round(bytesPerMessage),
    ...Object.fromEntries(Object.entries(cores).map(([part, used]) => [part, used.toFixed(2)])),
  }));
}

const titleOf = ({ clients, follow }: Round): string =>
  `${String(clients)} clients follow ${String(follow)}`;

const hops = (of: Hops, prefix: string): Record<string, string> =>
  Object.fromEntries([...of].map(([hop, samples]) => [`${prefix}${hop}`, pair(samples)]));
