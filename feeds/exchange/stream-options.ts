import type { Duplex } from 'node:stream';

import type { Clock, Random } from '#platform/mod.ts';

import type { Books } from './books.ts';
import type { MarketMessage } from './message.ts';
import type { PoisonLine } from './replay-file.ts';

export const DOWN_REASONS = [
  /** No connection, or one that ended. */
  'connection-lost',
  /** Nothing heard for longer than heartbeats allow. */
  'silent',
  /** The exchange said no: the key, the session, the subscription or the token to go on from. */
  'refused',
  /** A line could not be read, so that the books may be wrong until the exchange has sent it again. */
  'poison',
  /** The exchange says that it is late itself. */
  'upstream-late',
] as const;
export type DownReason = (typeof DOWN_REASONS)[number];

/** While the stream is down its books are those of the past and no price of them may be used. */
export type StreamState =
  Readonly<{ isUp: true }> | Readonly<{ isUp: false; reason: DownReason; detail: string }>;

/** Filters in the exchange's own terms. */
export type Subscription = Readonly<{
  marketFilter: object;
  marketDataFilter: object;
  /** How often the exchange is asked to be heard, 500 to 5,000 ms. */
  heartbeatMs: number;
  /** How long it may hold changes back, 0 to 120,000 ms. */
  conflateMs?: number;
}>;

export type StreamOptions = Readonly<{
  clock: Clock;
  random: Random;
  /** Opens a connection; errors come from the stream itself. */
  connect: () => Duplex;
  /** Asked anew for each connection, for sessions end. */
  session: () => Promise<Readonly<{ appKey: string; token: string }>>;
  subscription: Subscription;
  books: Books;
  /** Silence beyond this is down; twice the heartbeat unless given. */
  silenceMs?: number;
  maxLineBytes?: number;
  /** The next bytes are read when it is done, so that a slow consumer is felt by the exchange. */
  onUpdate: (changed: readonly string[], message: MarketMessage) => void | Promise<void>;
  /** Called on every change. */
  onState: (state: StreamState) => void;
  onPoison: (poison: PoisonLine) => void;
  signal: AbortSignal;
}>;

export class StreamDownError extends Error {
  readonly reason: DownReason;

  constructor(reason: DownReason, detail: string) {
    super(detail);
    this.name = 'StreamDownError';
    this.reason = reason;
  }
}
