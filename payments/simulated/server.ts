import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

import { CURRENCIES } from '#contracts/mod.ts';
import {
  InvalidMessageError,
  listen,
  type Clock,
  type Logger,
  type Random,
} from '#platform/mod.ts';

import { jsonListener, type HttpAnswer, type HttpRequest } from '../http.ts';
import { SIGNATURE_HEADER } from '../provider/signature.ts';
import { parseOrder } from '../provider/wire.ts';
import { Books } from './books.ts';
import { Deliveries, NO_FAULTS, type DeliveryFaults, type Post } from './deliveries.ts';
import { fileJournal } from './journal.ts';

export type SimulatedProviderOptions = Readonly<{
  port: number;
  host: string;
  clock: Clock;
  random: Random;
  newId: () => string;
  log: Logger;
  apiKey: string;
  webhookSecrets: readonly string[];
  /** Between two changes of a payment. */
  stepMs: number;
  /** How often it hands over what it has of ours. */
  clearEveryMs: number;
  /** File in which its books survive. */
  journal: string;
  faults?: DeliveryFaults;
}>;

export type SimulatedProvider = Readonly<{ url: string; stop(): Promise<void> }>;

const TICK_MS = 50;
const WEBHOOK_TIMEOUT_MS = 5_000;

/** A payment provider's sandbox as an HTTP service, with webhooks. Throws PortBusyError. */
export async function startSimulatedProvider(
  options: SimulatedProviderOptions,
): Promise<SimulatedProvider> {
  const { clock, random, newId, stepMs, log, host } = options;
  const books = new Books({ newId, stepMs, journal: fileJournal(options.journal) });
  const deliveries = new Deliveries({
    random,
    secrets: options.webhookSecrets,
    faults: options.faults ?? NO_FAULTS,
  });
  books.onEvent = (event) => deliveries.add(event, clock.now());
  const hook: { url: string | undefined } = { url: undefined };
  const listener = jsonListener(
    (request) => (isKey(options.apiKey, request) ? route(books, hook, clock, request) : DENIED),
    (error) => log.error({ err: error }, 'the simulated provider failed'),
  );
  const { port, stop } = await listen(createServer(listener), options.port, host);
  let clearedAt = clock.now();
  let delivering = Promise.resolve();
  let isDelivering = false;
  const stopTicks = clock.every(TICK_MS, () => {
    const now = clock.now();
    books.tick(now);
    if (now - clearedAt >= options.clearEveryMs) {
      clearedAt = now;
      for (const currency of CURRENCIES) books.clear(currency);
    }
    const { url } = hook;
    if (isDelivering || url === undefined) return;
    isDelivering = true;
    delivering = deliveries.deliver(now, postTo(url)).finally(() => {
      isDelivering = false;
    });
  });
  return {
    url: `http://${host}:${String(port)}`,
    async stop() {
      stopTicks();
      await delivering;
      await stop();
    },
  };
}

const postTo =
  (url: string): Post =>
  async (body, signature) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature },
      body,
      signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
    });
    return response.ok;
  };

const DENIED: HttpAnswer = { status: 401, body: { error: 'wrong_api_key' } };
const NOT_FOUND: HttpAnswer = { status: 404, body: { error: 'not_found' } };
const BAD: HttpAnswer = { status: 400, body: { error: 'malformed' } };

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const isKey = (apiKey: string, { headers }: HttpRequest): boolean =>
  timingSafeEqual(hashOf(headers.authorization ?? ''), hashOf(`Bearer ${apiKey}`));

/** What the sandbox's address answers; the paths under /v1/sandbox play the customer's bank and the operator. */
function route(
  books: Books,
  hook: { url: string | undefined },
  clock: Clock,
  { method, url, body }: HttpRequest,
): HttpAnswer {
  try {
    const [, version, ...path] = url.pathname.split('/');
    if (version !== 'v1') return NOT_FOUND;
    switch (`${method} ${path[0] ?? ''} ${path[1] === undefined ? '' : (path[3] ?? '+')}`.trim()) {
      case 'POST payments':
        return books.start(parseOrder(JSON.parse(body)), clock.now());
      case 'GET payments +':
        return found(books.find(path[1] ?? '')?.payment);
      case 'GET events':
        return { status: 200, body: books.eventsAfter(Number(url.searchParams.get('after') ?? 0)) };
      case 'GET balance':
        return { status: 200, body: balances(books) };
      case 'PUT webhook':
        hook.url = fieldOf(body, 'url');
        return { status: 200 };
      case 'POST sandbox refunds':
        return books.takeBack(path[2] ?? '', 'refunded', BigInt(fieldOf(body, 'total')));
      case 'POST sandbox chargebacks':
        return books.takeBack(path[2] ?? '', 'chargedBack', BigInt(fieldOf(body, 'total')));
      case 'POST sandbox +':
        return { status: 200, body: { amount: String(books.clear(fieldOf(body, 'currency'))) } };
      default:
        return NOT_FOUND;
    }
  } catch (error) {
    if (error instanceof InvalidMessageError || error instanceof SyntaxError) return BAD;
    throw error;
  }
}

const found = (body: unknown): HttpAnswer =>
  body === undefined ? NOT_FOUND : { status: 200, body };

const balances = (books: Books): Record<string, string> =>
  Object.fromEntries(CURRENCIES.map((currency) => [currency, String(books.balance(currency))]));

function fieldOf(body: string, name: string): string {
  const value = (JSON.parse(body) as Record<string, unknown> | null)?.[name];
  if (typeof value !== 'string') throw new SyntaxError(`${name} must be a text`);
  return value;
}
