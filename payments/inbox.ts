import { isCurrency, type PaymentProviderName } from '#contracts/mod.ts';
import { clearProvider, derivedId, post } from '#ledger/mod.ts';
import { transferId } from '#contracts/mod.ts';
import { withTransaction, type Pool, type PoolClient, type Queryable } from '#platform/mod.ts';

import { keepInstrument } from './instruments.ts';
import { movePayment } from './move.ts';
import { lockPayment } from './payment-rows.ts';
import type { Clearing, LogPage, ProviderEvent } from './provider/port.ts';
import type { Report } from './transitions/mod.ts';

export type EventSource = 'webhook' | 'log';

/** Keeps what a provider told, once per event. After this the provider may forget that it told it. */
export async function keepEvents(
  client: Queryable,
  provider: PaymentProviderName,
  events: readonly ProviderEvent[],
  received: Readonly<{ source: EventSource; at: number }>,
): Promise<void> {
  if (events.length === 0) return;
  await client.query(
    `INSERT INTO payment_event (provider, event_id, sequence, body, source, received_at, due_at)
     SELECT $1, id, sequence, body, $2, $3, $3
     FROM unnest($4::uuid[], $5::bigint[], $6::jsonb[]) AS event (id, sequence, body)
     ON CONFLICT DO NOTHING`,
    [
      provider,
      received.source,
      received.at,
      events.map(({ eventId }) => eventId),
      events.map(({ sequence }) => sequence),
      events.map((event) => encode(event)),
    ],
  );
}

/** Reads the provider's log from where it was read before: what webhooks lost comes from here. */
export async function readLog(
  pool: Pool,
  provider: Readonly<{
    name: PaymentProviderName;
    eventsAfter(position: number): Promise<LogPage>;
  }>,
  at: number,
): Promise<number> {
  const { rows } = await pool.query<{ position: bigint }>(
    'SELECT log_position AS position FROM payment_provider WHERE provider = $1',
    [provider.name],
  );
  const from = rows[0]?.position ?? 0n;
  const page = await provider.eventsAfter(Number(from));
  if (page.events.length === 0) return 0;
  await withTransaction(pool, async (client) => {
    await keepEvents(client, provider.name, page.events, { source: 'log', at });
    await client.query(
      `UPDATE payment_provider SET log_position = greatest(log_position, $2) WHERE provider = $1`,
      [provider.name, page.position],
    );
  });
  return page.events.length;
}

type EventRow = Readonly<{
  provider: PaymentProviderName;
  eventId: string;
  body: string;
  attempts: number;
}>;

const NEXT = `
  SELECT provider, event_id AS "eventId", body::text AS body, attempts FROM payment_event
  WHERE due_at <= $1 ORDER BY due_at, sequence LIMIT 1 FOR UPDATE SKIP LOCKED`;

export type Applied = Readonly<{ eventId: string; outcome: string }>;

/**
 * Applies the next event that is due: its effect and the note that it is applied are one transaction. Returns
 * undefined when none is due. What throws is tried again later, and does not hold up the others.
 */
export async function applyNext(pool: Pool, at: number): Promise<Applied | undefined> {
  let taken: EventRow | undefined;
  try {
    return await withTransaction(pool, async (client) => {
      const { rows } = await client.query<EventRow>(NEXT, [at]);
      taken = rows[0];
      if (!taken) return undefined;
      const outcome = await applyEvent(client, taken, at);
      await client.query(
        `UPDATE payment_event SET outcome = $3, due_at = NULL, attempts = attempts + 1
         WHERE provider = $1 AND event_id = $2`,
        [taken.provider, taken.eventId, outcome],
      );
      return { eventId: taken.eventId, outcome };
    });
  } catch (error) {
    if (taken) await postpone(pool, taken, at);
    throw error;
  }
}

const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;

const postpone = (pool: Pool, { provider, eventId, attempts }: EventRow, at: number) =>
  pool.query(
    `UPDATE payment_event SET due_at = $3, attempts = attempts + 1
     WHERE provider = $1 AND event_id = $2 AND due_at IS NOT NULL`,
    [provider, eventId, at + Math.min(RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS)],
  );

async function applyEvent(client: PoolClient, row: EventRow, at: number): Promise<string> {
  const event = decode(row.body);
  return 'report' in event
    ? applyReport(client, row.provider, event.report, at)
    : applyClearing(client, row, event.clearing, at);
}

/** Applies what a provider says about a payment. Returns what became of it in words. */
export async function applyReport(
  client: PoolClient,
  provider: PaymentProviderName,
  report: Report,
  at: number,
): Promise<string> {
  const payment = await lockPayment(client, report.paymentId);
  if (payment?.provider !== provider) return 'refused: no such payment';
  const context = { actor: provider, at };
  const taken = await movePayment(client, payment, { kind: 'report', report }, context);
  if (taken.kind !== 'moved') return `${taken.kind}: ${taken.why}`;
  await keepInstrument(client, payment, { fingerprint: report.fingerprint, at });
  return 'applied';
}

async function applyClearing(
  client: PoolClient,
  { provider, eventId }: EventRow,
  { clearingId, currency, amountMinor }: Clearing,
  at: number,
): Promise<string> {
  if (!isCurrency(currency) || amountMinor === 0n) return 'refused: no such currency or no money';
  const id = transferId(derivedId(clearingId, `clearing|${provider}|${clearingId}`));
  const memo = { clearingId, eventId, provider };
  const transfer = clearProvider({ id, provider, currency, at, amountMinor, memo });
  const [result] = await post([transfer], client);
  if (result?.status === 'refused') return 'refused: the clearing was another before';
  return result?.status === 'repeated' ? 'ignored: known already' : 'applied';
}

const encode = (event: ProviderEvent): string =>
  JSON.stringify(event, (_, value: unknown) =>
    typeof value === 'bigint' ? { minor: String(value) } : value,
  );

const decode = (body: string): ProviderEvent =>
  JSON.parse(body, (_, value: unknown) =>
    isMinor(value) ? BigInt(value.minor) : value,
  ) as ProviderEvent;

const isMinor = (value: unknown): value is { minor: string } =>
  typeof value === 'object' &&
  value !== null &&
  'minor' in value &&
  typeof value.minor === 'string';
