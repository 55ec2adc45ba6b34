/**
 * The embedded ClickHouse engine in a process of its own, because it lives inside the process that opens it
 * and only one may open a data folder. Started by clickhouse-server.ts; ends with its parent.
 */
import { createServer } from 'node:http';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '../listen.ts';
import type { ChdbEngine } from './chdb-engine.ts';
import type { FrontMessage, FrontStart } from './clickhouse-server.ts';

const SESSIONS = 4;
let engine: ChdbEngine | undefined;
let pidFile: string | undefined;

process.once('message', (message: FrontStart) => {
  start(message).then(
    (port) => {
      tell({ kind: 'ready', port });
    },
    (error: unknown) => {
      tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
      process.exit(1);
    },
  );
});
// Also when the parent was killed with -9: the kernel closes its end.
process.once('disconnect', () => {
  end();
});
process.on('SIGTERM', () => {
  end();
});

async function start({ dir, port, token }: FrontStart): Promise<number> {
  const data = join(dir, 'data');
  const empty = join(dir, 'empty');
  for (const path of [data, empty]) mkdirSync(path, { recursive: true });
  // The default database offers the files of the working folder as tables: let there be none.
  process.chdir(empty);
  pidFile = join(dir, 'front.pid');
  writeFileSync(pidFile, `${String(process.pid)}\n`);
  const [{ ChdbEngine }, { chdbHandler }] = await Promise.all([
    import('./chdb-engine.ts'),
    import('./chdb-http.ts'),
  ]);
  engine = new ChdbEngine(data, SESSIONS);
  const server = createServer({ keepAliveTimeout: 30_000 }, chdbHandler(engine, token));
  return (await listen(server, port)).port;
}

function end(): void {
  engine?.close();
  if (pidFile !== undefined) rmSync(pidFile, { force: true });
  process.exit(0);
}

function tell(message: FrontMessage): void {
  process.send?.(message);
}
