import { isPortFree } from '../listen.ts';
import { freePort } from '../listen.ts';
import { systemClock } from '../clock.ts';
import { EmbeddedError, tail, within, type Guarded } from './process.ts';

/** A running server of ours. */
export type EmbeddedServer = Readonly<{
  name: ServerName;
  /** With credentials: do not print it. */
  url: string;
  port: number;
  /** Resolves when the server has ended, wanted or not. */
  exited: Promise<string>;
  stop(): Promise<void>;
}>;

export type ServerName = 'PostgreSQL' | 'NATS' | 'ClickHouse';

/** Says one line about something that was found and put right. */
export type Notice = (line: string) => void;

export type PortRequest = Readonly<{
  server: ServerName;
  port: number;
  /** The variable that moves it elsewhere. */
  variable: string;
}>;

/** The port asked for, or a free one for 0; a busy one is explained. */
export async function choosePort({ server, port, variable }: PortRequest): Promise<number> {
  if (port === 0) return freePort();
  if (await isPortFree(port)) return port;
  throw new EmbeddedError(
    `Port ${String(port)}, which ${server} needs, is taken by another program.`,
    `Stop that program, or choose another port with ${variable} (0 takes any free one).`,
  );
}

export type ReadyOptions = Readonly<{
  server: ServerName;
  guarded: Guarded;
  logFile: string;
  /** Resolves true when the server answers. */
  probe: () => Promise<boolean>;
  timeoutMs?: number;
}>;

/** Waits until the server answers; throws with the end of its log when it ends or takes too long. */
export async function waitUntilReady(options: ReadyOptions): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const deadline = systemClock.monotonic() + timeoutMs;
  let ended: string | undefined;
  void options.guarded.exited.then((how) => (ended = how));
  while (systemClock.monotonic() < deadline) {
    if (await options.probe()) return;
    if (ended !== undefined) break;
    await within(options.guarded.exited, 20);
  }
  await options.guarded.stop(2_000);
  const how =
    ended === undefined
      ? `did not answer in ${String(timeoutMs / 1000)} s`
      : `ended at once (${ended})`;
  throw new EmbeddedError(
    `${options.server} ${how}. The end of ${options.logFile}:\n${tail(options.logFile)}\n`,
    'Run `npm run overround doctor` for a check of the whole installation.',
  );
}
