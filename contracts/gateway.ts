import { Type, type Static } from 'typebox';

import { BetViewSchema, MeSchema } from './api.ts';
import type { ErrorCode } from './errors.ts';
import { BookMessageSchema, OddsMessageSchema } from './published-odds.ts';
import {
  AccountIdSchema,
  BetIdSchema,
  closed,
  CountSchema,
  FixtureIdSchema,
  words,
} from './schema.ts';

/**
 * The WebSocket protocol of the odds stream, version 1; docs/stream.md tells it in words. Client messages are
 * JSON text and carry an `id` that the answer repeats. The server sends `hello`, then per fixture an image and
 * deltas whose `prev` is the sequence of the message before it to this client.
 */
export const STREAM_ENCODINGS = ['json', 'msgpack'] as const;
/** How the server writes its messages; the client's are JSON text always. */
export type StreamEncoding = (typeof STREAM_ENCODINGS)[number];
/** WebSocket subprotocols by encoding; a client that names none gets JSON. */
export const SUBPROTOCOLS: Readonly<Record<StreamEncoding, string>> = {
  json: 'overround.v1.json',
  msgpack: 'overround.v1.msgpack',
};

/** `book` is for traders, `account` for whoever has logged in: their own bets and balance. */
export const STREAM_CHANNELS = ['odds', 'book', 'account'] as const;
/** The longest time for which a client may ask changes to be merged. */
export const MAX_WINDOW_MS = 5000;

/** What a JSON number holds exactly, so that the answer repeats what was asked. */
const requestId = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });
const RequestIdSchema = requestId('Repeated by the answer');
const NameSchema = Type.String({ minLength: 1, maxLength: 100 });
const FixtureListSchema = Type.Array(FixtureIdSchema, { maxItems: 500 });

/** Where a reader stands in one fixture: the epoch and sequence of its board. Good at every gateway. */
export const PositionSchema = closed({ epoch: CountSchema, seq: CountSchema });

export const AuthenticateSchema = closed({
  op: Type.Literal('authenticate'),
  id: RequestIdSchema,
  token: Type.String({ description: 'Of POST /v1/auth/login' }),
});

/** Fixtures that fit all of `sport`, `competition` and `fixtures`; without any of them every one there will be. */
export const SubscribeSchema = closed({
  op: Type.Literal('subscribe'),
  id: requestId('Also the name of the subscription'),
  channel: words(STREAM_CHANNELS),
  sport: Type.Optional(NameSchema),
  competition: Type.Optional(NameSchema),
  fixtures: Type.Optional(FixtureListSchema),
  marketTypes: Type.Optional(
    Type.Array(NameSchema, { minItems: 1, maxItems: 100, description: 'Only these; else all' }),
  ),
  mainOnly: Type.Optional(
    Type.Boolean({ description: 'Of markets that differ in their line only the most even one' }),
  ),
  windowMs: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MAX_WINDOW_MS,
      description: 'Merge changes for so long; suspensions never wait',
    }),
  ),
  more: Type.Optional(
    Type.Boolean({ description: 'Another subscription follows at once: boards wait for it' }),
  ),
  resume: Type.Optional(
    Type.Record(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }), PositionSchema, {
      additionalProperties: false,
      maxProperties: 1000,
      description:
        'Boards that the client holds, seen through this same subscription; of the channel account its account',
    }),
  ),
});

export const UnsubscribeSchema = closed({
  op: Type.Literal('unsubscribe'),
  id: RequestIdSchema,
  channel: words(STREAM_CHANNELS),
  subscription: Type.Optional(
    Type.Integer({ description: 'The `id` it was made with; all of the channel when absent' }),
  ),
});

/** Asks for whole boards, or the account, again, after a gap or a wrong checksum. */
export const ResyncSchema = closed({
  op: Type.Literal('resync'),
  id: RequestIdSchema,
  fixtures: FixtureListSchema,
  account: Type.Optional(Type.Literal(true)),
});

