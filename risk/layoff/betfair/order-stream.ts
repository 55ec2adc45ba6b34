import type { Duplex } from 'node:stream';

import { Type } from 'typebox';

import {
  InvalidMessageError,
  makeLineSplitter,
  parserOf,
  type Clock,
  type Random,
} from '#platform/mod.ts';

import { orderReports } from '../betfair-orders.ts';
import type { OrderListener } from '../exchange-port.ts';
import type { BetfairSession } from './rpc.ts';

/** Of the orders that this installation places; others of the account are not heard. */
export const STRATEGY_REF = 'overround';

const AUTHENTICATION_ID = 1;
const SUBSCRIPTION_ID = 2;
const HEARTBEAT_MS = 5_000;
/** Nothing for so long: the connection is given up. */
const SILENCE_MS = 15_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
const MAX_LINE_BYTES = 10_000_000;

const nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const parseHead = parserOf(
  Type.Object({
    op: Type.String(),
    id: nullable(Type.Number()),
    statusCode: nullable(Type.String()),
    errorCode: nullable(Type.String()),
    initialClk: nullable(Type.String()),
    clk: nullable(Type.String()),
    ct: nullable(Type.String()),
    segmentType: nullable(Type.String()),
  }),
);

export type OrderStreamOptions = Readonly<{
  clock: Clock;
  random: Random;
  connect: () => Duplex;
  session: () => BetfairSession | Promise<BetfairSession>;
  onDown: (why: string) => void;
  signal: AbortSignal;
}>;

/** Tokens to go on from; none: with an image. */
type Clocks = { initialClk: string | undefined; clk: string | undefined };

/**
 * Follows Betfair's stream of orders until the signal. After a break it goes on from its tokens; where it cannot, it
 * begins anew and says that something may be missing, for orders that ended meanwhile are not in an image.
 */
export async function runOrderStream(
  options: OrderStreamOptions,
  listener: OrderListener,
): Promise<void> {
  const { clock, random, signal, onDown } = options;
  const clocks: Clocks = { initialClk: undefined, clk: undefined };
  const isOver = (): boolean => signal.aborted;
  let failures = 0;
  while (!isOver()) {
    try {
      await oneConnection(options, clocks, {
        ...listener,
        subscribed: () => {
          failures = 0;
        },
      });
    } catch (error) {
      if (isOver()) return;
      if (!(error instanceof ConnectionLostError))
        Object.assign(clocks, { initialClk: undefined, clk: undefined });
      onDown(error instanceof Error ? error.message : String(error));
    }
    const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    failures += 1;
    await clock.sleep(waitMs * (1 - random.next() / 2), signal).catch(() => undefined);
  }
}

class ConnectionLostError extends Error {}

/** Hears also that the exchange has taken the subscription, after which nothing may have to be told for hours. */
type StreamListener = OrderListener & Readonly<{ subscribed: () => void }>;

async function oneConnection(
  options: OrderStreamOptions,
  clocks: Clocks,
  listener: StreamListener,
): Promise<void> {
  const { clock, signal } = options;
  const session = await options.session();
  const socket = options.connect();
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  let heardAt = clock.monotonic();
  const stopWatch = clock.every(SILENCE_MS / 5, () => {
    if (clock.monotonic() - heardAt > SILENCE_MS) socket.destroy(new Error('nothing is heard'));
  });
  const send = (request: object): void => void socket.write(`${JSON.stringify(request)}\r\n`);
  try {
    for await (const line of linesOf(socket)) {
      heardAt = clock.monotonic();
      takeLine(line, { clocks, listener, session, send });
    }
    throw new ConnectionLostError('the exchange closed the connection');
  } finally {
    stopWatch();
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
  }
}

async function* linesOf(socket: Duplex): AsyncGenerator<string> {
  const splitter = makeLineSplitter(MAX_LINE_BYTES);
  try {
    for await (const chunk of socket as AsyncIterable<Uint8Array>) {
      for (const { text, problem } of splitter.take(chunk)) {
        if (problem !== undefined) throw new InvalidMessageError(problem);
        yield text;
      }
    }
  } catch (error) {
    if (error instanceof InvalidMessageError) throw error;
    throw new ConnectionLostError(error instanceof Error ? error.message : String(error));
  }
}

type Talk = Readonly<{
  clocks: Clocks;
  listener: StreamListener;
  session: BetfairSession;
  send: (request: object) => void;
}>;

/** @throws for anything after which the stream must begin anew. */
function takeLine(line: string, { clocks, listener, session, send }: Talk): void {
  const message = jsonOf(line);
  const head = parseHead(message);
  if (head.op === 'connection') {
    const { appKey, token } = session;
    send({ op: 'authentication', id: AUTHENTICATION_ID, appKey, session: token });
  } else if (head.op === 'status') {
    if (head.statusCode !== 'SUCCESS') throw new Error(head.errorCode ?? 'refused');
    if (head.id === AUTHENTICATION_ID) send(subscription(clocks));
    if (head.id === SUBSCRIPTION_ID) listener.subscribed();
  } else if (head.op === 'ocm' && (head.id ?? SUBSCRIPTION_ID) === SUBSCRIPTION_ID) {
    const reports = orderReports(message);
    const isWhole = head.segmentType == null || head.segmentType === 'SEG_END';
    for (const report of reports) listener.report(report);
    if (head.initialClk != null) clocks.initialClk = head.initialClk;
    if (head.clk != null && isWhole) clocks.clk = head.clk;
    if (head.ct === 'SUB_IMAGE' && isWhole) listener.gap();
  }
}

const subscription = ({ initialClk, clk }: Clocks): object => ({
  op: 'orderSubscription',
  id: SUBSCRIPTION_ID,
  orderFilter: { customerStrategyRefs: [STRATEGY_REF] },
  heartbeatMs: HEARTBEAT_MS,
  segmentationEnabled: true,
  ...(initialClk === undefined || clk === undefined ? {} : { initialClk, clk }),
});

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new InvalidMessageError('not JSON');
  }
}
