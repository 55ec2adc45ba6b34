// Written by scripts/write-stream-documents.ts from the schemas in contracts/. Not to be edited.

import type {
  Currency,
  Position,
  StreamLimits,
  FixtureInfo,
  FixtureState,
  Market,
  Stamps,
  TraderBook,
  Bet,
} from './wire-parts.ts';

export type * from './wire-parts.ts';

/** Says who the client is; reading odds needs it not. */
export type Authenticate = Readonly<{
  op: 'authenticate';
  /** Repeated by the answer */
  id: number;
  /** Of POST /v1/auth/login */
  token: string;
}>;

/** Makes or replaces a subscription and has its boards sent. */
export type Subscribe = Readonly<{
  op: 'subscribe';
  /** Also the name of the subscription */
  id: number;
  channel: 'odds' | 'book' | 'account';
  sport?: string;
  competition?: string;
  fixtures?: readonly string[];
  /** Only these; else all */
  marketTypes?: readonly string[];
  /** Of markets that differ in their line only the most even one */
  mainOnly?: boolean;
  /** Merge changes for so long; suspensions never wait */
  windowMs?: number;
  /** Another subscription follows at once: boards wait for it */
  more?: boolean;
  /** Boards that the client holds, seen through this same subscription; of the channel account its account */
  resume?: Readonly<Record<string, Position>>;
}>;

/** Ends a subscription, or all of a channel. */
export type Unsubscribe = Readonly<{
  op: 'unsubscribe';
  /** Repeated by the answer */
  id: number;
  channel: 'odds' | 'book' | 'account';
  /** The `id` it was made with; all of the channel when absent */
  subscription?: number;
}>;

/** Has boards, or the account, sent again, whole. */
export type Resync = Readonly<{
  op: 'resync';
  /** Repeated by the answer */
  id: number;
  fixtures: readonly string[];
  account?: true;
}>;

/** The first message: encoding, period of heartbeats, limits. */
export type Hello = Readonly<{
  op: 'hello';
  protocol: 1;
  encoding: 'json' | 'msgpack';
  heartbeatMs: number;
  limits: StreamLimits;
}>;

/** The request with this id was done. */
export type Status = Readonly<{
  op: 'status';
  /** Repeated by the answer */
  id: number;
  ok: true;
  fixtures?: number;
  resumed?: number;
}>;

/** The request with this id was not done, and why. */
export type Refused = Readonly<{
  op: 'error';
  id: number | null;
  error: Readonly<{
    code:
      | 'BAD_REQUEST'
      | 'RATE_LIMITED'
      | 'INTERNAL'
      | 'UNAUTHENTICATED'
      | 'FORBIDDEN'
      | 'TOO_MANY_SUBSCRIPTIONS';
    message: string;
    detail?: unknown;
  }>;
}>;

/** A whole board: replaces what the client holds of the fixture. */
export type Image = Readonly<{
  op: 'image';
  /** Fixture id */
  fixtureId: string;
  epoch: number;
  seq: number;
  prev: number;
  inputSeq: number;
  feedVersion: number;
  info?: FixtureInfo;
  state: FixtureState;
  markets: readonly Market[];
  removed: readonly string[];
  stamps: Stamps;
  conflated?: 'window' | 'slow' | 'upstream';
  /** CRC-32 of the board after this message, see docs/stream.md */
  checksum?: number;
  segment?: 'first' | 'middle' | 'last';
}>;

/** What changed of a board since `prev`. */
export type Delta = Readonly<{
  op: 'delta';
  /** Fixture id */
  fixtureId: string;
  epoch: number;
  seq: number;
  prev: number;
  inputSeq: number;
  feedVersion: number;
  info?: FixtureInfo;
  state?: FixtureState;
  markets: readonly Market[];
  removed: readonly string[];
  stamps: Stamps;
  conflated?: 'window' | 'slow' | 'upstream';
  /** CRC-32 of the board after this message, see docs/stream.md */
  checksum?: number;
}>;

/** For traders: a whole book. */
export type BookUpdate = Readonly<{
  op: 'book';
  book: TraderBook;
}>;

/** The own account: a whole one, or what changed of it. */
export type AccountUpdate = Readonly<{
  op: 'account';
  kind: 'image' | 'delta';
  accountId: string;
  epoch: number;
  seq: number;
  prev: number;
  currency: Currency;
  balance: string;
  staked: string;
  /** All of them, also those not shown */
  openBets: number;
  /** Of an image the newest open bets, and after a resume those decided since; of a delta those that changed */
  bets: readonly Bet[];
}>;

/** What was last sent, and whether the hosts are heard. */
export type Heartbeat = Readonly<{
  op: 'heartbeat';
  /** UTC milliseconds */
  at: number;
  upstream: 'up' | 'stale';
  stale: readonly string[];
  tops: Readonly<Record<string, readonly [number, number] | null>>;
  account?: Readonly<{
    top: readonly [number, number] | null;
    upstream: 'up' | 'stale';
  }>;
}>;

/** The gateway is about to stop. */
export type GoAway = Readonly<{
  op: 'goaway';
  reason: 'restart';
  reconnectInMs: number;
}>;

export type ClientMessage = Authenticate | Subscribe | Unsubscribe | Resync;

export type ServerMessage =
  Hello | Status | Refused | Image | Delta | BookUpdate | AccountUpdate | Heartbeat | GoAway;

/** WebSocket subprotocols by encoding. */
export const SUBPROTOCOLS = { json: 'overround.v1.json', msgpack: 'overround.v1.msgpack' } as const;

/** Why the gateway ends connections, by close code. */
export const CLOSE_CODES: Readonly<Record<number, string>> = {
  '1001': 'The gateway stops. Connect again and resume.',
  '1002': 'A frame that is not of the WebSocket protocol.',
  '1007': 'Text that is not UTF-8, or a compressed frame that cannot be read.',
  '1009': 'The message was larger than `limits.messageBytes`.',
  '4001': 'Slow reader. Connect again and resume; a longer window may help.',
  '4002': 'Too many messages that were not JSON or not of the protocol.',
  '4003': 'Too many messages a second, again and again.',
  '4004': 'The account has its largest number of connections.',
};
