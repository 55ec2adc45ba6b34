import { parserOf } from '#platform/mod.ts';
import { Type, type Static } from 'typebox';

import type { LimitOrder, OrderReport } from './exchange-port.ts';

const MINOR_PER_UNIT = 100;
export const minorOf = (units: number): number => Math.round(units * MINOR_PER_UNIT);

/** One instruction of Betfair's placeOrders: sizes in units of the account's currency. */
export const placeInstruction = ({ selectionId, side, odds, sizeMinor, orderRef }: LimitOrder) => ({
  selectionId,
  side: side === 'back' ? 'BACK' : 'LAY',
  orderType: 'LIMIT',
  limitOrder: { size: sizeMinor / MINOR_PER_UNIT, price: odds, persistenceType: 'LAPSE' },
  customerOrderRef: orderRef,
});

/** One order of a market change on Betfair's order stream, by the names that its protocol has. */
const StreamOrder = Type.Object({
  id: Type.String(),
  /** Customer order reference. */
  rfo: Type.Optional(Type.String()),
  /** `E`xecutable or execution `C`omplete. */
  status: Type.Union([Type.Literal('E'), Type.Literal('EC')]),
  /** Matched, remaining, and the average price matched. */
  sm: Type.Number({ minimum: 0 }),
  sr: Type.Number({ minimum: 0 }),
  avp: Type.Optional(Type.Number({ minimum: 0 })),
  /** Voided. */
  sv: Type.Optional(Type.Number({ minimum: 0 })),
});
type StreamOrder = Static<typeof StreamOrder>;

const parseChange = parserOf(
  Type.Object({
    op: Type.Literal('ocm'),
    oc: Type.Optional(
      Type.Array(
        Type.Object({
          id: Type.String(),
          orc: Type.Optional(
            Type.Array(
              Type.Object({ id: Type.Number(), uo: Type.Optional(Type.Array(StreamOrder)) }),
            ),
          ),
        }),
      ),
    ),
  }),
);

/**
 * The reports of a message of Betfair's order stream; a heartbeat has none, nor has an order without a reference of ours.
 * @throws InvalidMessageError for anything that is not a change of orders.
 */
export const orderReports = (message: unknown): readonly OrderReport[] =>
  (parseChange(message).oc ?? []).flatMap(({ orc = [] }) =>
    orc.flatMap(({ uo = [] }) => uo.filter(({ rfo }) => rfo !== undefined).map(reportOf)),
  );

const reportOf = ({ rfo = '', status, sm, sr, avp = 0, sv }: StreamOrder): OrderReport => ({
  orderRef: rfo,
  status: status === 'E' ? 'executable' : 'complete',
  matchedMinor: minorOf(sm),
  averageOdds: sm === 0 ? 0 : avp,
  remainingMinor: minorOf(sr),
  ...(sv === undefined ? {} : { voidedMinor: minorOf(sv) }),
});
