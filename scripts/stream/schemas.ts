import {
  AccountUpdateSchema,
  AuthenticateSchema,
  BetViewSchema,
  BookMessageSchema,
  BookUpdateSchema,
  CurrencySchema,
  DeltaSchema,
  ErrorSchema,
  FixtureInfoSchema,
  FixtureStateSchema,
  GoAwaySchema,
  HeartbeatSchema,
  HelloSchema,
  ImageSchema,
  PositionSchema,
  PublishedMarketSchema,
  ResyncSchema,
  StampsSchema,
  StatusSchema,
  StreamLimitsSchema,
  SubscribeSchema,
  UnsubscribeSchema,
} from '#contracts/mod.ts';

/** The part of JSON Schema that the messages are written in. */
export type JsonSchema = Readonly<{
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: readonly string[];
  description?: string;
  anyOf?: readonly JsonSchema[];
  items?: JsonSchema | readonly JsonSchema[];
  required?: readonly string[];
  properties?: Readonly<Record<string, JsonSchema>>;
  patternProperties?: Readonly<Record<string, JsonSchema>>;
}>;

export type Message = Readonly<{
  name: string;
  schema: JsonSchema;
  summary: string;
  /** Who says it. */
  from: 'client' | 'gateway';
}>;

/** Without what TypeBox keeps on its schemas for itself. */
const plain = (schema: object): JsonSchema => JSON.parse(JSON.stringify(schema)) as JsonSchema;

/** Parts of messages that have a name of their own, in the order in which they build on one another. */
export const PARTS: Readonly<Record<string, JsonSchema>> = {
  Currency: plain(CurrencySchema),
  Position: plain(PositionSchema),
  StreamLimits: plain(StreamLimitsSchema),
  FixtureInfo: plain(FixtureInfoSchema),
  FixtureState: plain(FixtureStateSchema),
  Market: plain(PublishedMarketSchema),
  Stamps: plain(StampsSchema),
  TraderBook: plain(BookMessageSchema),
  Bet: plain(BetViewSchema),
};

const message =
  (from: Message['from']) =>
  (name: string, schema: object, summary: string): Message => ({
    name,
    schema: plain(schema),
    summary,
    from,
  });
const said = message('client');
const sent = message('gateway');

export const MESSAGES: readonly Message[] = [
  said('Authenticate', AuthenticateSchema, 'Says who the client is; reading odds needs it not.'),
  said('Subscribe', SubscribeSchema, 'Makes or replaces a subscription and has its boards sent.'),
  said('Unsubscribe', UnsubscribeSchema, 'Ends a subscription, or all of a channel.'),
  said('Resync', ResyncSchema, 'Has boards, or the account, sent again, whole.'),
  sent('Hello', HelloSchema, 'The first message: encoding, period of heartbeats, limits.'),
  sent('Status', StatusSchema, 'The request with this id was done.'),
  sent('Refused', ErrorSchema, 'The request with this id was not done, and why.'),
  sent('Image', ImageSchema, 'A whole board: replaces what the client holds of the fixture.'),
  sent('Delta', DeltaSchema, 'What changed of a board since `prev`.'),
  sent('BookUpdate', BookUpdateSchema, 'For traders: a whole book.'),
  sent(
    'AccountUpdate',
    AccountUpdateSchema,
    'The own account: a whole one, or what changed of it.',
  ),
  sent('Heartbeat', HeartbeatSchema, 'What was last sent, and whether the hosts are heard.'),
  sent('GoAway', GoAwaySchema, 'The gateway is about to stop.'),
];

/** The schema with every named part in it replaced by a reference. */
export function withReferences(
  schema: JsonSchema,
  reference: (name: string) => string,
  own?: string,
): JsonSchema {
  const names = new Map(Object.entries(PARTS).map(([name, part]) => [JSON.stringify(part), name]));
  const replaced = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const name = names.get(JSON.stringify(value));
    if (name !== undefined && name !== own) return { $ref: reference(name) };
    if (Array.isArray(value)) return value.map(replaced);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each)]));
  };
  return replaced(schema) as JsonSchema;
}