export const ClientMessageSchema = Type.Union([
  AuthenticateSchema,
  SubscribeSchema,
  UnsubscribeSchema,
  ResyncSchema,
]);
export type ClientMessage = Static<typeof ClientMessageSchema>;

/** What one connection may do, said in `hello`. */
export const StreamLimitsSchema = closed({
  /** Of one client message; a larger one closes the connection with 1009. */
  messageBytes: CountSchema,
  messagesPerSecond: CountSchema,
  /** Fixtures by name plus subscriptions without names. */
  subscriptions: CountSchema,
  windowMs: CountSchema,
  /** About how large a board's message may be before it comes in segments. */
  segmentBytes: CountSchema,
  /** With more unsent bytes, changes are merged. */
  mergeAboveBytes: CountSchema,
  /** With more unsent bytes, or `mergeAboveBytes` for `closeAfterMs`, the connection is closed with 4001. */
  closeAboveBytes: CountSchema,
  closeAfterMs: CountSchema,
});
export type StreamLimits = Static<typeof StreamLimitsSchema>;

export const HelloSchema = closed({
  op: Type.Literal('hello'),
  protocol: Type.Literal(1),
  encoding: words(STREAM_ENCODINGS),
  heartbeatMs: CountSchema,
  limits: StreamLimitsSchema,
});

/** The request with this `id` was done; of a subscription also how many fixtures fit and how many of them go on. */
export const StatusSchema = closed({
  op: Type.Literal('status'),
  id: RequestIdSchema,
  ok: Type.Literal(true),
  fixtures: Type.Optional(CountSchema),
  resumed: Type.Optional(CountSchema),
});

/** The refusals that a client of the stream can meet. */
export const STREAM_ERROR_CODES = [
  'BAD_REQUEST',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_MANY_SUBSCRIPTIONS',
] as const satisfies readonly ErrorCode[];
export type StreamErrorCode = (typeof STREAM_ERROR_CODES)[number];

export const ErrorSchema = closed({
  op: Type.Literal('error'),
  id: Type.Union([RequestIdSchema, Type.Null()]),
  error: closed({
    code: words(STREAM_ERROR_CODES),
    message: Type.String(),
    detail: Type.Optional(Type.Unknown()),
  }),
});

/** Why several steps of a fixture are one message: its window, a slow reader, or the host sent them at once. */
export const CONFLATION_REASONS = ['window', 'slow', 'upstream'] as const;
export type ConflationReason = (typeof CONFLATION_REASONS)[number];
export const IMAGE_SEGMENTS = ['first', 'middle', 'last'] as const;

const { kind: _, ...board } = OddsMessageSchema.properties;
const boardExtras = {
  conflated: Type.Optional(words(CONFLATION_REASONS)),
  checksum: Type.Optional(
    Type.Integer({ description: 'CRC-32 of the board after this message, see docs/stream.md' }),
  ),
};
export const ImageSchema = closed({
  op: Type.Literal('image'),
  ...board,
  ...boardExtras,
  /** Present when the board is too large for one message: it counts when the last part is there. */
  segment: Type.Optional(words(IMAGE_SEGMENTS)),
});
export const DeltaSchema = closed({
  op: Type.Literal('delta'),
  ...board,
  /** Only when it changed. */
  state: Type.Optional(board.state),
  ...boardExtras,
});

export const BookUpdateSchema = closed({ op: Type.Literal('book'), book: BookMessageSchema });

/** So many open bets, the newest, are in the image of an account. */
export const MAX_OPEN_BETS_SHOWN = 100;
/** So many bets of an account may be asked for by name. */
export const MAX_BETS_NAMED = 200;

const { currency, balance, staked } = MeSchema.properties;
const money = {
  currency,
  balance,
  staked,
  openBets: Type.Integer({ minimum: 0, description: 'All of them, also those not shown' }),
};

