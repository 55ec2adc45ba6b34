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

/** Writes messages that leave after, and only after, the transaction of `client` has committed. */
export async function insertOutbox(
  client: Queryable,
  messages: readonly OutboxMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  await client.query(
    `INSERT INTO outbox (subject, msg_id, body)
     SELECT subject, msg_id, body FROM unnest($1::text[], $2::text[], $3::jsonb[])
       WITH ORDINALITY AS message (subject, msg_id, body, position)
     ORDER BY position`,
    [
      messages.map(({ subject }) => subject),
      messages.map(({ messageId }) => messageId),
      messages.map(({ body }) => JSON.stringify(body)),
    ],
  );
}

export type OutboxRelayPorts = Readonly<{
  pool: Pool;
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}>;

export type OutboxRelayOptions = Readonly<{
  /** Rows per round trip; 500 unless given. */
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
 * Publishes committed outbox rows to JetStream in order of their id and marks them. Of all relays on one
 * database the one that holds an advisory lock works; the others wait to take over. A crash between
 * publishing and marking publishes again under the same message id: the stream drops it inside its
 * duplicate window, and consumers are idempotent beyond. While NATS is away rows wait in the table. After
 * a publication that failed, its message may arrive behind later ones of its batch.
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

type OutboxRow = Readonly<{ id: bigint; subject: string; msg_id: string; body: string }>;

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
    this.#batchSize = options.batchSize ?? 500;
    this.#pollMs = options.pollMs ?? 20;
    this.#retryMs = options.retryMs ?? 1_000;
    this.#keepMs = options.keepMs ?? 7 * 86_400_000;
    const { metrics } = ports;
    this.#published = metrics.counter('overround_outbox_published_total', 'Outbox rows published.');
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
    const { rows } = await client.query<OutboxRow>(
      `SELECT id, subject, msg_id, body::text AS body FROM outbox
       WHERE published_at IS NULL AND xid < pg_snapshot_xmin(pg_current_snapshot())
       ORDER BY id LIMIT $1`,
      [this.#batchSize],
    );
    if (rows.length === 0) return { taken: 0, failed: 0 };
    const answers = await Promise.allSettled(rows.map((row) => this.#publish(row)));
    const done = rows.filter((_, index) => answers[index]?.status === 'fulfilled');
    if (done.length > 0)
      await client.query('UPDATE outbox SET published_at = now() WHERE id = ANY ($1)', [
        done.map(({ id }) => id),
      ]);
    this.#published.inc(done.length);
    this.#complain(answers, rows);
    return { taken: rows.length, failed: rows.length - done.length };
  }

  async #publish(row: OutboxRow): Promise<void> {
    await this.#ports.nats.js.publish(row.subject, row.body, {
      msgID: row.msg_id,
      timeout: PUBLISH_TIMEOUT_MS,
    });
  }

  #complain(answers: readonly PromiseSettledResult<void>[], rows: readonly OutboxRow[]): void {
    const first = answers.findIndex(({ status }) => status === 'rejected');
    const answer = answers[first];
    if (answer?.status !== 'rejected') {
      if (this.#complained) this.#ports.log.info('outbox messages are published again');
      this.#complained = false;
      return;
    }
    const failed = answers.filter(({ status }) => status === 'rejected').length;
    this.#failed.inc(failed);
    if (this.#complained) return;
    this.#complained = true;
    this.#ports.log.warn(
      { err: answer.reason as unknown, failed, subject: rows[first]?.subject },
      'outbox messages wait: they cannot be published',
    );
  }

  async #keepHouse(client: PoolClient): Promise<void> {
    const { clock } = this.#ports;
    if (clock.monotonic() - this.#housekeptAt < HOUSEKEEPING_MS) return;
    this.#housekeptAt = clock.monotonic();
    // The oldest rows have the lowest ids, so this looks at a bounded number of them.
    await client.query(
      `DELETE FROM outbox USING (SELECT id FROM outbox ORDER BY id LIMIT 10000) AS oldest
       WHERE outbox.id = oldest.id AND published_at < now() - $1 * interval '1 millisecond'`,
      [this.#keepMs],
    );
    const { rows } = await client.query<{ waiting: bigint }>(
      'SELECT count(*) AS waiting FROM outbox WHERE published_at IS NULL',
    );
    this.#waiting.set(Number(rows[0]?.waiting ?? 0n));
  }
}
