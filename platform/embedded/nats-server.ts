import { connect as connectTcp } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretFile } from '../secret-file.ts';
import { findNatsServer } from './nats-binary.ts';
import { startGuarded, stopOrphan } from './process.ts';
import { choosePort, waitUntilReady, type EmbeddedServer, type Notice } from './server.ts';

export type NatsServerOptions = Readonly<{ notice?: Notice; binary?: string }>;

/** Starts a nats-server with JetStream whose files are in `dir`; port 0 takes any free one. */
export async function startNats(
  dir: string,
  port: number,
  options: NatsServerOptions = {},
): Promise<EmbeddedServer> {
  const binary = options.binary ?? findNatsServer().path;
  mkdirSync(dir, { recursive: true });
  const configFile = join(dir, 'nats.conf');
  if (await stopOrphan(join(dir, 'nats.pid'), configFile, 'TERM'))
    options.notice?.('A NATS server of an earlier run was still there; it was stopped.');
  const actualPort = await choosePort({ server: 'NATS', port, variable: 'OVERROUND_NATS_PORT' });
  const token = secretFile(dir, 'nats.token', 24);
  writeFileSync(configFile, natsConfig({ dir, port: actualPort, token }), { mode: 0o600 });
  const logFile = join(dir, 'nats.log');
  const guarded = startGuarded({
    command: binary,
    args: ['--config', configFile],
    stopSignal: 'TERM',
    logFile,
    cwd: dir,
    // Every price goes through it.
    runsFirst: true,
  });
  await waitUntilReady({ server: 'NATS', guarded, logFile, probe: () => greets(actualPort) });
  return {
    name: 'NATS',
    url: `nats://${token}@127.0.0.1:${String(actualPort)}`,
    port: actualPort,
    exited: guarded.exited,
    stop: () => guarded.stop(10_000),
  };
}

type ConfigValues = Readonly<{ dir: string; port: number; token: string }>;

// JSON strings are valid strings of this format, whatever a path contains.
const natsConfig = ({
  dir,
  port,
  token,
}: ConfigValues): string => `listen: "127.0.0.1:${String(port)}"
server_name: "overround"
pid_file: ${JSON.stringify(join(dir, 'nats.pid'))}
max_payload: 4MB
max_pending: 64MB
write_deadline: "10s"
authorization { token: ${JSON.stringify(token)} }
jetstream {
  store_dir: ${JSON.stringify(join(dir, 'jetstream'))}
  max_memory_store: 256MB
  max_file_store: 8GB
}
`;

/** A NATS server speaks first, and only when it serves. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1');
    const answer = (value: boolean): void => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(1_000, () => {
      answer(false);
    });
    socket.once('error', () => {
      answer(false);
    });
    socket.once('data', (chunk) => {
      answer(chunk.toString('latin1').startsWith('INFO'));
    });
  });
}
