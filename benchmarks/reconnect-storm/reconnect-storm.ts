import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { STREAMS } from '#contracts/mod.ts';
import { connectNats, ensureStreams, startNats } from '#platform/mod.ts';

import { startHelper, type Helper } from '../load/helper-process.ts';
import { monotonicMs } from '../load/monotonic.ts';
import { OddsHost } from '../load/odds-host.ts';
import { openLoop } from '../load/open-loop.ts';
import { requireOpenFiles } from '../load/process-use.ts';
import { nodeServer, startServer, type MeasuredServer } from '../load/server-process.ts';
import type { BenchResult } from '../report/report.ts';
import type { BettorOffers, Recovery } from './bettors.ts';
import { stormOptions } from './storm-options.ts';
import { resultOf, type Storm } from './storm-result.ts';

const FIXTURES = 4;
const MARKETS = 15;
/** Of the clients; one of them alone would be waited for while other processors are idle. */
const PROCESSES = 2;
/** Thousands of books in one process: without room for young objects a third of its time is their collection. */
const BETTOR_FLAGS = ['--max-semi-space-size=128'];
const SPARE_FILES = 200;
const WITHIN_MS = 30_000;
const CALM_MS = 3000;
const QUIET_MS = 2000;
const GATEWAY = new URL('../load/gateway-server.ts', import.meta.url);
const BETTORS = new URL('./bettors.ts', import.meta.url);

/**
 * Thousands of clients lose their gateway at once, first because every connection is cut and then because the
 * process is killed, and find the other one while prices keep moving.
 */
export async function reconnectStorm(args: readonly string[]): Promise<BenchResult> {
  const { count, updatesPerS } = stormOptions(args);
  requireOpenFiles(count + SPARE_FILES);
  const loadBefore = loadavg()[0] ?? 0;
  const dir = await mkdtemp(join(tmpdir(), 'overround-storm-'));
  const server = await startNats(dir, 0);
  const nats = await connectNats({ url: server.url, name: 'load' });
  await ensureStreams(nats, STREAMS);
  const host = new OddsHost(nats, FIXTURES, MARKETS);
  const command = nodeServer(GATEWAY, { NATS_URL: server.url });
  const gateways = [await startServer(command, false), await startServer(command, false)];
  const bettors = crowdOf(count);
  const market = movePrices(host, updatesPerS);
  try {
    const urls = gateways.map(({ port }) => `ws://127.0.0.1:${String(port)}/v1/stream`);
    const opened = sum(
      await bettors.all((each, size) =>
        each.ask('open', { urls, count: size, fixtures: [...host.fixtures] }),
      ),
    );
    console.log(`${String(opened)} clients follow ${String(FIXTURES)} fixtures`);
    await pause(CALM_MS);
    const cut = await storm({ bettors, server: gateways[1] }, 'cut', () =>
      bettors.all((each) => each.ask('cut', undefined)),
    );
    await pause(CALM_MS);
    // All went to the second when they lost the first.
    const killed = await storm({ bettors, server: gateways[0] }, 'killed', () =>
      gateways[1]?.stop(),
    );
    await market.stop();
    await pause(QUIET_MS);
    const truth = host.fixtures.map((fixture) => host.board(fixture));
    const right = sum(await bettors.all((each) => each.ask('right', truth)));
    const storms = [cut, killed];
    return resultOf({ count, fixtures: FIXTURES, opened, right, storms, loadBefore });
  } finally {
    await market.stop();
    await bettors.all((each) => each.stop());
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await host.stop();
    await nats.close();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

type Scene = Readonly<{
  bettors: Crowd;
  /** Where they find a place. */
  server: MeasuredServer | undefined;
}>;

async function storm(
  { bettors, server }: Scene,
  how: Storm['how'],
  drop: () => Promise<unknown> | undefined,
): Promise<Storm> {
  const sinceMs = monotonicMs();
  const usedUs = server?.cpuUs() ?? 0;
  const recovery = bettors.all((each) => each.ask('recovery', { sinceMs, withinMs: WITHIN_MS }));
  await drop();
  const recovered = together(await recovery);
  const serverMs = ((server?.cpuUs() ?? 0) - usedUs) / 1000;
  console.log(`${how}: ${String(recovered.recoveredMs.length)} clients are back`);
  return { how, serverMs, ...recovered };
}

type Bettors = Helper<BettorOffers>;
/** Everybody, in several processes that are asked the same at the same time. */
type Crowd = Readonly<{
  all<T>(ask: (each: Bettors, size: number) => Promise<T>): Promise<T[]>;
}>;

function crowdOf(count: number): Crowd {
  const parts = Array.from({ length: Math.min(count, PROCESSES) }, (_, part) => ({
    bettors: startHelper<BettorOffers>(BETTORS, BETTOR_FLAGS),
    size: Math.ceil((count - part) / PROCESSES),
  }));
  return { all: (ask) => Promise.all(parts.map(({ bettors, size }) => ask(bettors, size))) };
}

const sum = (counts: readonly number[]): number =>
  counts.reduce((total, count) => total + count, 0);

/** What the storm was for all of them. */
const together = (parts: readonly Recovery[]): Recovery => ({
  recoveredMs: parts.flatMap(({ recoveredMs }) => recoveredMs),
  clientsMs: sum(parts.map(({ clientsMs }) => clientsMs)),
  fixtures: sum(parts.map(({ fixtures }) => fixtures)),
  resumed: sum(parts.map(({ resumed }) => resumed)),
  images: sum(parts.map(({ images }) => images)),
  deltas: sum(parts.map(({ deltas }) => deltas)),
});

/** Prices move all the time, of one fixture after the other. */
function movePrices(host: OddsHost, updatesPerS: number) {
  const ending = new AbortController();
  const done = (async () => {
    for (let turn = 0; !ending.signal.aborted; turn += 1)
      await openLoop({
        perSecond: updatesPerS,
        count: host.fixtures.length,
        send: (index, dueMs) => {
          const fixture = host.fixtures[index];
          if (fixture !== undefined) host.reprice(fixture, 1 + (turn % 3), dueMs);
        },
      });
  })();
  return {
    stop: async () => {
      ending.abort();
      await done;
    },
  };
}
