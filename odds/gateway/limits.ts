import { MAX_WINDOW_MS, type StreamLimits } from '#contracts/mod.ts';

/** What one connection, and all together, may use. Every queue and list of the gateway has its end here. */
export type GatewayLimits = Omit<StreamLimits, 'windowMs'> &
  Readonly<{
    connections: number;
    connectionsByAddress: number;
    connectionsByAccount: number;
    connectsPerSecondByAddress: number;
    messagesPerSecondByAddress: number;
    messagesPerSecondByAccount: number;
    /** Mistakes before the connection is closed with 4002, and messages beyond the rate before 4003. */
    badMessages: number;
    heartbeatMs: number;
    /** Silence of hosts after which what they own is called stale. */
    staleAfterMs: number;
    /** A peer that answers no ping for so long is gone. */
    pingMs: number;
    /** Larger messages are compressed for clients that can read it; Infinity switches compression off. */
    compressAboveBytes: number;
  }>;

const KIB = 1024;

export const DEFAULT_LIMITS: GatewayLimits = {
  connections: 10_000,
  connectionsByAddress: 500,
  connectionsByAccount: 20,
  connectsPerSecondByAddress: 100,
  messagesPerSecondByAddress: 1000,
  messagesPerSecondByAccount: 100,
  messageBytes: 64 * KIB,
  subscriptions: 500,
  messagesPerSecond: 20,
  badMessages: 20,
  segmentBytes: 32 * KIB,
  mergeAboveBytes: 64 * KIB,
  closeAboveBytes: 1024 * KIB,
  closeAfterMs: 10_000,
  heartbeatMs: 2000,
  staleAfterMs: 2500,
  pingMs: 15_000,
  compressAboveBytes: KIB,
};

/** The part of the limits that a client is told. */
export const toldLimits = (limits: GatewayLimits): StreamLimits => ({
  messageBytes: limits.messageBytes,
  messagesPerSecond: limits.messagesPerSecond,
  subscriptions: limits.subscriptions,
  windowMs: MAX_WINDOW_MS,
  segmentBytes: limits.segmentBytes,
  mergeAboveBytes: limits.mergeAboveBytes,
  closeAboveBytes: limits.closeAboveBytes,
  closeAfterMs: limits.closeAfterMs,
});
