import type { Clock, Logger, Pool, PoolClient } from '#platform/mod.ts';

export type ProducerLockOptions = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  producer: string;
  signal: AbortSignal;
}>;

const RETRY_MS = 1_000;
/** After a broken connection the server may still hold our own old lock for a while. */
const REGAIN_TRIES = 20;
/** Keeps these locks apart from other advisory locks. */
const LOCK_CLASS = 1_936_025_956;

/**
 * Runs `work` while this process, alone among all, holds the producer: two processes that published the same
 * fixtures would give one version to two events. A second process waits as a standby. When PostgreSQL goes
 * away the work goes on, as nobody else can take the lock either; if another took it first afterwards,
 * the work's signal is aborted and this process becomes the standby.
 */
export async function withProducerLock(
  options: ProducerLockOptions,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { clock, log, producer, signal } = options;
  let isToldWaiting = false;
  while (!signal.aborted) {
    const client = await tryLock(options);
    if (client !== undefined) {
      if (await workUnder(client, options, work)) return;
      isToldWaiting = false;
      continue;
    }
    if (!isToldWaiting) log.info({ producer }, 'waiting for the lock of the producer');
    isToldWaiting = true;
    await clock.sleep(RETRY_MS, signal).catch(() => undefined);
  }
}

/** Returns false when the lock was lost to another process. */
async function workUnder(
  first: PoolClient,
  options: ProducerLockOptions,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const lost = new AbortController();
  const ended = new AbortController();
  let client: PoolClient | undefined;
  const hold = (next: PoolClient): void => {
    client = next;
    next.once('error', () => {
      // A connection that was given back already may still report its end.
      if (client !== next) return;
      client = undefined;
      next.release(true);
      void regain({ ...options, signal: ended.signal }).then((regained) => {
        if (ended.signal.aborted) regained?.release(true);
        else if (regained !== undefined) hold(regained);
        else lost.abort(new Error('another process took the producer'));
      });
    });
  };
  hold(first);
  try {
    await work(AbortSignal.any([options.signal, lost.signal]));
    return true;
  } catch (error) {
    if (lost.signal.aborted) return false;
    throw error;
  } finally {
    ended.abort();
    // Closing the connection gives the lock back even when the connection is in doubt.
    const last = client;
    client = undefined;
    last?.release(true);
  }
}

async function regain(options: ProducerLockOptions): Promise<PoolClient | undefined> {
  const { clock, signal } = options;
  for (let refused = 0; refused < REGAIN_TRIES && !signal.aborted;) {
    const attempt = await lockOnce(options);
    if (typeof attempt === 'object') return attempt;
    if (attempt === 'taken') refused += 1;
    await clock.sleep(RETRY_MS, signal).catch(() => undefined);
  }
  return undefined;
}

async function tryLock(options: ProducerLockOptions): Promise<PoolClient | undefined> {
  const attempt = await lockOnce(options);
  return typeof attempt === 'object' ? attempt : undefined;
}

async function lockOnce({
  pool,
  producer,
}: ProducerLockOptions): Promise<PoolClient | 'taken' | 'away'> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch {
    return 'away';
  }
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
      [LOCK_CLASS, producer],
    );
    if (rows[0]?.locked === true) return client;
    client.release();
    return 'taken';
  } catch {
    client.release(true);
    return 'away';
  }
}
