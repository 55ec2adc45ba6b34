import { createHash } from 'node:crypto';

import type { WireEvent, WireLog, WireOrder, WirePayment } from '../provider/wire.ts';
import type { Journal } from './journal.ts';
import type { Kept } from './kept.ts';
import { endingOf, REFUSED_ENDING, scriptOf } from './scripts.ts';

export type Answer =
  | Readonly<{ status: 200 | 201; body: WirePayment }>
  | Readonly<{ status: 404 | 409 | 422; body: Readonly<{ error: string }> }>;

export type BooksOptions = Readonly<{
  newId: () => string;
  /** Between two changes of a payment. */
  stepMs: number;
  journal: Journal;
}>;

const PAGE = 100;

/** The provider's own books: what it was asked, what happened, and the log of it. Independent of ours. */
export class Books {
  readonly #options: BooksOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #events: WireEvent[] = [];
  /** Told of every new event. */
  onEvent: (event: WireEvent) => void = () => undefined;

  constructor(options: BooksOptions) {
    this.#options = options;
    for (const line of options.journal.load())
      if ('event' in line) this.#events.push(line.event);
      else this.#kept.set(line.kept.order.reference, line.kept);
  }

  /** Takes an order once; a repeat gets the present state, the same key with another order is refused. */
  start(order: WireOrder, now: number): Answer {
    const known = this.#kept.get(order.reference);
    if (known)
      return JSON.stringify(known.order) === JSON.stringify(order)
        ? { status: 200, body: known.payment }
        : { status: 409, body: { error: 'idempotency_key_reused' } };
    const amount = BigInt(order.amount);
    if (endingOf(amount) === REFUSED_ENDING || amount === 0n)
      return { status: 422, body: { error: 'method_not_allowed' } };
    const { reference, kind, currency } = order;
    const [first] = scriptOf(kind, amount)(amount);
    const payment: WirePayment = {
      reference,
      version: 1,
      currency,
      amount: order.amount,
      status: first?.status ?? 'pending',
      done: '0',
      refunded: '0',
      chargedBack: '0',
      reason: null,
      ...fingerprintOf(order),
    };
    this.#keep({ order, payment, kind, step: 1, dueAt: now + this.#options.stepMs });
    return { status: 201, body: payment };
  }

  find = (reference: string): Kept | undefined => this.#kept.get(reference);
  all = (): readonly Kept[] => [...this.#kept.values()];

  eventsAfter(position: number): WireLog {
    const events = this.#events.slice(position, position + PAGE);
    return { events, position: events.at(-1)?.sequence ?? position };
  }

  /** Lets happen what is due. */
  tick(now: number): void {
    for (const kept of this.#kept.values())
      if (kept.dueAt !== null && kept.dueAt <= now) this.#advance(kept, now);
  }

  /** Whether nothing will happen by itself any more. */
  isQuiet = (): boolean => this.all().every(({ dueAt }) => dueAt === null);

  #advance(kept: Kept, now: number): void {
    const script = scriptOf(kept.kind, BigInt(kept.order.amount))(BigInt(kept.order.amount));
    const change = script[kept.step];
    const step = kept.step + 1;
    const dueAt = step < script.length ? now + this.#options.stepMs : null;
    this.#keep({ ...kept, step, dueAt, payment: changed(kept.payment, change ?? {}) });
  }

  /** A refund or chargeback up to this total, as someone at the provider or at a bank orders it. */
  takeBack(reference: string, what: 'refunded' | 'chargedBack', total: bigint): Answer {
    const kept = this.#kept.get(reference);
    if (!kept) return { status: 404, body: { error: 'no_such_payment' } };
    const { done, refunded, chargedBack } = kept.payment;
    const other = BigInt(what === 'refunded' ? chargedBack : refunded);
    const isLess = what === 'refunded' && total < BigInt(refunded);
    if (kept.kind !== 'deposit' || isLess || total + other > BigInt(done))
      return { status: 422, body: { error: 'amount_not_possible' } };
    const payment = changed(kept.payment, { [what]: total });
    this.#keep({ ...kept, payment });
    return { status: 200, body: payment };
  }

  /** What the provider has of ours in a currency; below zero: what it paid out for us. */
  balance(currency: string): bigint {
    const payments = this.all().filter(({ order }) => order.currency === currency);
    const moved = payments.reduce((sum, { kind, payment }) => {
      const net = BigInt(payment.done) - BigInt(payment.refunded) - BigInt(payment.chargedBack);
      return kind === 'deposit' ? sum + net : sum - net;
    }, 0n);
    return this.#events.reduce(
      (sum, event) =>
        event.type === 'clearing' && event.clearing.currency === currency
          ? sum - BigInt(event.clearing.amount)
          : sum,
      moved,
    );
  }

  /** Hands over everything that it has in a currency, or takes what it is owed. */
  clear(currency: string): bigint {
    const amount = this.balance(currency);
    if (amount === 0n) return 0n;
    const { newId } = this.#options;
    const clearing = { id: newId(), currency, amount: String(amount) };
    this.#tell({ id: newId(), sequence: this.#events.length + 1, type: 'clearing', clearing });
    return amount;
  }

  #keep(kept: Kept): void {
    this.#kept.set(kept.order.reference, kept);
    this.#options.journal.append({ kept });
    const { payment } = kept;
    const id = this.#options.newId();
    this.#tell({ id, sequence: this.#events.length + 1, type: 'payment', payment });
  }

  #tell(event: WireEvent): void {
    this.#events.push(event);
    this.#options.journal.append({ event });
    this.onEvent(event);
  }
}

/** One card has one fingerprint, whichever customer pays with it; nothing is known of payments without a token. */
const fingerprintOf = ({ method, token }: WireOrder): Pick<WirePayment, 'fingerprint'> =>
  token === undefined
    ? {}
    : {
        fingerprint: `fp_${method}${createHash('sha256').update(token).digest('hex').slice(0, 32)}`,
      };

type Change = ReturnType<ReturnType<typeof scriptOf>>[number];

const changed = (payment: WirePayment, change: Change): WirePayment => ({
  ...payment,
  version: payment.version + 1,
  status: change.status ?? payment.status,
  reason: change.reason === undefined ? payment.reason : change.reason,
  done: String(change.done ?? payment.done),
  refunded: String(change.refunded ?? payment.refunded),
  chargedBack: String(change.chargedBack ?? payment.chargedBack),
});
