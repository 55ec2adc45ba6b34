import type { FixtureId, StreamEncoding } from '#contracts/mod.ts';
import { fineTime, type Clock, type Logger, type Metrics } from '#platform/mod.ts';

import { AccountDesk, type ReadAccount } from './account-desk.ts';
import { Admission, type Pass } from './admission.ts';
import { BookFrames, OddsFrames } from './frames.ts';
import type { Outlet } from './groups.ts';
import { gatewayMetrics, type GatewayMetrics } from './gateway-metrics.ts';
import { HEARTBEAT_SLOTS, Heartbeats, type UpstreamView } from './heartbeat.ts';
import { Hub } from './hub.ts';
import type { ImageReply } from './image-requests.ts';
import type { GatewayLimits } from './limits.ts';
import { Peer, type VerifyToken } from './peer.ts';
import { OddsStore } from './store.ts';
import { Upstream } from './upstream.ts';

export type CoreOptions = Readonly<{
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  limits: GatewayLimits;
  verifyToken: VerifyToken;
  requestImage: (fixture: FixtureId) => Promise<ImageReply>;
  readAccount: ReadAccount;
  /** Runs a task after what is being received now, so that a burst becomes one message per client. */
  schedule: (task: () => void) => void;
}>;

/** The gateway without any network: what hosts say goes in at `upstream`, what clients say at a peer. */
export type GatewayCore = Readonly<{
  upstream: Upstream;
  accounts: AccountDesk;
  admission: Admission;
  metrics: GatewayMetrics;
  hub: Hub;
  connect(outlet: Outlet, encoding: StreamEncoding, pass: Pass): Peer;
  stop(): void;
}>;

/** How often in the time of a heartbeat it is looked who is silent or behind. */
const CHECKS = 8;

export function createCore(options: CoreOptions): GatewayCore {
  const { clock, limits, log, schedule, verifyToken, requestImage, readAccount } = options;
  const fineNow = fineTime(clock);
  const metrics = gatewayMetrics(options.metrics, fineNow);
  const store = new OddsStore();
  const sources = {
    odds: new OddsFrames(store, limits.segmentBytes, fineNow),
    books: new BookFrames(),
  };
  const hub = new Hub({ sources, limits, clock, metrics, schedule });
  const { staleAfterMs } = limits;
  const upstream = new Upstream({
    clock,
    metrics,
    store,
    ...sources,
    hub,
    staleAfterMs,
    requestImage,
  });
  const accounts = new AccountDesk({
    clock,
    mergeAboveBytes: limits.mergeAboveBytes,
    staleAfterMs,
    read: readAccount,
  });
  const heartbeats = new Heartbeats(hub, accounts);
  let view: UpstreamView = { silent: true, stale: new Set() };
  const stops = [
    clock.every(limits.heartbeatMs / CHECKS, () => {
      hub.closeSlow();
      view = upstream.check();
      accounts.tick();
    }),
    clock.every(limits.heartbeatMs / HEARTBEAT_SLOTS, () => {
      heartbeats.beat(clock.now(), view);
    }),
    clock.every(limits.heartbeatMs, () => {
      sources.odds.trim();
    }),
  ];
  return {
    upstream,
    accounts,
    admission: new Admission(limits, clock),
    metrics,
    hub,
    connect: (outlet, encoding, pass) => {
      const peer = new Peer(outlet, {
        encoding,
        pass,
        hub,
        accounts,
        limits,
        clock,
        log,
        verifyToken,
      });
      heartbeats.greet(peer.client, clock.now(), view);
      return peer;
    },
    stop: () => {
      for (const stop of stops) stop();
      hub.stop();
      accounts.stop();
      upstream.stop();
    },
  };
}
