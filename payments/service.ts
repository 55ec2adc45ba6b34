import { createServer } from 'node:http';

import {
  InvalidMessageError,
  listen,
  type Clock,
  type Logger,
  type Metrics,
  type Pool,
} from '#platform/mod.ts';

import { jsonListener, type HttpAnswer, type HttpRequest } from './http.ts';
import { applyNext, keepEvents, readLog } from './inbox.ts';
import type { PaymentProvider } from './provider/port.ts';
import { SIGNATURE_HEADER, signatureProblem } from './provider/signature.ts';
import { eventOf, parseEvent } from './provider/wire.ts';
import { sendNext } from './sender.ts';

export type PaymentsOptions = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  provider: PaymentProvider;
  webhook: Readonly<{
    port: number;
    host: string;
    secrets: readonly string[];
    /** Where the provider reaches this service, when that is not host and port. */
    publicUrl: string | undefined;
  }>;
  /** How often the provider's log is read for what webhooks lost. */
  readLogEveryMs: number;
}>;

export type PaymentsService = Readonly<{ webhookUrl: string; stop(): Promise<void> }>;

const POLL_MS = 100;
const PAUSE_AFTER_FAILURE_MS = 1_000;
const WEBHOOK_PATH = '/webhooks/payments';

/**
 * Tells the provider of payments, takes its webhooks, reads its log, and applies what it says. Any number of
 * these may run on one database. Throws PortBusyError.
 */
export async function startPayments(options: PaymentsOptions): Promise<PaymentsService> {
  const { pool, clock, log, metrics, provider, webhook } = options;
  const applied = metrics.counter(
    'overround_payment_events_total',
    'Events of payment providers by what became of them; refused ones need a person.',
    ['outcome'],
  );
  const failures = metrics.counter(
    'overround_payment_failures_total',
    'Attempts to reach a payment provider or to apply its events that failed.',
    ['what'],
  );
  const apply = async (): Promise<boolean> => {
    const done = await applyNext(pool, clock.now());
    if (!done) return false;
    const outcome = done.outcome.split(':')[0] ?? '';
    applied.inc({ outcome });
    if (outcome === 'refused') log.error(done, 'an event of a payment provider was refused');
    return true;
  };
  const stopping = new AbortController();
  const loop = async (what: string, pauseMs: number, work: () => Promise<boolean>) => {
    while (!stopping.signal.aborted) {
      const more = await work().catch((error: unknown) => {
        failures.inc({ what });
        log.warn({ err: error, what }, 'payments: trying again');
        return undefined;
      });
      if (more === true) continue;
      const ms = more === undefined ? Math.max(pauseMs, PAUSE_AFTER_FAILURE_MS) : pauseMs;
      await clock.sleep(ms, stopping.signal).catch(() => undefined);
    }
  };
  const receive = (request: HttpRequest): Promise<HttpAnswer> => receiveWebhook(options, request);
  const listener = jsonListener(receive, (error) => {
    log.warn({ err: error }, 'a webhook was not taken');
  });
  const server = await listen(createServer(listener), webhook.port, webhook.host);
  const webhookUrl =
    webhook.publicUrl ?? `http://${webhook.host}:${String(server.port)}${WEBHOOK_PATH}`;
  let isKnown = false;
  const follow = async (): Promise<boolean> => {
    if (!isKnown) await provider.sendWebhooksTo(webhookUrl);
    isKnown = true;
    return (await readLog(pool, provider, clock.now())) > 0;
  };
  const loops = [
    loop('apply', POLL_MS, apply),
    loop('send', POLL_MS, () => sendNext(pool, provider, clock)),
    loop('log', options.readLogEveryMs, follow),
  ];
  return {
    webhookUrl,
    async stop() {
      stopping.abort();
      await server.stop();
      await Promise.all(loops);
    },
  };
}

/** 200 only when the event is kept: until then the provider has to tell it again. */
async function receiveWebhook(
  { pool, clock, provider, webhook }: PaymentsOptions,
  { method, url, headers, body }: HttpRequest,
): Promise<HttpAnswer> {
  if (method !== 'POST' || url.pathname !== WEBHOOK_PATH) return { status: 404 };
  const now = clock.now();
  const header = headers[SIGNATURE_HEADER];
  const signature = typeof header === 'string' ? header : undefined;
  const problem = signatureProblem(signature, body, { secrets: webhook.secrets, now });
  if (problem !== undefined) return { status: 401, body: { error: `signature is ${problem}` } };
  try {
    const event = eventOf(parseEvent(JSON.parse(body)));
    await keepEvents(pool, provider.name, [event], { source: 'webhook', at: now });
    return { status: 200 };
  } catch (error) {
    if (error instanceof InvalidMessageError || error instanceof SyntaxError)
      return { status: 400, body: { error: 'not an event' } };
    throw error;
  }
}
