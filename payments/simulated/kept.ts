import type { PaymentKind } from '#contracts/mod.ts';

import type { WireOrder, WirePayment } from '../provider/wire.ts';

/** A payment as the provider keeps it. */
export type Kept = Readonly<{
  order: WireOrder;
  payment: WirePayment;
  kind: PaymentKind;
  /** How much of its script has happened, and when the rest goes on. */
  step: number;
  dueAt: number | null;
}>;
