import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { supervise } from '#app/mod.ts';
import { OddsMessageSchema, shardOf, STREAMS, subjects, type OddsMessage } from '#contracts/mod.ts';
import {
  connectNats,
  ensureStreams,
  migratePostgres,
  parserOf,
  repoDir,
  requestJson,
  silentLogger,
  startStack,
  systemClock,
} from '#platform/mod.ts';

import { fixtureName } from './plan.ts';

/** Servers, host and gateway, each a process of its own as in `npm start`. */
export type Engine = Readonly<{
  natsUrl: string;
  databaseUrl: string;
  gatewayUrl: string;
  /** The host's own board. */
  board(fixture: number): Promise<OddsMessage>;
  stop(): Promise<void>;
}>;

const parseOdds = parserOf(OddsMessageSchema);
const IMAGE_DEADLINE_MS = 5_000;

/** What was started is stopped again when the rest cannot be. */
export async function startEngine(profileDir: string | undefined): Promise<Engine> {
  await using started = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'overround-bench-'));
  started.defer(() => rm(dir, { recursive: true, force: true }));
  const stack = await startStack({
    dir,
    ports: { postgres: 0, nats: 0, clickhouse: 0 },
    urls: { clickhouseUrl: 'http://127.0.0.1:1' },
  });
  started.defer(() => stack.stop());
  const { databaseUrl, natsUrl } = stack;
  await migratePostgres(databaseUrl);
  const nats = await connectNats({ url: natsUrl, name: 'bench' });
  started.defer(() => nats.close());
  await ensureStreams(nats, STREAMS);
  const env = { ...environment(profileDir), DATABASE_URL: databaseUrl, NATS_URL: natsUrl };
  const options = {
    entry: join(repoDir(), 'app', 'main.ts'),
    env: { ...env, OVERROUND_DATA_DIR: dir },
    clock: systemClock,
    log: silentLogger(),
  };
  const processes = [supervise(['host'], options), supervise(['gateway'], options)];
  for (const child of processes) started.defer(() => child.stop());
  const [, gateway] = await Promise.all(processes.map(({ ready }) => ready));
  const running = started.move();
  return {
    natsUrl,
    databaseUrl,
    gatewayUrl: gateway?.['gateway'] ?? '',
    board: (fixture) => {
      const fixtureId = fixtureName(fixture);
      const subject = subjects.image(shardOf(fixtureId));
      const deadline = { deadlineMs: IMAGE_DEADLINE_MS, parse: parseOdds };
      return requestJson(nats, subject, { fixtureId }, deadline);
    },
    stop: () => running.disposeAsync(),
  };
}

const environment = (profileDir: string | undefined) => ({
  ...process.env,
  ...(profileDir === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` }),
  OVERROUND_GATEWAY_PORT: '0',
  OVERROUND_SCORE_HOLD_MS: '0',
  OVERROUND_LOG_LEVEL: 'error',
});
