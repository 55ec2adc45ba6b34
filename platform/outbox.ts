import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Nats } from './nats.ts';
import type { Pool, PoolClient, Queryable } from './postgres.ts';

export type OutboxMessage = Readonly<{
  subject: string;
  /** Sent as Nats-Msg-Id: the same business fact always has the same id. */
  messageId: string;
  body: unknown;
}>;

/** Messages in one row at most, so that a relay reads a bounded number at a time. */
const ROW_SIZE = 500;

/** Writes messages that leave after, and only after, the transaction of `client` has committed. */
export async function insertOutbox(
  client: Queryable,
  messages: readonly OutboxMessage[],
): Promise<void> {
  for (let from = 0; from < messages.length; from += ROW_SIZE)
    await client.query({
      name: 'insert-outbox',
      text: 'INSERT INTO outbox_batch (messages) VALUES ($1)',
      values: [outboxRow(messages.slice(from, from + ROW_SIZE))],
    });
}

/** The messages as the column `messages` of one row holds them. */
const outboxRow = (messages: readonly OutboxMessage[]): string =>
  JSON.stringify(messages.map(({ subject, messageId: id, body }) => ({ subject, id, body })));

export type OutboxRelayPorts = Readonly<{
  pool: Pool;
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}>;

export type OutboxRelayOptions = Readonly<{
  /** Rows per round trip, each the messages of one transaction; 50 unless given. */
  batchSize?: number;
  /** Pause of an idle relay; 20 ms unless given. */
  pollMs?: number;
  /** Pause after a failure, and between attempts to become the one relay that works; 1 s unless given. */
  retryMs?: number;
  /** How long published rows are kept; 7 days unless given. */
  keepMs?: number;
}>;

export type OutboxRelay = Readonly<{ stop(): Promise<void> }>;

/**
 * Publishes the messages of committed outbox rows to JetStream in order and marks the rows. Of all relays on one
 * database the one that holds an advisory lock works; the others wait to take over. A crash between
 * publishing and marking publishes again under the same message id: the stream drops it inside its
 * duplicate window, and consumers are idempotent beyond. While NATS is away rows wait in the table. A message
 * whose publication failed may arrive behind later ones.
 */
export function startOutboxRelay(
  ports: OutboxRelayPorts,
  options: OutboxRelayOptions = {},
): OutboxRelay {
  const stopping = new AbortController();
  const run = relayUntilStopped(new Relay(ports, options), ports, stopping.signal, options);
  return {
    stop: async () => {
      stopping.abort();
      await run;
    },
  };
}

async function relayUntilStopped(
  relay: Relay,
  { pool, clock, log }: OutboxRelayPorts,
  signal: AbortSignal,
  { retryMs = 1_000 }: OutboxRelayOptions,
): Promise<void> {
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      await relay.work(client, signal);
      client.release();
    } catch (error) {
      // Closing the connection gives the lock back, whatever state it is in.
      client?.release(true);
      if (!stopped()) log.warn({ err: error }, 'outbox relay failed; trying again');
    }
    await clock.sleep(retryMs, signal).catch(() => undefined);
  }
}

type BatchRow = Readonly<{ id: bigint; messages: string }>;
type StoredMessage = Readonly<{ subject: string; id: string; body: unknown }>;
type Sent = Readonly<{
  done: readonly StoredMessage[];
  left: readonly StoredMessage[];
  error: unknown;
}>;

/** "outbox" in ASCII. */
const RELAY_LOCK = '122550254464888';
const PUBLISH_TIMEOUT_MS = 5_000;
const HOUSEKEEPING_MS = 60_000;

class Relay {
  readonly #ports: OutboxRelayPorts;
  readonly #batchSize: number;
  readonly #pollMs: number;
  readonly #retryMs: number;
  readonly #keepMs: number;
  readonly #published;
  readonly #failed;
  readonly #waiting;
  #housekeptAt = Number.NEGATIVE_INFINITY;
  #complained = false;

