/** For: we win when the selection wins. Against: we win when it does not. */
export type OrderSide = 'back' | 'lay';

/** A limit order. Odds are decimal, sizes (stakes of the backer) in minor units. */
export type LimitOrder = Readonly<{
  /** Ours; at most 32 letters, digits and dashes. The same one twice is the same order. */
  orderRef: string;
  marketId: string;
  selectionId: number;
  side: OrderSide;
  odds: number;
  sizeMinor: number;
}>;

export type OrderStatus =
  /** Held back by the exchange's delay of bets. */
  'delayed' | 'executable' | 'complete';

/** Where an order stands. What is neither matched nor remaining was cancelled or has lapsed. */
export type OrderReport = Readonly<{
  orderRef: string;
  status: OrderStatus;
  matchedMinor: number;
  /** Average over what is matched; 0 before. */
  averageOdds: number;
  remainingMinor: number;
}>;

export type OrderRefusal = 'MARKET_SUSPENDED' | 'INVALID_ODDS' | 'INVALID_SIZE' | 'DUPLICATE';
export type PlaceResult =
  Readonly<{ ok: true; report: OrderReport }> | Readonly<{ ok: false; refusal: OrderRefusal }>;

/** An exchange as lay-off sees it, simulated or real. */
export type ExchangePort = Readonly<{
  place: (order: LimitOrder) => Promise<PlaceResult>;
  /** Takes back what is not matched. Undefined for an order that is not known. */
  cancel: (orderRef: string) => Promise<OrderReport | undefined>;
  orders: () => Promise<readonly OrderReport[]>;
}>;
