import type { PaymentProviderName } from '#contracts/mod.ts';

import type { LogPage, PaymentProvider, ProviderAnswer, ProviderOrder } from './port.ts';
import { eventOf, parseLog, parsePayment, parseRefused, reportOf, wireOrder } from './wire.ts';

export type HttpProviderOptions = Readonly<{
  name: PaymentProviderName;
  url: string;
  apiKey: string;
  timeoutMs: number;
}>;

type Init = Readonly<{
  method?: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
}>;

/** The only status that says that a payment is not taken for good; anything else may be tried again. */
const REFUSED = 422;

/** The provider's API over HTTP. Rejects on every answer that leaves open what happened. */
export function httpProvider(options: HttpProviderOptions): PaymentProvider {
  const { name, url, apiKey, timeoutMs } = options;
  const ask = (path: string, init: Init = {}): Promise<Response> =>
    fetch(new URL(path, url), {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { ...init.headers, authorization: `Bearer ${apiKey}` },
    });
  return {
    name,
    async start(order: ProviderOrder): Promise<ProviderAnswer> {
      const response = await ask('/v1/payments', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': order.paymentId },
        body: JSON.stringify(wireOrder(order)),
      });
      const body: unknown = await response.json();
      if (response.status === REFUSED) return { kind: 'refused', reason: parseRefused(body).error };
      if (!response.ok) throw new Error(`the provider answered ${String(response.status)}`);
      const report = reportOf(parsePayment(body));
      if (report.paymentId !== order.paymentId)
        throw new Error('the provider answered for another payment');
      return { kind: 'taken', report };
    },
    async eventsAfter(position): Promise<LogPage> {
      const response = await ask(`/v1/events?after=${String(position)}`);
      if (!response.ok) throw new Error(`the provider answered ${String(response.status)}`);
      const log = parseLog(await response.json());
      return { events: log.events.map(eventOf), position: log.position };
    },
    async sendWebhooksTo(address): Promise<void> {
      const body = JSON.stringify({ url: address });
      const response = await ask('/v1/webhook', { method: 'PUT', body });
      if (!response.ok) throw new Error(`the provider answered ${String(response.status)}`);
    },
  };
}
