import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { createServer as createTls, type TLSSocket } from 'node:tls';

import { listen } from '#platform/mod.ts';

import { CERTIFICATE, KEY } from './certificate.ts';

/** What happens to the next order that is placed. */
export type Answer =
  /** It is taken, and matched so far at its own price; in units. */
  | Readonly<{ matched: number }>
  /** It is refused: of the whole call, or of the instruction. */
  | Readonly<{ refuse: string; of?: 'call' | 'instruction' }>
  /** An error of the protocol, before anything is done or not. */
  | Readonly<{ fail: string }>
  | Readonly<{ status: number }>
  /** No answer; the order is taken or not. */
  | Readonly<{ silent: 'taken' | 'lost' }>
  /** An answer that says that it is not known. */
  | Readonly<{ timeout: 'taken' | 'lost' }>;

type Held = {
  readonly betId: string;
  readonly marketId: string;
  readonly selectionId: number;
  readonly side: string;
  readonly ref: string;
  readonly size: number;
  readonly price: number;
  matched: number;
  remaining: number;
};

type Params = Readonly<{
  marketId: string;
  customerRef: string;
  instructions: readonly Readonly<{
    betId?: string;
    selectionId: number;
    side: string;
    customerOrderRef: string;
    limitOrder: Readonly<{ size: number; price: number }>;
  }>[];
  customerOrderRefs: readonly string[];
  fromRecord: number;
}>;
type Call = Readonly<{ method: string; params: Params; headers: IncomingMessage['headers'] }>;
type StreamRequest = Readonly<{ op: string; id: number; initialClk?: string; clk?: string }>;

const sessionOf = 'token';
/** So few at once, so that asking for more is tried, too. */
const PAGE = 2;

