import type { Clock, Logger, Metrics, Nats } from '#platform/mod.ts';

import { Connection, type VerifyToken } from './connection.ts';
import { BookFrames, OddsFrames } from './frames.ts';
import { gatewayMetrics } from './gateway-metrics.ts';
import { Heartbeats } from './heartbeat.ts';
import { Hub } from './hub.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { openListener, STREAM_PATH } from './listener.ts';
import { OddsStore } from './store.ts';
import { Upstream } from './upstream.ts';

export type GatewayOptions = Readonly<{
  /** 0 takes any free port. */
  port: number;
  /** Address to listen on; 127.0.0.1 unless given. */
  host?: string;
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  verifyToken: VerifyToken;
  /** Origins of pages that may connect; any page may when absent. Programs send no origin and may always. */
  allowedOrigins?: readonly string[];
  limits?: Partial<GatewayLimits>;
  /** Runs a task after what is being received now; setImmediate unless given. */
  schedule?: (task: () => void) => void;
}>;
export type Gateway = Readonly<{
  /** `ws://host:port/v1/stream`. */
  url: string;
  port: number;
  clients(): number;
  /** Lets no one in, tells everyone to go, and waits at most a second for them. */
  stop(): Promise<void>;
}>;

const CHECK_MS = 250;
const DRAIN_MS = 1000;
const CLOSE_GOING_AWAY = 1001;

/** Serves the odds of all hosts to WebSocket clients: see docs/stream.md. Throws PortBusyError. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { clock, log, verifyToken, host = '127.0.0.1', schedule = setImmediate } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const metrics = gatewayMetrics(options.metrics);
  const store = new OddsStore();
  const sources = { odds: new OddsFrames(store), books: new BookFrames() };
  const hub = new Hub({ sources, limits, clock, metrics, schedule });
  const connections = new Set<Connection>();
  const listening = await openListener({
    port: options.port,
    host,
    messageBytes: limits.messageBytes,
    allowedOrigins: options.allowedOrigins,
    isFull: () => connections.size >= limits.connections,
    onRefused: (why) => {
      metrics.refused.inc({ why });
    },
    onSocket: (socket) => {
      const connection = new Connection(socket, { hub, limits, clock, log, verifyToken });
      connections.add(connection);
      socket.on('close', () => connections.delete(connection));
    },
  });
  const upstream = new Upstream({
    nats: options.nats,
    clock,
    log,
    metrics,
    store,
    ...sources,
    staleAfterMs: limits.staleAfterMs,
    onChange: hub.changed.bind(hub),
    onDrop: hub.drop.bind(hub),
  });
  const stopTimers = startTimers({ hub, upstream, connections, clock, limits });
  const url = `ws://${host}:${String(listening.port)}${STREAM_PATH}`;
  log.info({ url }, 'gateway listens');
  return {
    url,
    port: listening.port,
    clients: () => hub.clients.size,
    stop: async () => {
      stopTimers();
      upstream.stop();
      const closed = listening.stop();
      for (const connection of connections) connection.close(CLOSE_GOING_AWAY, 'going away');
      await Promise.race([closed, clock.sleep(DRAIN_MS)]);
      for (const connection of connections) connection.terminate();
      await closed;
    },
  };
}

type Running = Readonly<{
  hub: Hub;
  upstream: Upstream;
  connections: ReadonlySet<Connection>;
  clock: Clock;
  limits: GatewayLimits;
}>;

function startTimers({ hub, upstream, connections, clock, limits }: Running): () => void {
  const heartbeats = new Heartbeats(hub);
  const stops = [
    clock.every(CHECK_MS, () => {
      hub.closeSlow();
      heartbeats.beat(clock.now(), upstream.check(), 'changed');
    }),
    clock.every(limits.heartbeatMs, () => {
      for (const connection of connections) connection.expire(clock.now());
      heartbeats.beat(clock.now(), upstream.check(), 'everyone');
    }),
    clock.every(limits.pingMs, () => {
      for (const connection of connections) connection.ping();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
