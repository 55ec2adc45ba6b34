import { Type, type Static } from 'typebox';

import type { ErrorBody } from './errors.ts';
import type { BookMessage, OddsMessage } from './published-odds.ts';
import { closed, FixtureIdSchema, words } from './schema.ts';

/**
 * WebSocket protocol. Client messages carry an `id` that the answer repeats. The server sends `hello`,
 * then per subscription an image and deltas whose `prev` is the last sequence sent to this client.
 */
export const ClientMessageSchema = Type.Union([
  closed({ op: Type.Literal('authenticate'), id: Type.Integer(), token: Type.String() }),
  closed({
    op: Type.Literal('subscribe'),
    id: Type.Integer(),
    /** `book` is for traders. */
    channel: words(['odds', 'book']),
    /** Absent: every fixture, present and future. */
    fixtures: Type.Optional(Type.Array(FixtureIdSchema, { maxItems: 500 })),
  }),
  closed({
    op: Type.Literal('unsubscribe'),
    id: Type.Integer(),
    channel: words(['odds', 'book']),
    fixtures: Type.Optional(Type.Array(FixtureIdSchema, { maxItems: 500 })),
  }),
]);
export type ClientMessage = Static<typeof ClientMessageSchema>;

export type ServerMessage =
  | Readonly<{ op: 'hello'; protocol: 1; heartbeatMs: number; maxSubscriptions: number }>
  | Readonly<{ op: 'status'; id: number; ok: true }>
  | Readonly<{ op: 'error'; id: number | null; error: ErrorBody }>
  | (Readonly<{ op: 'image' | 'delta' }> & Omit<OddsMessage, 'kind'>)
  | Readonly<{ op: 'book'; book: BookMessage }>
  /** `tops`: the last sequence per subscribed fixture, so a quiet client notices a loss. */
  | Readonly<{
      op: 'heartbeat';
      at: number;
      upstream: 'up' | 'stale';
      tops: Readonly<Record<string, number>>;
    }>;

/** Close codes beyond the standard ones. */
export const CLOSE_SLOW_CONSUMER = 4001;
export const CLOSE_BAD_MESSAGE = 4002;
