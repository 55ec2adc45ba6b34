import type { Clock, Logger, Metrics, Nats } from '#platform/mod.ts';

import { countedAddress } from './address.ts';
import { Connection } from './connection.ts';
import { createCore } from './core.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { openListener, STREAM_PATH } from './listener.ts';
import { followHosts, requestImage } from './nats-feed.ts';
import type { VerifyToken } from './peer.ts';

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
  /** How many proxies in front add the address of their client to X-Forwarded-For; none unless given. */
  trustedProxies?: number;
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

const DRAIN_MS = 1000;

/** Serves the odds of all hosts to WebSocket clients: see docs/stream.md. Throws PortBusyError. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { clock, log, nats, host = '127.0.0.1', trustedProxies = 0 } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const core = createCore({
    schedule: setImmediate,
    ...options,
    limits,
    requestImage: requestImage(nats),
  });
  const connections = new Set<Connection>();
  const listening = await openListener({
    port: options.port,
    host,
    messageBytes: limits.messageBytes,
    compresses: Number.isFinite(limits.compressAboveBytes),
    allowedOrigins: options.allowedOrigins,
    isDraining: () => false,
    enter: (request) => core.admission.enter(countedAddress(request, trustedProxies)),
    onRefused: (why) => {
      core.metrics.refused.inc({ why });
    },
    onSocket: (accepted, pass) => {
      const connection = new Connection(accepted, { core, limits, log, pass });
      connections.add(connection);
      accepted.socket.on('close', () => connections.delete(connection));
    },
  });
  const unfollow = followHosts({ nats, log, metrics: core.metrics, upstream: core.upstream });
  const stopTimers = watchConnections(connections, clock, limits);
  const url = `ws://${host}:${String(listening.port)}${STREAM_PATH}`;
  log.info({ url }, 'gateway listens');
  return {
    url,
    port: listening.port,
    clients: () => core.hub.clients.size,
    stop: async () => {
      stopTimers();
      unfollow();
      core.stop();
      const closed = listening.stop();
      for (const connection of connections) connection.goAway();
      await Promise.race([closed, clock.sleep(DRAIN_MS)]);
      for (const connection of connections) connection.terminate();
      await closed;
    },
  };
}

function watchConnections(
  connections: ReadonlySet<Connection>,
  clock: Clock,
  { heartbeatMs, pingMs }: GatewayLimits,
): () => void {
  const stops = [
    clock.every(heartbeatMs, () => {
      for (const connection of connections) connection.expire(clock.now());
    }),
    clock.every(pingMs, () => {
      for (const connection of connections) connection.ping();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
