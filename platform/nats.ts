import {
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';

/** One connection with what hangs on it. Every helper below takes it as its first argument. */
export type Nats = Readonly<{
  connection: NatsConnection;
  js: JetStreamClient;
  jsm: JetStreamManager;
  server: NatsServerInfo;
  /** Sends what is buffered, then closes. */
  close(): Promise<void>;
}>;

export type NatsServerInfo = Readonly<{
  version: string;
  /** Largest message in bytes. */
  maxPayload: number;
  /** 2.10: several filter subjects on one consumer, stream compression and metadata. */
  hasMultipleFilters: boolean;
  /** 2.11: batched direct get, time-to-live per message. */
  hasMessageTtl: boolean;
}>;

export type NatsOptions = Readonly<{
  /** nats://[user:password@ or token@]host:port, or several separated by commas. */
  url: string;
  /** Shown by the server's monitoring. */
  name: string;
  /** Told about every loss and return of the connection. */
  onStatus?: (status: Readonly<{ type: string; detail: string }>) => void;
  connectTimeoutMs?: number;
}>;

/** Connects, and from then on reconnects for ever; the first connection must succeed. */
export async function connectNats(options: NatsOptions): Promise<Nats> {
  const connection = await connect({
    ...serversAndCredentials(options.url),
    name: options.name,
    timeout: options.connectTimeoutMs ?? 5_000,
    reconnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 100,
    pingInterval: 10_000,
    maxPingOut: 2,
    ignoreAuthErrorAbort: true,
  });
  if (options.onStatus) void watchStatus(connection, options.onStatus);
  // The API check would refuse to connect while JetStream is still recovering its files.
  const jsm = await jetstreamManager(connection, { checkAPI: false });
  return {
    connection,
    js: jetstream(connection),
    jsm,
    server: serverInfo(connection),
    close: async () => {
      if (connection.isClosed()) return;
      // While disconnected a drain would wait for a server that may never return.
      await Promise.race([connection.drain(), delay(2_000)]).catch(() => undefined);
      await connection.close();
    },
  };
}

function serversAndCredentials(list: string): NodeConnectionOptions {
  const urls = list.split(',').map((part) => new URL(part.trim()));
  const first = urls[0];
  const user = decodeURIComponent(first?.username ?? '');
  const password = decodeURIComponent(first?.password ?? '');
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`),
    ...(urls.some(({ protocol }) => protocol === 'tls:') ? { tls: {} } : {}),
    ...(user && password ? { user, pass: password } : user ? { token: user } : {}),
  };
}

function serverInfo(connection: NatsConnection): NatsServerInfo {
  const version = connection.info?.version ?? '0.0.0';
  return {
    version,
    maxPayload: connection.info?.max_payload ?? 1_048_576,
    hasMultipleFilters: isAtLeast(version, 2, 10),
    hasMessageTtl: isAtLeast(version, 2, 11),
  };
}

export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [haveMajor = 0, haveMinor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}

async function watchStatus(
  connection: NatsConnection,
  onStatus: NonNullable<NatsOptions['onStatus']>,
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'ping') continue;
    const { type, ...detail } = status;
    onStatus({
      type,
      detail: JSON.stringify(detail, (_, value: unknown) =>
        value instanceof Error ? value.message : value,
      ),
    });
  }
}

const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
