import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { STREAMS } from '#contracts/mod.ts';
import { connectNats, ensureStreams, startNats } from '#platform/mod.ts';

import type { CrowdOffers } from '../load/crowd.ts';
import { startHelper } from '../load/helper-process.ts';
import { OddsHost } from '../load/odds-host.ts';
import { requireOpenFiles } from '../load/process-use.ts';
import { leaveFirstCore } from '../load/server-process.ts';
import type { BenchResult } from '../report/report.ts';
import { runServer, type Bench } from './measure.ts';
import { fanoutOptions, type FanoutOptions } from './options.ts';
import { CONTENDER, type ContenderName } from './peers.ts';
import type { ProbeOffers } from './probes.ts';
import { resultOf, type Run } from './result.ts';

const MARKETS = 60;
const SPARE_FILES = 200;

/** One stream of odds to thousands of clients, beside servers that others use for it; see RESULTS.md. */
export async function fanout(args: readonly string[]): Promise<BenchResult> {
  const options = fanoutOptions(args);
  requireOpenFiles(Math.max(...options.clients) + SPARE_FILES);
  const contenders = await prepared(options.contenders);
  const load = { before: loadavg()[0] ?? 0 };
  const runs = await withBench(async (bench) => {
    const done: Run[] = [];
    for (let round = 1; round <= options.rounds; round += 1)
      for (const clients of options.clients)
        for (const name of inTurn(contenders, round)) {
          const run = await runServer(bench, CONTENDER[name], clients, {
            sizes: options.bytes,
            seconds: options.seconds,
            rate: options.rate,
          });
          done.push({ name, clients, ...run });
          console.log(`round ${String(round)}, ${String(clients)} clients: ${name} done`);
        }
    return done;
  });
  return resultOf(runs, options, load.before);
}

/** Those that can be had; the others are named. */
async function prepared(names: FanoutOptions['contenders']): Promise<ContenderName[]> {
  const had: ContenderName[] = [];
  for (const name of names)
    try {
      await CONTENDER[name].prepare();
      had.push(name);
    } catch (error) {
      const [why = ''] = String(error instanceof Error ? error.message : error)
        .split('\n')
        .slice(-3);
      console.log(`NOT MEASURED: ${name} cannot be had here (${why})`);
    }
  return had;
}

/** Who comes first changes from round to round. */
const inTurn = <T>(all: readonly T[], round: number): T[] => {
  const first = (round - 1) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
};

async function withBench<T>(use: (bench: Bench) => Promise<T>): Promise<T> {
  const isPinned = leaveFirstCore();
  if (!isPinned) console.log('the server cannot be pinned to a core here: it shares with the load');
  const dir = await mkdtemp(join(tmpdir(), 'overround-fanout-'));
  const server = await startNats(dir, 0);
  const nats = await connectNats({ url: server.url, name: 'load' });
  await ensureStreams(nats, STREAMS);
  const host = new OddsHost(nats, 1, MARKETS);
  const crowd = startHelper<CrowdOffers>(new URL('../load/crowd.ts', import.meta.url));
  const probes = startHelper<ProbeOffers>(new URL('./probes.ts', import.meta.url));
  const subject = {
    publish: (text: string) => {
      nats.connection.publish('fanout', text);
    },
    close: () => Promise.resolve(),
  };
  try {
    const place = { natsUrl: server.url, dir };
    return await use({ crowd, probes, host, subject, place, isPinned });
  } finally {
    await Promise.all([crowd.stop(), probes.stop(), host.stop()]);
    await nats.close();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