  constructor(ports: OutboxRelayPorts, options: OutboxRelayOptions) {
    this.#ports = ports;
    this.#batchSize = options.batchSize ?? 50;
    this.#pollMs = options.pollMs ?? 20;
    this.#retryMs = options.retryMs ?? 1_000;
    this.#keepMs = options.keepMs ?? 7 * 86_400_000;
    const { metrics } = ports;
    this.#published = metrics.counter(
      'overround_outbox_published_total',
      'Outbox messages published.',
    );
    this.#failed = metrics.counter('overround_outbox_failures_total', 'Publications that failed.');
    this.#waiting = metrics.gauge('overround_outbox_waiting', 'Outbox rows not yet published.');
  }

  /** Relays while this connection holds the lock; returns at once when another relay does, or when stopped. */
  async work(client: PoolClient, signal: AbortSignal): Promise<void> {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS locked',
      [RELAY_LOCK],
    );
    if (rows[0]?.locked !== true) return;
    while (!signal.aborted) {
      const { taken, failed } = await this.#relayBatch(client);
      await this.#keepHouse(client);
      const pauseMs = failed > 0 ? this.#retryMs : this.#pollMs;
      if (failed > 0 || taken < this.#batchSize)
        await this.#ports.clock.sleep(pauseMs, signal).catch(() => undefined);
    }
    await client.query('SELECT pg_advisory_unlock($1)', [RELAY_LOCK]);
  }

  async #relayBatch(client: PoolClient): Promise<{ taken: number; failed: number }> {
    // Ids are given before commit: only rows whose transaction every snapshot can see are safe to order.
    const { rows } = await client.query<BatchRow>({
      name: 'next-outbox',
      text: `SELECT id, batch_messages(b) AS messages FROM outbox_batch AS b
             WHERE published_at IS NULL AND xid < pg_snapshot_xmin(pg_current_snapshot())
             ORDER BY id LIMIT $1`,
      values: [this.#batchSize],
    });
    if (rows.length === 0) return { taken: 0, failed: 0 };
    const sent: (Sent & BatchRow)[] = [];
    for (const row of rows) sent.push({ ...row, ...(await this.#publish(row)) });
    await this.#mark(client, sent);
    this.#published.inc(sent.reduce((sum, { done }) => sum + done.length, 0));
    const failed = sent.reduce((sum, { left }) => sum + left.length, 0);
    this.#complain(failed, sent);
    return { taken: rows.length, failed };
  }

  async #publish({ messages }: BatchRow): Promise<Sent> {
    const all = JSON.parse(messages) as readonly StoredMessage[];
    const answers = await Promise.allSettled(
      all.map(({ subject, id, body }) =>
        this.#ports.nats.js.publish(subject, JSON.stringify(body), {
          msgID: id,
          timeout: PUBLISH_TIMEOUT_MS,
        }),
      ),
    );
    return {
      done: all.filter((_, index) => answers[index]?.status === 'fulfilled'),
      left: all.filter((_, index) => answers[index]?.status === 'rejected'),
      error: answers.find((answer) => answer.status === 'rejected')?.reason,
    };
  }

  /** A row of which a part could not be published is split: what is left of it goes on waiting. */
  async #mark(client: PoolClient, sent: readonly (Sent & BatchRow)[]): Promise<void> {
    const whole = sent.filter(({ left }) => left.length === 0).map(({ id }) => id);
    if (whole.length > 0)
      await client.query('UPDATE outbox_batch SET published_at = now() WHERE id = ANY ($1)', [
        whole,
      ]);
    for (const { id, done, left } of sent)
      if (done.length > 0 && left.length > 0)
        await client.query(
          `WITH waiting AS (INSERT INTO outbox_batch (messages) VALUES ($2))
           UPDATE outbox_batch SET messages = $3, transfers = '{}', published_at = now() WHERE id = $1`,
          [id, JSON.stringify(left), JSON.stringify(done)],
        );
  }

  #complain(failed: number, sent: readonly Sent[]): void {
    if (failed === 0) {
      if (this.#complained) this.#ports.log.info('outbox messages are published again');
      this.#complained = false;
      return;
    }
    this.#failed.inc(failed);
    if (this.#complained) return;
    this.#complained = true;
    const first = sent.find(({ left }) => left.length > 0);
    this.#ports.log.warn(
      { err: first?.error, failed, subject: first?.left[0]?.subject },
      'outbox messages wait: they cannot be published',
    );
  }

  async #keepHouse(client: PoolClient): Promise<void> {
    const { clock } = this.#ports;
    if (clock.monotonic() - this.#housekeptAt < HOUSEKEEPING_MS) return;
    this.#housekeptAt = clock.monotonic();
    // The oldest rows have the lowest ids, so this looks at a bounded number of them.
    await client.query(
      `DELETE FROM outbox_batch AS b USING (SELECT id FROM outbox_batch ORDER BY id LIMIT 10000) AS oldest
       WHERE b.id = oldest.id AND b.published_at < now() - $1 * interval '1 millisecond'`,
      [this.#keepMs],
    );
    const { rows } = await client.query<{ waiting: bigint }>(
      'SELECT count(*) AS waiting FROM outbox_batch WHERE published_at IS NULL',
    );
    this.#waiting.set(Number(rows[0]?.waiting ?? 0n));
  }
}
