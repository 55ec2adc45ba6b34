import type {
  ExchangePort,
  LimitOrder,
  OrderListener,
  OrderReport,
  PlaceResult,
} from '../exchange-port.ts';

/** An exchange that does what a test tells it, and remembers what it was sent. */
export class ScriptedExchange implements ExchangePort {
  readonly sent: LimitOrder[] = [];
  readonly has = new Map<string, OrderReport>();
  onPlace: (order: LimitOrder) => Promise<PlaceResult> = (order) =>
    Promise.resolve({ ok: true, report: this.stand(order.orderRef, 0, order.sizeMinor) });
  #listener: OrderListener | undefined;

  place = (order: LimitOrder) => {
    this.sent.push(order);
    return this.onPlace(order);
  };
  cancel = ({ orderRef }: LimitOrder) => {
    const report = this.has.get(orderRef);
    if (report === undefined) return Promise.resolve(undefined);
    return Promise.resolve(this.stand(orderRef, report.matchedMinor, 0));
  };
  orders = (refs: readonly string[]) =>
    Promise.resolve(refs.flatMap((ref) => this.has.get(ref) ?? []));
  follow = (listener: OrderListener) => {
    this.#listener = listener;
    return () => {
      this.#listener = undefined;
    };
  };

  /** Where an order stands from now on. */
  stand(orderRef: string, matchedMinor: number, remainingMinor: number): OrderReport {
    const averageOdds = matchedMinor === 0 ? 0 : 3;
    const status = remainingMinor === 0 ? 'complete' : 'executable';
    const report = { orderRef, status, matchedMinor, averageOdds, remainingMinor } as const;
    this.has.set(orderRef, report);
    return report;
  }
  tell(report: OrderReport): void {
    this.#listener?.report(report);
  }
}
