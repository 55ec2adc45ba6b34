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

/** Where an order stands. What is neither matched, remaining nor voided was cancelled or has lapsed. */
export type OrderReport = Readonly<{
  orderRef: string;
  status: OrderStatus;
  matchedMinor: number;
  /** Average over what is matched; 0 before. */
  averageOdds: number;
  remainingMinor: number;
  /** Of what was matched, what the exchange took back; 0 unless given. */
  voidedMinor?: number;
}>;

export const ORDER_REFUSALS = [
  'MARKET_SUSPENDED',
  'MARKET_NOT_OPEN',
  'INVALID_ODDS',
  'INVALID_SIZE',
  'INSUFFICIENT_FUNDS',
  'LOSS_LIMIT_EXCEEDED',
  'BET_TAKEN_OR_LAPSED',
  'NO_SESSION',
  /** An order with this reference is there, or was; `orders` says where it stands. */
  'DUPLICATE',
  /** Anything else that the exchange names. */
  'REFUSED',
  /** No answer, or one that leaves it open whether the order stands; `orders` says it. */
  'OUTCOME_UNKNOWN',
] as const;
export type OrderRefusal = (typeof ORDER_REFUSALS)[number];
export type PlaceResult =
  | Readonly<{ ok: true; report: OrderReport }>
  | Readonly<{ ok: false; refusal: OrderRefusal; detail?: string }>;

export type OrderListener = Readonly<{
  /** The same may come twice, and an older one after a newer one. */
  report: (report: OrderReport) => void;
  /** Something may have been missed: ask `orders`. */
  gap: () => void;
}>;

/** An exchange as lay-off sees it, simulated or real. Whatever rejects may be asked again. */
export type ExchangePort = Readonly<{
  place: (order: LimitOrder) => Promise<PlaceResult>;
  /** Takes back what is not matched. Undefined for an order that is not known. */
  cancel: (order: LimitOrder) => Promise<OrderReport | undefined>;
  /** Where orders stand; one that the exchange has never taken is left out. */
  orders: (orderRefs: readonly string[]) => Promise<readonly OrderReport[]>;
  /** Updates as they come, until the returned function is called. */
  follow: (listener: OrderListener) => () => void;
}>;
