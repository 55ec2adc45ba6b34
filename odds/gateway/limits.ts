/** What one connection, and all together, may use. Every queue and list of the gateway has its end here. */
export type GatewayLimits = Readonly<{
  connections: number;
  /** Of one client message; a larger one closes the connection with 1009. */
  messageBytes: number;
  /** Fixtures by name, both channels together; "all fixtures" counts as one. */
  subscriptions: number;
  messagesPerSecond: number;
  /** Mistakes before the connection is closed with 4002. */
  badMessages: number;
  /** With more unsent bytes than this, changes are merged and not sent. */
  mergeAboveBytes: number;
  /** With more unsent bytes than this, the connection is closed with 4001. */
  closeAboveBytes: number;
  /** A reader that takes nothing for so long is closed with 4001. */
  closeAfterMs: number;
  heartbeatMs: number;
  /** Silence of hosts after which what they own is called stale. */
  staleAfterMs: number;
  /** A peer that answers no ping for so long is gone. */
  pingMs: number;
}>;

export const DEFAULT_LIMITS: GatewayLimits = {
  connections: 10_000,
  messageBytes: 16 * 1024,
  subscriptions: 500,
  messagesPerSecond: 20,
  badMessages: 20,
  mergeAboveBytes: 64 * 1024,
  closeAboveBytes: 1024 * 1024,
  closeAfterMs: 10_000,
  heartbeatMs: 2000,
  staleAfterMs: 2500,
  pingMs: 15_000,
};
