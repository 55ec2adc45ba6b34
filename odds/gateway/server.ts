import {
  systemRandom,
  type Listening,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Random,
} from '#platform/mod.ts';

import { followFacts, readAccountFrom } from './account-feed.ts';
import { countedAddress } from './address.ts';
import { Connection } from './connection.ts';
import { createCore, type GatewayCore } from './core.ts';
import { drain } from './drain.ts';
import { recallHistory } from './history.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { openListener, STREAM_PATH, type ListenerOptions } from './listener.ts';
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
  /** How long no one is let in until hosts have been heard and their boards are here; not at all unless given. */
  readyWithinMs?: number;
  /** How long clients have to go elsewhere when the gateway stops; no time unless given. */
  drainMs?: number;
  /** Spreads their going over that time, and when those who are refused come again. */
  random?: Random;
  /** Runs a task after what is being received now; setImmediate unless given. */
  schedule?: (task: () => void) => void;
}>;
export type Gateway = Readonly<{
  /** `ws://host:port/v1/stream`. */
  url: string;
  port: number;
  clients(): number;
  /** Lets no one in, asks everyone to go and serves them until they have or the time is over, then ends. */
  stop(): Promise<void>;
}>;

const CLOSING_MS = 1000;
const READY_POLL_MS = 20;
/** Connections are pinged in turns: all at once would hold up everything else for too long. */
const PING_SLOTS = 64;

/** Serves the odds of all hosts to WebSocket clients: see docs/stream.md. Throws PortBusyError. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    clock,
    log,
    nats,
    host = '127.0.0.1',
    trustedProxies = 0,
    random = systemRandom,
  } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const core = createCore({
    schedule: setImmediate,
    ...options,
    limits,
    requestImage: requestImage(nats),
    readAccount: readAccountFrom(nats),
  });
  const unfollowFacts = followFacts({ nats, clock, log, desk: core.accounts });
  const unfollow = followHosts({ nats, log, metrics: core.metrics, upstream: core.upstream });
  await core.upstream.recallFirst((recall) => recallHistory({ nats, clock, log, recall }));
  await untilReady(core, clock, options.readyWithinMs ?? 0);
  const connections = new Set<Connection>();
  let isDraining = false;
  const stopCore = (): void => {
    unfollow();
    unfollowFacts();
    core.stop();
  };
  const listening = await openOr(stopCore, {
    port: options.port,
    host,
    messageBytes: limits.messageBytes,
    compresses: Number.isFinite(limits.compressAboveBytes),
    allowedOrigins: options.allowedOrigins,
    isDraining: () => isDraining,
    random,
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
  const stopTimers = watchConnections(connections, clock, limits);
  const url = `ws://${host}:${String(listening.port)}${STREAM_PATH}`;
  log.info({ url }, 'gateway listens');
  return {
    url,
    port: listening.port,
    clients: () => core.hub.clients.size,
    stop: async () => {
      isDraining = true;
      await drain(connections, { drainMs: 0, ...options, random });
      stopTimers();
      stopCore();
      const closed = listening.stop();
      for (const connection of connections) connection.end();
      await Promise.race([closed, clock.sleep(CLOSING_MS)]);
      for (const connection of connections) connection.terminate();
      await closed;
    },
  };
}

async function untilReady(core: GatewayCore, clock: Clock, readyWithinMs: number): Promise<void> {
  const deadlineMs = clock.monotonic() + readyWithinMs;
  while (clock.monotonic() < deadlineMs && !core.upstream.isReady())
    await clock.sleep(READY_POLL_MS);
}

/** Opens the listener; when that fails nothing else is left running. */
async function openOr(undo: () => void, options: ListenerOptions): Promise<Listening> {
  try {
    return await openListener(options);
  } catch (error) {
    undo();
    throw error;
  }
}

function watchConnections(
  connections: ReadonlySet<Connection>,
  clock: Clock,
  { heartbeatMs, pingMs }: GatewayLimits,
): () => void {
  let turn = 0;
  const stops = [
    clock.every(heartbeatMs, () => {
      for (const connection of connections) connection.expire(clock.now());
    }),
    clock.every(pingMs / PING_SLOTS, () => {
      turn = (turn + 1) % PING_SLOTS;
      for (const connection of connections)
        if (connection.number % PING_SLOTS === turn) connection.ping();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
