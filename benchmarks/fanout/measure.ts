import { setTimeout as pause } from 'node:timers/promises';

import type { CrowdOffers } from '../load/crowd.ts';
import type { Helper } from '../load/helper-process.ts';
import { monotonicMs } from '../load/monotonic.ts';
import type { OddsHost } from '../load/odds-host.ts';
import { openLoop } from '../load/open-loop.ts';
import { startServer, type MeasuredServer } from '../load/server-process.ts';
import { PROBES } from './options.ts';
import { payloadOf } from './payload.ts';
import { SUBSCRIBE, type Contender, type Feed, type Place } from './peers.ts';
import type { ProbeOffers, Sightings } from './probes.ts';

/** The programs that play the clients, and what feeds the servers. */
export type Bench = Readonly<{
  crowd: Helper<CrowdOffers>;
  probes: Helper<ProbeOffers>;
  host: OddsHost;
  /** The subject that peers follow. */
  subject: Feed;
  place: Place;
  isPinned: boolean;
}>;

export type Stretch = Readonly<{ seconds: number; perSecond: number }>;
/** One stretch of one server. */
export type Measured = Readonly<{
  sightings: Sightings;
  cpuUs: number;
  crowdBytes: number;
  publishedUpdates: number;
  latenessMs: readonly number[];
}>;
export type ServerRun = Readonly<{
  bytesPerClient: number;
  bySize: readonly Measured[];
  /** Overround alone: the same clients with each of the WINDOWS_MS. */
  merged: readonly Measured[];
}>;

/** Of a trader's screen, and of a page of a bettor. */
export const WINDOWS_MS = [100, 250] as const;
const MERGED_PER_SECOND = 100;
/** Servers in Node still compile their code after 2 s, which would count as the cost of frames. */
const WARM_UP_S = 5;
const QUIET_MS = 300;
const SETTLED_MS = 1500;
const DRAIN_MS = 500;

/** One server from its start to its end, with one number of clients: its memory, then a stretch for each size. */
export async function runServer(
  bench: Bench,
  contender: Contender,
  clients: number,
  { sizes, seconds, rate }: Readonly<{ sizes: readonly number[]; seconds: number; rate: number }>,
): Promise<ServerRun> {
  const { crowd, probes, host } = bench;
  const { command, feed } = await contender.launch(bench.place);
  const server = await startServer(command, bench.isPinned);
  const ownFeed = await feed?.();
  try {
    const bytesPerClient = await letIn(bench, contender, server, clients);
    const stretch = { seconds, perSecond: rate / clients };
    const publish = publisher(contender, host, ownFeed ?? bench.subject);
    const bySize: Measured[] = [];
    for (const bytes of sizes) bySize.push(await measure(bench, server, stretch, publish(bytes)));
    if (contender.name !== 'overround') return { bytesPerClient, bySize, merged: [] };
    const merged: Measured[] = [];
    for (const windowMs of WINDOWS_MS) {
      const wish = JSON.stringify({ ...SUBSCRIBE, windowMs });
      await Promise.all([crowd.ask('say', wish), probes.ask('wish', wish)]);
      await untilQuiet(crowd);
      const updates = { seconds, perSecond: MERGED_PER_SECOND };
      merged.push(await measure(bench, server, updates, publish(0)));
    }
    return { bytesPerClient, bySize, merged };
  } finally {
    await Promise.all([crowd.ask('close', undefined), probes.ask('close', undefined)]);
    await ownFeed?.close();
    await server.stop();
  }
}

/** Half of the probes come first and half last, the crowd in between; resolves to the memory that a client takes. */
async function letIn(
  { crowd, probes }: Bench,
  { path, greeting, protocol }: Contender,
  server: MeasuredServer,
  clients: number,
): Promise<number> {
  const entrance = { port: server.port, path, greeting };
  const half = { ...entrance, protocol, count: PROBES / 2 };
  const few = Math.floor((clients - PROBES) / 10);
  await probes.ask('open', half);
  // The first clients also bring the code to life that all others use.
  await crowd.ask('open', { ...entrance, count: few });
  const before = await memoryAtRest(crowd, server);
  await crowd.ask('open', { ...entrance, count: clients - PROBES - few });
  const after = await memoryAtRest(crowd, server);
  await probes.ask('open', half);
  await untilQuiet(crowd);
  return (after - before) / (clients - PROBES - few);
}

async function memoryAtRest(crowd: Bench['crowd'], server: MeasuredServer): Promise<number> {
  await untilQuiet(crowd);
  await pause(SETTLED_MS);
  server.collect();
  await pause(QUIET_MS);
  server.collect();
  await pause(QUIET_MS);
  return server.residentBytes();
}

/** Waits until nobody has been sent much for a moment. */
async function untilQuiet(crowd: Bench['crowd']): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { bytes: before, open } = await crowd.ask('count', undefined);
    await pause(QUIET_MS);
    const { bytes } = await crowd.ask('count', undefined);
    // Heartbeats go on.
    if (bytes - before < 200 * open) return;
  }
}

type Publish = (seq: number, dueMs: number) => void;

/** Sends what every client is to get: odds to our gateway, plain text of the same length to peers. */
function publisher(contender: Contender, host: OddsHost, feed: Feed): (bytes: number) => Publish {
  let peerSeq = 0;
  const [fixture] = host.fixtures;
  if (fixture === undefined) throw new Error('the host has no fixture');
  return (bytes) => {
    if (contender.name !== 'overround')
      return (_, dueMs) => {
        peerSeq += 1;
        feed.publish(payloadOf(peerSeq, dueMs, bytes));
      };
    const markets = host.marketsFor(bytes);
    return (_, dueMs) => {
      host.reprice(fixture, markets, dueMs);
    };
  };
}

async function measure(
  { crowd, probes }: Bench,
  server: MeasuredServer,
  { seconds, perSecond }: Stretch,
  send: Publish,
): Promise<Measured> {
  await openLoop({ perSecond, count: Math.ceil(WARM_UP_S * perSecond), send });
  await pause(DRAIN_MS);
  await probes.ask('watch', undefined);
  const before = await crowd.ask('count', undefined);
  const cpuBefore = server.cpuUs();
  const fromMs = monotonicMs();
  const count = Math.round(seconds * perSecond);
  const latenessMs = await openLoop({ perSecond, count, send });
  const toMs = monotonicMs();
  await pause(DRAIN_MS);
  const cpuUs = server.cpuUs() - cpuBefore;
  const after = await crowd.ask('count', undefined);
  const sightings = await probes.ask('report', { fromMs, toMs });
  const crowdBytes = (after.bytes - before.bytes) / Math.max(1, after.open);
  return { sightings, cpuUs, crowdBytes, publishedUpdates: count, latenessMs };
}
