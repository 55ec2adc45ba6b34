import { createHmac, hkdfSync } from 'node:crypto';

import type { AccountId } from '#contracts/mod.ts';
import { repeat, withTransaction, type Clock, type Logger, type Pool } from '#platform/mod.ts';

/** Sightings wait so long before they are written together: no request waits for them. */
const FLUSH_MS = 1_000;
/** Of so many accounts and devices at most; a sighting beyond is a hint less, and nothing worse. */
const MOST_WAITING = 10_000;
/** Of one account the devices seen last: a client that makes a new id each time fills no disk. */
const MOST_OF_ACCOUNT = 50;

const WRITE = `
  INSERT INTO account_device AS d (account_id, device_hash, first_seen_at, last_seen_at, times)
  SELECT s.account_id, s.device_hash, s.first_at, s.last_at, s.times
  FROM unnest($1::uuid[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[])
    AS s (account_id, device_hash, first_at, last_at, times)
    JOIN account AS a ON a.id = s.account_id
  ORDER BY s.account_id, s.device_hash
  ON CONFLICT (account_id, device_hash) DO UPDATE SET
    first_seen_at = least(d.first_seen_at, EXCLUDED.first_seen_at),
    last_seen_at = greatest(d.last_seen_at, EXCLUDED.last_seen_at),
    times = d.times + EXCLUDED.times`;

const FORGET_OLDEST = `
  DELETE FROM account_device AS d USING (
    SELECT account_id, device_hash,
      row_number() OVER (PARTITION BY account_id ORDER BY last_seen_at DESC, device_hash) AS place
    FROM account_device WHERE account_id = ANY ($1::uuid[])) AS o
  WHERE o.place > ${String(MOST_OF_ACCOUNT)} AND d.account_id = o.account_id AND d.device_hash = o.device_hash`;

type Waiting = {
  accountId: AccountId;
  hash: Buffer;
  firstAt: number;
  lastAt: number;
  times: number;
};

/** Notes from which devices accounts are used. */
export type Devices = Readonly<{
  /** The request of this account came from this device; nothing when it did not say. */
  note(accountId: AccountId, deviceId: string | undefined): void;
  /** Writes what was noted. Rejects when that fails; then it still waits. */
  flush(): Promise<void>;
  /** Writes what was noted every second; `stop` writes the rest. */
  start(): void;
  stop(): Promise<void>;
}>;

/** The key of the hashes of device ids: as long as the secret is the same, equal devices are seen to be equal. */
export const deviceKeyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'overround device ids', 32));

export type DevicesPorts = Readonly<{ pool: Pool; clock: Clock; log: Logger }>;

/** @param key of the hashes; without one nothing is kept. */
export function keepDevices({ pool, clock, log }: DevicesPorts, key: Buffer | undefined): Devices {
  let waiting = new Map<string, Waiting>();
  let job: Readonly<{ stop(): Promise<void> }> | undefined;

  const flush = async (): Promise<void> => {
    const taken = waiting;
    if (taken.size === 0) return;
    waiting = new Map();
    try {
      await write(pool, [...taken.values()]);
    } catch (error) {
      for (const sighting of taken.values()) add(waiting, sighting);
      throw error;
    }
  };
  return {
    note(accountId, deviceId) {
      if (key === undefined || deviceId === undefined) return;
      const hash = createHmac('sha256', key).update(deviceId).digest();
      const at = clock.now();
      add(waiting, { accountId, hash, firstAt: at, lastAt: at, times: 1 });
    },
    flush,
    start() {
      const onError = (error: unknown): void => {
        log.warn({ err: error }, 'devices were not written; trying again');
      };
      job = repeat(clock, { everyMs: FLUSH_MS, work: flush, onError });
    },
    async stop() {
      await job?.stop();
      await flush().catch((error: unknown) => {
        log.warn({ err: error }, 'the last devices were not written');
      });
    },
  };
}

function add(waiting: Map<string, Waiting>, sighting: Waiting): void {
  const name = `${sighting.accountId} ${sighting.hash.toString('hex')}`;
  const before = waiting.get(name);
  if (before === undefined) {
    if (waiting.size < MOST_WAITING) waiting.set(name, sighting);
    return;
  }
  before.firstAt = Math.min(before.firstAt, sighting.firstAt);
  before.lastAt = Math.max(before.lastAt, sighting.lastAt);
  before.times += sighting.times;
}

/** Together or not at all: what was half written would be counted a second time. */
async function write(pool: Pool, seen: readonly Waiting[]): Promise<void> {
  const accounts = seen.map(({ accountId }) => accountId);
  await withTransaction(pool, async (client) => {
    await client.query(WRITE, [
      accounts,
      seen.map(({ hash }) => hash),
      seen.map(({ firstAt }) => firstAt),
      seen.map(({ lastAt }) => lastAt),
      seen.map(({ times }) => times),
    ]);
    await client.query(FORGET_OLDEST, [[...new Set(accounts)]]);
  });
}
