import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { STREAMS } from '#contracts/mod.ts';
import { connectNats, ensureStreams, startNats } from '#platform/mod.ts';

import { startHelper, type Helper } from '../load/helper-process.ts';
import { monotonicMs } from '../load/monotonic.ts';
import { OddsHost } from '../load/odds-host.ts';
import { openLoop } from '../load/open-loop.ts';
import { requireOpenFiles } from '../load/process-use.ts';
import { leaveFirstCore, nodeServer, startServer } from '../load/server-process.ts';
import type { BenchResult } from '../report/report.ts';
import type { BettorOffers } from './bettors.ts';
import { resultOf, type Storm } from './storm-result.ts';

const FIXTURES = 4;
const MARKETS = 15;
const UPDATES_PER_S = 8;
const SPARE_FILES = 200;
const WITHIN_MS = 30_000;
const CALM_MS = 3000;
const QUIET_MS = 2000;
const GATEWAY = new URL('../load/gateway-server.ts', import.meta.url);

/**
 * Thousands of clients lose their gateway at once, first because every connection is cut and then because the
 * process is killed, and find the other one while prices keep moving.
 */
export async function reconnectStorm(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...args],
    options: { clients: { type: 'string', default: '5000' } },
  });
  const count = Number(values.clients);
  if (!Number.isInteger(count) || count < 1) throw new RangeError('--clients is a whole number');
  requireOpenFiles(count + SPARE_FILES);
  const isPinned = leaveFirstCore();
  const loadBefore = loadavg()[0] ?? 0;
  const dir = await mkdtemp(join(tmpdir(), 'overround-storm-'));
  const server = await startNats(dir, 0);
  const nats = await connectNats({ url: server.url, name: 'load' });
  await ensureStreams(nats, STREAMS);
  const host = new OddsHost(nats, FIXTURES, MARKETS);
  const command = nodeServer(GATEWAY, { NATS_URL: server.url });
  const gateways = [await startServer(command, isPinned), await startServer(command, isPinned)];
  const bettors = startHelper<BettorOffers>(new URL('./bettors.ts', import.meta.url));
  const market = movePrices(host);
  try {
    const urls = gateways.map(({ port }) => `ws://127.0.0.1:${String(port)}/v1/stream`);
    const opened = await bettors.ask('open', { urls, count, fixtures: [...host.fixtures] });
    await pause(CALM_MS);
    const cut = await storm(bettors, 'cut', () => bettors.ask('cut', undefined));
    await pause(CALM_MS);
    // All went to the second when they lost the first.
    const killed = await storm(bettors, 'killed', () => gateways[1]?.stop());
    await market.stop();
    await pause(QUIET_MS);
    const truth = host.fixtures.map((fixture) => host.board(fixture));
    const right = await bettors.ask('right', truth);
    const storms = [cut, killed];
    return resultOf({ count, fixtures: FIXTURES, opened, right, storms, loadBefore });
  } finally {
    await market.stop();
    await bettors.stop();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await host.stop();
    await nats.close();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function storm(
  bettors: Helper<BettorOffers>,
  how: Storm['how'],
  drop: () => Promise<unknown> | undefined,
): Promise<Storm> {
  const sinceMs = monotonicMs();
  const recovery = bettors.ask('recovery', { sinceMs, withinMs: WITHIN_MS });
  await drop();
  return { how, ...(await recovery) };
}

/** Prices move all the time, of one fixture after the other. */
function movePrices(host: OddsHost) {
  const ending = new AbortController();
  const done = (async () => {
    for (let turn = 0; !ending.signal.aborted; turn += 1)
      await openLoop({
        perSecond: UPDATES_PER_S,
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
