import { connect as connectTls, type ConnectionOptions } from 'node:tls';

import type { Clock, Random } from '#platform/mod.ts';

import { placeInstruction } from '../betfair-orders.ts';
import type { ExchangePort, LimitOrder, OrderListener, OrderReport } from '../exchange-port.ts';
import {
  clearedReport,
  currentReport,
  parseCancelled,
  parseCleared,
  parseCurrent,
  parsePlaced,
  placedOf,
  type CurrentOrder,
} from './answers.ts';
import { runOrderStream, STRATEGY_REF } from './order-stream.ts';
import { betfairRpc, RpcRefusedError, type BetfairSession, type Rpc } from './rpc.ts';

export type BetfairOptions = Readonly<{
  clock: Clock;
  random: Random;
  /** Of JSON-RPC. */
  apiUrl: string;
  /** Of the stream. */
  stream: Pick<ConnectionOptions, 'host' | 'port' | 'ca'>;
  session: () => BetfairSession | Promise<BetfairSession>;
  /** Longer than bets are delayed; 20 s unless given. */
  timeoutMs?: number;
  onDown: (why: string) => void;
}>;

const TIMEOUT_MS = 20_000;
const REFS_AT_ONCE = 100;

/**
 * Betfair's exchange. An order carries our reference twice: as `customerRef`, by which the exchange takes no order twice
 * within a minute, and as `customerOrderRef`, by which it is found again.
 */
export function betfairExchange(options: BetfairOptions): ExchangePort {
  const { apiUrl: url, session, timeoutMs = TIMEOUT_MS } = options;
  const rpc = betfairRpc({ url, session, timeoutMs });
  return {
    place: (order) => place(rpc, order),
    cancel: (order) => cancel(rpc, order),
    orders: (orderRefs) => findOrders(rpc, orderRefs),
    follow: (listener) => followOrders(options, listener),
  };
}

function followOrders(options: BetfairOptions, listener: OrderListener): () => void {
  const { stream } = options;
  const stop = new AbortController();
  const connect = () => connectTls({ ...stream, servername: stream.host });
  void runOrderStream({ ...options, connect, signal: stop.signal }, listener);
  return () => {
    stop.abort();
  };
}

async function place(rpc: Rpc, order: LimitOrder) {
  try {
    const { marketId, orderRef: customerRef } = order;
    const instructions = [placeInstruction(order)];
    const params = { marketId, instructions, customerRef, customerStrategyRef: STRATEGY_REF };
    return placedOf(parsePlaced(await rpc('placeOrders', params)), order);
  } catch (error) {
    if (error instanceof RpcRefusedError) {
      const isSession = error.code.includes('SESSION');
      const refusal = isSession ? 'NO_SESSION' : 'REFUSED';
      return { ok: false, refusal, detail: error.code } as const;
    }
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, refusal: 'OUTCOME_UNKNOWN', detail } as const;
  }
}

async function cancel(rpc: Rpc, { marketId, orderRef }: LimitOrder) {
  const [order] = await current(rpc, [orderRef]);
  if (order === undefined) return undefined;
  if (order.status === 'EXECUTION_COMPLETE') return currentReport(order);
  const params = { marketId, instructions: [{ betId: order.betId }] };
  const { status, errorCode } = parseCancelled(await rpc('cancelOrders', params));
  // Where it stands is told by the order itself: it may have been matched on the way.
  const [after] = await current(rpc, [orderRef]);
  if (after?.status !== 'EXECUTION_COMPLETE' && status !== 'SUCCESS')
    throw new Error(`the exchange did not cancel: ${errorCode ?? status}`);
  return after === undefined ? undefined : currentReport(after);
}

async function current(rpc: Rpc, customerOrderRefs: readonly string[]) {
  const found: CurrentOrder[] = [];
  for (let isMore = true; isMore;) {
    const params = { customerOrderRefs, orderProjection: 'ALL', fromRecord: found.length };
    const answer = parseCurrent(await rpc('listCurrentOrders', params));
    found.push(...answer.currentOrders);
    isMore = answer.moreAvailable === true && answer.currentOrders.length > 0;
  }
  return found;
}

/** Those that wait or were matched, and of the rest those that are settled. */
async function findOrders(rpc: Rpc, orderRefs: readonly string[]): Promise<readonly OrderReport[]> {
  const found: OrderReport[] = [];
  for (let at = 0; at < orderRefs.length; at += REFS_AT_ONCE) {
    const refs = orderRefs.slice(at, at + REFS_AT_ONCE);
    const reports = (await current(rpc, refs)).map(currentReport);
    const known = new Set(reports.map(({ orderRef }) => orderRef));
    const others = refs.filter((ref) => !known.has(ref));
    found.push(...reports);
    if (others.length === 0) continue;
    const params = { betStatus: 'SETTLED', customerOrderRefs: others };
    const { clearedOrders } = parseCleared(await rpc('listClearedOrders', params));
    found.push(...clearedOrders.map(clearedReport));
  }
  return found;
}
