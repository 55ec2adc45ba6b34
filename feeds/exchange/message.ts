import { Type, type Static, type TSchema } from 'typebox';

import { words } from '#contracts/mod.ts';
import { InvalidMessageError, parserOf } from '#platform/mod.ts';

/**
 * Messages of the Betfair Exchange Stream API, as its published schema has them. A field that is null or
 * absent is unchanged. Fields that nothing here reads are let through.
 */
const maybe = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]));

const Text = Type.String({ maxLength: 200 });
const Milliseconds = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Price = Type.Number();
const Size = Type.Number({ minimum: 0 });
/** A selection; some recordings write the number as a text. */
const RunnerId = Type.Union([Type.Integer(), Type.String({ pattern: '^[1-9][0-9]{0,14}$' })]);
/** The exchange writes out what JSON has no number for. */
const ProjectedPrice = Type.Union([Price, words(['NaN', 'Infinity', '-Infinity'])]);

/** Price and size; size 0 takes the price away. */
const PricedSchema = Type.Tuple([Price, Size]);
export type Priced = Static<typeof PricedSchema>;
/** Level from 0, price and size; size 0 takes the level away. */
const LevelledSchema = Type.Tuple([Type.Integer({ minimum: 0, maximum: 99 }), Price, Size]);
export type Levelled = Static<typeof LevelledSchema>;

const PricedList = maybe(Type.Array(PricedSchema));
const LevelledList = maybe(Type.Array(LevelledSchema));

const RunnerChangeSchema = Type.Object({
  id: RunnerId,
  /** The handicap, of Asian lines; absent is 0. */
  hc: maybe(Type.Number()),
  /** Last traded price, total matched, starting price if it were taken near and far. */
  ltp: maybe(Price),
  tv: maybe(Size),
  spn: maybe(ProjectedPrice),
  spf: maybe(ProjectedPrice),
  /** Full depth to back and to lay, traded, and money at starting price to back and to lay. */
  atb: PricedList,
  atl: PricedList,
  trd: PricedList,
  spb: PricedList,
  spl: PricedList,
  /** The best levels to back and to lay, and the same with virtual prices as the site displays them. */
  batb: LevelledList,
  batl: LevelledList,
  bdatb: LevelledList,
  bdatl: LevelledList,
});
export type RunnerChange = Static<typeof RunnerChangeSchema>;

const RunnerDefinitionSchema = Type.Object({
  id: RunnerId,
  name: maybe(Text),
  hc: maybe(Type.Number()),
  status: words(['ACTIVE', 'WINNER', 'LOSER', 'REMOVED', 'REMOVED_VACANT', 'HIDDEN', 'PLACED']),
  sortPriority: maybe(Type.Integer()),
  /** The exchange's own reduction in percent when this runner is removed; no Rule 4. */
  adjustmentFactor: maybe(Type.Number()),
  removalDate: maybe(Text),
  bsp: maybe(ProjectedPrice),
});
export type RunnerDefinition = Static<typeof RunnerDefinitionSchema>;

const MarketDefinitionSchema = Type.Object({
  status: words(['INACTIVE', 'OPEN', 'SUSPENDED', 'CLOSED']),
  inPlay: Type.Boolean(),
  runners: Type.Array(RunnerDefinitionSchema, { maxItems: 2_000 }),
  eventId: maybe(Text),
  eventTypeId: maybe(Text),
  eventName: maybe(Text),
  marketType: maybe(Text),
  name: maybe(Text),
  bettingType: maybe(Text),
  marketTime: maybe(Text),
  version: maybe(Type.Integer()),
  betDelay: maybe(Type.Integer({ minimum: 0 })),
  numberOfWinners: maybe(Type.Integer({ minimum: 0 })),
  eachWayDivisor: maybe(Type.Number()),
  bspReconciled: maybe(Type.Boolean()),
  settledTime: maybe(Text),
});
export type MarketDefinition = Static<typeof MarketDefinitionSchema>;

const MarketChangeSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 40 }),
  /** True: what follows replaces the book, it does not change it. */
  img: maybe(Type.Boolean()),
  /** True: changes were merged on the way, which a slow reader causes. */
  con: maybe(Type.Boolean()),
  tv: maybe(Size),
  marketDefinition: maybe(MarketDefinitionSchema),
  rc: maybe(Type.Array(RunnerChangeSchema)),
});
export type MarketChange = Static<typeof MarketChangeSchema>;

const MarketMessageSchema = Type.Object({
  op: Type.Literal('mcm'),
  id: maybe(Type.Integer()),
  /** When it was published, UTC milliseconds; missing at most where the exchange says that it is late, and no more. */
  pt: maybe(Milliseconds),
  /** Tokens to go on from: `initialClk` of the image, `clk` of each whole message. */
  initialClk: maybe(Text),
  clk: maybe(Text),
  ct: maybe(words(['SUB_IMAGE', 'RESUB_DELTA', 'HEARTBEAT'])),
  segmentType: maybe(words(['SEG_START', 'SEG', 'SEG_END'])),
  heartbeatMs: maybe(Milliseconds),
  conflateMs: maybe(Milliseconds),
  /** 503 while the exchange itself is late. */
  status: maybe(Type.Integer()),
  mc: maybe(Type.Array(MarketChangeSchema)),
});
export type MarketMessage = Static<typeof MarketMessageSchema>;

const ConnectionMessageSchema = Type.Object({
  op: Type.Literal('connection'),
  connectionId: Text,
});
export type ConnectionMessage = Static<typeof ConnectionMessageSchema>;

const StatusMessageSchema = Type.Object({
  op: Type.Literal('status'),
  id: maybe(Type.Integer()),
  statusCode: words(['SUCCESS', 'FAILURE']),
  connectionClosed: maybe(Type.Boolean()),
  errorCode: maybe(Text),
  errorMessage: maybe(Type.String()),
});
export type StatusMessage = Static<typeof StatusMessageSchema>;

/** Changes of orders, races and cricket, which no part of the engine reads. */
const OtherMessageSchema = Type.Object({ op: words(['ocm', 'rcm', 'ccm']) });
export type OtherMessage = Static<typeof OtherMessageSchema>;

export type ExchangeMessage = MarketMessage | ConnectionMessage | StatusMessage | OtherMessage;

const parseOther = parserOf(OtherMessageSchema);
const parseMarkets = parserOf(MarketMessageSchema);

function parseMarketMessage(value: unknown): MarketMessage {
  const message = parseMarkets(value);
  const { pt, status, mc } = message;
  if (pt == null && (status !== 503 || mc != null)) throw new InvalidMessageError('/pt is missing');
  return message;
}

const PARSERS: Readonly<Record<string, (value: unknown) => ExchangeMessage>> = {
  mcm: parseMarketMessage,
  connection: parserOf(ConnectionMessageSchema),
  status: parserOf(StatusMessageSchema),
  ocm: parseOther,
  rcm: parseOther,
  ccm: parseOther,
};

/**
 * One line of the stream.
 * @throws InvalidMessageError with the first places that do not fit.
 */
export function parseMessage(line: string): ExchangeMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new InvalidMessageError(error instanceof Error ? error.message : 'not JSON');
  }
  const op = typeof value === 'object' && value !== null && 'op' in value ? value.op : undefined;
  const parse = typeof op === 'string' && Object.hasOwn(PARSERS, op) ? PARSERS[op] : undefined;
  if (parse === undefined) throw new InvalidMessageError(`/op is none of the stream's`);
  return parse(value);
}