/** A gateway's request on `account.read`, answered by any bet-api from PostgreSQL with an AccountReading. */
export const AccountReadRequestSchema = closed({
  accountId: AccountIdSchema,
  /** Wanted also when they are not open. */
  bets: Type.Array(BetIdSchema, { maxItems: MAX_BETS_NAMED }),
});
export type AccountReadRequest = Static<typeof AccountReadRequestSchema>;
/** The newest open bets and the bets that were named. */
export const AccountReadingSchema = closed({ ...money, bets: Type.Array(BetViewSchema) });
export type AccountReading = Static<typeof AccountReadingSchema>;

/** The client's own account. Sequences are those of the stream of facts, epochs its incarnations. */
export const AccountUpdateSchema = closed({
  op: Type.Literal('account'),
  kind: words(['image', 'delta']),
  accountId: AccountIdSchema,
  epoch: CountSchema,
  seq: CountSchema,
  prev: CountSchema,
  ...money,
  bets: Type.Array(BetViewSchema, {
    description:
      'Of an image the newest open bets, and after a resume those decided since; of a delta those that changed',
  }),
});
export type AccountUpdate = Static<typeof AccountUpdateSchema>;

export const HeartbeatSchema = closed({
  op: Type.Literal('heartbeat'),
  at: Type.Integer({ description: 'UTC milliseconds' }),
  upstream: words(['up', 'stale']),
  /** The fixtures whose prices are stale; all of them when `upstream` is `stale` and none is named. */
  stale: Type.Array(FixtureIdSchema),
  /** Epoch and sequence last sent per fixture, null when its image is still to come. Who is not here has ended. */
  tops: Type.Record(
    Type.String(),
    Type.Union([Type.Tuple([CountSchema, CountSchema]), Type.Null()]),
  ),
  /** While the client follows its account: what was last sent of it, and whether changes are heard of. */
  account: Type.Optional(
    closed({
      top: Type.Union([Type.Tuple([CountSchema, CountSchema]), Type.Null()]),
      upstream: words(['up', 'stale']),
    }),
  ),
});

export type Heartbeat = Static<typeof HeartbeatSchema>;

/** The gateway is about to stop: connect again after the pause, elsewhere if there is a choice, and resume. */
export const GoAwaySchema = closed({
  op: Type.Literal('goaway'),
  reason: words(['restart']),
  reconnectInMs: CountSchema,
});

export const ServerMessageSchema = Type.Union([
  HelloSchema,
  StatusSchema,
  ErrorSchema,
  ImageSchema,
  DeltaSchema,
  BookUpdateSchema,
  AccountUpdateSchema,
  HeartbeatSchema,
  GoAwaySchema,
]);
export type ServerMessage = Static<typeof ServerMessageSchema>;

export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_SLOW_CONSUMER = 4001;
export const CLOSE_BAD_MESSAGE = 4002;
export const CLOSE_FLOOD = 4003;
export const CLOSE_TOO_MANY_CONNECTIONS = 4004;

/** Every code with which the gateway ends a connection, and what it tells the client. */
export const CLOSE_CODES: Readonly<Record<number, string>> = {
  [CLOSE_GOING_AWAY]: 'The gateway stops. Connect again and resume.',
  1002: 'A frame that is not of the WebSocket protocol.',
  1007: 'Text that is not UTF-8, or a compressed frame that cannot be read.',
  1009: 'The message was larger than `limits.messageBytes`.',
  [CLOSE_SLOW_CONSUMER]: 'Slow reader. Connect again and resume; a longer window may help.',
  [CLOSE_BAD_MESSAGE]: 'Too many messages that were not JSON or not of the protocol.',
  [CLOSE_FLOOD]: 'Too many messages a second, again and again.',
  [CLOSE_TOO_MANY_CONNECTIONS]: 'The account has its largest number of connections.',
};