/** The exchange's side of placing orders and of the stream of orders, with an order book that a test moves. */
export async function startBetfairServer() {
  const orders = new Map<string, Held>();
  const settled = new Map<string, Held>();
  const calls: Call[] = [];
  const requests: StreamRequest[] = [];
  const answers: Answer[] = [];
  const sockets = new Set<TLSSocket>();
  const changes: object[] = [];
  const seenRefs = new Set<string>();
  let forgetsTokens = false;

  const streamOrder = (held: Held) => ({
    ...{ id: held.betId, p: held.price, s: held.size, side: held.side === 'BACK' ? 'B' : 'L' },
    ...{ status: held.remaining > 0 ? 'E' : 'EC', pt: 'L', ot: 'L', rfo: held.ref },
    ...{ sm: held.matched, sr: held.remaining, sl: 0, sc: 0, sv: 0 },
    ...(held.matched > 0 ? { avp: held.price } : {}),
  });
  const changeOf = (held: Held, more = {}) => ({
    ...{ id: held.marketId, ...more },
    orc: [{ id: held.selectionId, uo: [streamOrder(held)] }],
  });
  const write = (socket: TLSSocket, message: object) =>
    socket.write(`${JSON.stringify(message)}\r\n`);
  const tell = (held: Held) => {
    changes.push(changeOf(held));
    for (const socket of sockets)
      write(socket, { op: 'ocm', id: 2, clk: `c${changes.length}`, pt: 1, oc: [changeOf(held)] });
  };
  const take = (params: Params, matched: number): Held => {
    const [instruction] = params.instructions;
    if (instruction === undefined) throw new Error('no instruction');
    const { size, price } = instruction.limitOrder;
    const held: Held = {
      betId: String(1_000 + orders.size),
      ...{ marketId: params.marketId, selectionId: instruction.selectionId },
      ...{ side: instruction.side, ref: instruction.customerOrderRef, size, price },
      ...{ matched, remaining: Math.round((size - matched) * 100) / 100 },
    };
    orders.set(held.ref, held);
    return held;
  };

  const placed = (status: string, held: Held | undefined, errorCode?: string) => ({
    ...{ status, ...(errorCode === undefined ? {} : { errorCode }) },
    instructionReports: [
      held === undefined
        ? { status: 'FAILURE', errorCode: errorCode ?? 'ERROR' }
        : {
            ...{ status, betId: held.betId, placedDate: '2026-01-01T00:00:00.000Z' },
            ...{
              sizeMatched: held.matched,
              averagePriceMatched: held.matched > 0 ? held.price : 0,
            },
            orderStatus: held.remaining > 0 ? 'EXECUTABLE' : 'EXECUTION_COMPLETE',
          },
    ],
  });

  function place(params: Params): object | 'silent' | Readonly<{ fail: string }> | number {
    if (seenRefs.has(params.customerRef))
      return { status: 'FAILURE', errorCode: 'DUPLICATE_TRANSACTION', instructionReports: [] };
    const answer = answers.shift() ?? { matched: 0 };
    if ('fail' in answer) return answer;
    if ('status' in answer) return answer.status;
    seenRefs.add(params.customerRef);
    if ('matched' in answer) {
      const held = take(params, answer.matched);
      return placed('SUCCESS', held);
    }
    if ('refuse' in answer)
      return answer.of === 'call'
        ? { status: 'FAILURE', errorCode: answer.refuse }
        : { ...placed('FAILURE', undefined, answer.refuse), errorCode: 'BET_ACTION_ERROR' };
    const fate = 'silent' in answer ? answer.silent : answer.timeout;
    if (fate === 'taken') take(params, 0);
    return 'silent' in answer ? 'silent' : { status: 'TIMEOUT', instructionReports: [] };
  }

  const listed = ({ customerOrderRefs, fromRecord }: Params) => {
    const all = customerOrderRefs.flatMap((ref) => orders.get(ref) ?? []);
    const page = all.slice(fromRecord, fromRecord + PAGE);
    return {
      currentOrders: page.map((held) => ({
        ...{ betId: held.betId, marketId: held.marketId, selectionId: held.selectionId },
        status: held.remaining > 0 ? 'EXECUTABLE' : 'EXECUTION_COMPLETE',
        ...{ sizeMatched: held.matched, sizeRemaining: held.remaining },
        averagePriceMatched: held.matched > 0 ? held.price : 0,
        customerOrderRef: held.ref,
      })),
      moreAvailable: fromRecord + PAGE < all.length,
    };
  };
  const cleared = ({ customerOrderRefs }: Params) => ({
    clearedOrders: customerOrderRefs
      .flatMap((ref) => settled.get(ref) ?? [])
      .map(({ ref, matched, price }) => ({
        ...{ customerOrderRef: ref, sizeSettled: matched, priceMatched: price, profit: 1 },
      })),
    moreAvailable: false,
  });
  const cancelled = ({ instructions }: Params) => {
    const held = [...orders.values()].find(({ betId }) => betId === instructions[0]?.betId);
    if (held === undefined || held.remaining === 0)
      return { status: 'FAILURE', errorCode: 'BET_TAKEN_OR_LAPSED' };
    held.remaining = 0;
    return { status: 'SUCCESS', instructionReports: [{ status: 'SUCCESS' }] };
  };

  const METHODS: Readonly<Record<string, (params: Params) => ReturnType<typeof place>>> = {
    'SportsAPING/v1.0/placeOrders': place,
    'SportsAPING/v1.0/cancelOrders': cancelled,
    'SportsAPING/v1.0/listCurrentOrders': listed,
    'SportsAPING/v1.0/listClearedOrders': cleared,
  };

  const http = createHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, params, id } = JSON.parse(Buffer.concat(chunks).toString()) as Call & {
        id: number;
      };
      calls.push({ method, params, headers: request.headers });
      const answer =
        request.headers['x-authentication'] === sessionOf
          ? (METHODS[method]?.(params) ?? { fail: 'INVALID_INPUT_DATA' })
          : { fail: 'INVALID_SESSION_INFORMATION' };
      if (answer === 'silent') return;
      if (typeof answer === 'number') {
        response.writeHead(answer).end('<html>');
        return;
      }
      const error = 'fail' in answer && {
        ...{ code: -32099, message: 'ANGX-0003' },
        data: { exceptionname: 'APINGException', APINGException: { errorCode: answer.fail } },
      };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ jsonrpc: '2.0', id, ...(error ? { error } : { result: answer }) }),
      );
    });
  });

  function subscribe(socket: TLSSocket, { id, clk }: StreamRequest): void {
    if (clk !== undefined && forgetsTokens) {
      forgetsTokens = false;
      write(socket, { op: 'status', id, statusCode: 'FAILURE', errorCode: 'INVALID_CLOCK' });
      socket.end();
      return;
    }
    write(socket, { op: 'status', id, statusCode: 'SUCCESS' });
    const now = `c${changes.length}`;
    const missed = clk === undefined ? [] : changes.slice(Number(clk.slice(1)));
    const oc =
      clk === undefined
        ? [...orders.values()]
            .filter(({ remaining }) => remaining > 0)
            .map((held) => changeOf(held, { fullImage: true }))
        : missed;
    const ct = clk === undefined ? 'SUB_IMAGE' : 'RESUB_DELTA';
    const head = { op: 'ocm', id, ct, initialClk: 'i1', pt: 1, heartbeatMs: 5_000 };
    write(socket, { ...head, segmentType: 'SEG_START', oc: oc.slice(0, 1) });
    write(socket, { ...head, segmentType: 'SEG_END', clk: now, oc: oc.slice(1) });
    sockets.add(socket);
  }

  const tls = createTls({ key: KEY, cert: CERTIFICATE }, (socket) => {
    let rest = '';
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const request = JSON.parse(line) as StreamRequest & { session?: string };
        requests.push(request);
        if (request.op === 'orderSubscription') subscribe(socket, request);
        else if (request.session === sessionOf)
          write(socket, { op: 'status', id: request.id, statusCode: 'SUCCESS' });
        else {
          write(socket, {
            op: 'status',
            id: request.id,
            statusCode: 'FAILURE',
            errorCode: 'INVALID_SESSION_INFORMATION',
          });
          socket.end();
        }
      }
    });
    write(socket, { op: 'connection', connectionId: '002' });
  });

  const [api, stream] = [await listen(http, 0), await listen(tls, 0)];
  return {
    apiUrl: `http://127.0.0.1:${api.port}/exchange/betting/json-rpc/v1`,
    stream: { host: 'localhost', port: stream.port, ca: CERTIFICATE },
    session: sessionOf,
    /** Every call and every request over the stream, for a test to look at. */
    ...{ calls, requests },
    willAnswer: (...next: readonly Answer[]) => void answers.push(...next),
    isHeard: () => sockets.size > 0,
    /** Others take so much of an order; in units. */
    match: (ref: string, units: number): void => {
      const held = orders.get(ref);
      if (held === undefined) throw new Error('no such order');
      held.matched += units;
      held.remaining -= units;
      tell(held);
    },
    /** The market is settled: the order is no longer a current one. */
    settle: (ref: string): void => {
      const held = orders.get(ref);
      if (held === undefined) throw new Error('no such order');
      settled.set(ref, held);
      orders.delete(ref);
    },
    break: (): void => {
      for (const socket of sockets) socket.destroy();
    },
    /** The tokens of the next subscription are refused. */
    forgetTokens: (): void => {
      forgetsTokens = true;
    },
    say: (line: string): void => {
      for (const socket of sockets) socket.write(`${line}\r\n`);
    },
    stop: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      http.closeAllConnections();
      await Promise.all([api.stop(), stream.stop()]);
    },
  };
}
