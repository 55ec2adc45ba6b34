import { Type, type Static } from 'typebox';

import { parserOf } from '#platform/mod.ts';

import { minorOf } from '../betfair-orders.ts';
import type { LimitOrder, OrderRefusal, OrderReport, PlaceResult } from '../exchange-port.ts';

/** What Betfair's betting API answers, as far as it is read: sizes in units of the account's currency. */
const Size = Type.Optional(Type.Number({ minimum: 0 }));
const Word = Type.Optional(Type.String({ maxLength: 100 }));

const InstructionReport = Type.Object({
  status: Type.String(),
  errorCode: Word,
  orderStatus: Word,
  betId: Type.Optional(Type.String()),
  sizeMatched: Size,
  averagePriceMatched: Size,
});

export const parsePlaced = parserOf(
  Type.Object({
    status: Type.String(),
    errorCode: Word,
    instructionReports: Type.Optional(Type.Array(InstructionReport)),
  }),
);
type Placed = ReturnType<typeof parsePlaced>;

export const parseCancelled = parserOf(Type.Object({ status: Type.String(), errorCode: Word }));

const CurrentOrder = Type.Object({
  betId: Type.String(),
  customerOrderRef: Type.Optional(Type.String()),
  status: Type.String(),
  averagePriceMatched: Size,
  sizeMatched: Size,
  sizeRemaining: Size,
  sizeVoided: Size,
});
export type CurrentOrder = Static<typeof CurrentOrder>;

export const parseCurrent = parserOf(
  Type.Object({
    currentOrders: Type.Array(CurrentOrder),
    moreAvailable: Type.Optional(Type.Boolean()),
  }),
);

export const parseCleared = parserOf(
  Type.Object({
    clearedOrders: Type.Array(
      Type.Object({
        customerOrderRef: Type.Optional(Type.String()),
        sizeSettled: Size,
        priceMatched: Size,
      }),
    ),
  }),
);
export type ClearedOrder = ReturnType<typeof parseCleared>['clearedOrders'][number];

/** Only what surely placed nothing is a refusal of its own. */
const REFUSALS: Readonly<Record<string, OrderRefusal>> = {
  MARKET_SUSPENDED: 'MARKET_SUSPENDED',
  MARKET_NOT_OPEN_FOR_BETTING: 'MARKET_NOT_OPEN',
  INVALID_MARKET_ID: 'MARKET_NOT_OPEN',
  INVALID_ODDS: 'INVALID_ODDS',
  INVALID_PROFIT_RATIO: 'INVALID_SIZE',
  INVALID_BET_SIZE: 'INVALID_SIZE',
  INSUFFICIENT_FUNDS: 'INSUFFICIENT_FUNDS',
  LOSS_LIMIT_EXCEEDED: 'LOSS_LIMIT_EXCEEDED',
  BET_TAKEN_OR_LAPSED: 'BET_TAKEN_OR_LAPSED',
  DUPLICATE_TRANSACTION: 'DUPLICATE',
};
const NOT_KNOWN = ['BET_IN_PROGRESS', 'ERROR_IN_MATCHER', 'ERROR_IN_ORDER', 'TIMEOUT'];

const refused = (detail: string): PlaceResult => ({
  ok: false,
  refusal: NOT_KNOWN.includes(detail) ? 'OUTCOME_UNKNOWN' : (REFUSALS[detail] ?? 'REFUSED'),
  detail,
});

/** What an answer to one instruction says of its order. */
export function placedOf(answer: Placed, { orderRef, sizeMinor }: LimitOrder): PlaceResult {
  const [report] = answer.instructionReports ?? [];
  if (answer.status === 'FAILURE') {
    return refused(report?.errorCode ?? answer.errorCode ?? 'REFUSED');
  }
  if (report?.status === 'FAILURE') return refused(report.errorCode ?? 'REFUSED');
  if (answer.status === 'TIMEOUT' || report?.status !== 'SUCCESS') return refused('TIMEOUT');
  const matchedMinor = minorOf(report.sizeMatched ?? 0);
  const isOver = report.orderStatus === 'EXECUTION_COMPLETE' || report.orderStatus === 'EXPIRED';
  const remainingMinor = isOver ? 0 : Math.max(0, sizeMinor - matchedMinor);
  return {
    ok: true,
    report: {
      orderRef,
      status:
        remainingMinor === 0
          ? 'complete'
          : report.orderStatus === 'PENDING'
            ? 'delayed'
            : 'executable',
      matchedMinor,
      averageOdds: matchedMinor === 0 ? 0 : (report.averagePriceMatched ?? 0),
      remainingMinor,
    },
  };
}

export function currentReport(order: CurrentOrder): OrderReport {
  const matchedMinor = minorOf(order.sizeMatched ?? 0);
  const isOver = order.status === 'EXECUTION_COMPLETE';
  return {
    orderRef: order.customerOrderRef ?? '',
    status: isOver ? 'complete' : 'executable',
    matchedMinor,
    averageOdds: matchedMinor === 0 ? 0 : (order.averagePriceMatched ?? 0),
    remainingMinor: isOver ? 0 : minorOf(order.sizeRemaining ?? 0),
    voidedMinor: minorOf(order.sizeVoided ?? 0),
  };
}

/** Settled: what was matched is what was settled. */
export function clearedReport({
  customerOrderRef = '',
  sizeSettled = 0,
  priceMatched = 0,
}: ClearedOrder): OrderReport {
  const matchedMinor = minorOf(sizeSettled);
  return {
    ...{ orderRef: customerOrderRef, status: 'complete', matchedMinor, remainingMinor: 0 },
    averageOdds: matchedMinor === 0 ? 0 : priceMatched,
  };
}
