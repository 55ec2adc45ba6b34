import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { WebSocket } from 'ws';

import type { ServerMessage } from '#contracts/mod.ts';
import { repoDir } from '#platform/mod.ts';

import { bar, type BenchResult } from '../report/report.ts';

type Start = Readonly<{ firstOddsS: number; readyS: number; clean: boolean; priced: boolean }>;

/** `npm start` as a user types it, twice on one data folder; the first time nothing is built or initialised. */
export async function firstRun(): Promise<BenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'overround-bench-'));
  try {
    await rm(join(repoDir(), 'console', 'dist'), { recursive: true, force: true });
    const cold = await timeStart(dir);
    const warm = await timeStart(dir);
    return {
      metrics: {
        coldReadyS: cold.readyS,
        coldFirstOddsS: cold.firstOddsS,
        warmReadyS: warm.readyS,
        warmFirstOddsS: warm.firstOddsS,
      },
      bars: [
        bar('cold start to first odds, s', cold.firstOddsS, '<=', 60),
        bar('warm start to first odds, s', warm.firstOddsS, '<=', 20),
      ],
      checks: {
        oddsHavePrices: cold.priced && warm.priced,
        stopsCleanly: cold.clean && warm.clean,
      },
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000;

async function timeStart(dataDir: string): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--json'], {
    cwd: repoDir(),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: {
      ...process.env,
      ...FREE_PORTS,
      OVERROUND_DATA_DIR: dataDir,
      OVERROUND_LOG_LEVEL: 'error',
    },
  });
  try {
    const gateway = await readyGateway(child);
    const readyS = secondsSince(startedAt);
    const priced = await firstOdds(gateway);
    const firstOddsS = secondsSince(startedAt);
    return { readyS, firstOddsS, priced, clean: await stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

const FREE_PORTS = {
  OVERROUND_API_PORT: '0',
  OVERROUND_GATEWAY_PORT: '0',
  OVERROUND_PAYMENTS_PORT: '0',
  OVERROUND_PAYMENT_PROVIDER_PORT: '0',
  OVERROUND_POSTGRES_PORT: '0',
  OVERROUND_NATS_PORT: '0',
  OVERROUND_CLICKHOUSE_PORT: '0',
};

async function readyGateway(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const message = JSON.parse(line) as { ready?: boolean; gateway?: string };
    if (message.ready === true && message.gateway !== undefined) return message.gateway;
  }
  throw new Error('npm start ended before it was ready');
}

/** Resolves at the first board with a price on it. */
async function firstOdds(url: string): Promise<boolean> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  socket.send(JSON.stringify({ op: 'subscribe', id: 1, channel: 'odds' }));
  try {
    return await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(false);
      });
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as ServerMessage;
        if (message.op !== 'image' && message.op !== 'delta') return;
        if (message.markets.some(({ outcomes }) => outcomes.some(({ odds }) => odds !== null))) {
          resolve(true);
        }
      });
    });
  } finally {
    socket.close();
  }
}

/** The signal that Ctrl-C sends to the whole group; true when npm start ended by itself and without failure. */
async function stop(child: ChildProcess): Promise<boolean> {
  if (child.pid === undefined || child.exitCode !== null) return false;
  const exited = once(child, 'exit');
  process.kill(-child.pid, 'SIGINT');
  const [code, signal] = (await exited) as [number | null, string | null];
  return code === 0 || signal === 'SIGINT';
}
