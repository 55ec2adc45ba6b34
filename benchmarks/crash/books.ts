import type { FixtureId } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { systemClock, type Nats, type Pool } from '#platform/mod.ts';

import type { Acknowledged } from './bettors.ts';

/** What a look into the books found wrong; all zero and true when nothing is. */
export type Findings = Readonly<{ lost: number; twice: number; unknown: number; ledger: boolean }>;

/** Compares the books with what customers were told, while no request is under way. */
export async function inspect(pool: Pool, acknowledged: Acknowledged): Promise<Findings> {
  const { rows } = await pool.query<{ id: string; key: string; account: string }>(
    `SELECT b.id::text AS id, r.key, b.account_id::text AS account
     FROM bet AS b JOIN bet_request AS r ON r.bet_id = b.id
     WHERE b.status IN ('accepted', 'settled', 'void')`,
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  let lost = 0;
  for (const [id, { key, account }] of acknowledged) {
    const row = found.get(id);
    if (row?.key !== key || row.account !== account) lost += 1;
  }
  const keys = rows.map(({ account, key }) => `${account} ${key}`);
  return {
    lost,
    twice: keys.length - new Set(keys).size,
    // Every customer insists on an answer, so a bet that nobody was told of was made by nobody.
    unknown: rows.filter(({ id }) => !acknowledged.has(id)).length,
    ledger: (await verifyLedger(pool)).ok,
  };
}

/** Resolves when every bet on the fixture is final; throws when that takes too long. */
export async function untilSettled(pool: Pool, fixture: FixtureId): Promise<void> {
  await until(`bets on ${fixture} are settled`, async () => {
    const { rows } = await pool.query<{ open: bigint }>(
      `SELECT count(*) AS open FROM bet_leg AS l JOIN bet AS b ON b.id = l.bet_id
       WHERE l.fixture_id = $1 AND b.status IN ('accepted', 'delayed')`,
      [fixture],
    );
    return rows[0]?.open === 0n;
  });
}

/** Resolves when the relay has published every message. */
export const untilPublished = (pool: Pool): Promise<void> =>
  until('the outbox is published', async () => {
    const { rows } = await pool.query<{ waiting: bigint }>(
      'SELECT count(*) AS waiting FROM outbox WHERE published_at IS NULL',
    );
    return rows[0]?.waiting === 0n;
  });

const LONGEST_MS = 30_000;

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.monotonic() + LONGEST_MS;
  while (!(await isSo().catch(() => false))) {
    if (systemClock.monotonic() > deadline) throw new Error(`not within 30 s: ${what}`);
    await systemClock.sleep(50);
  }
}

/** How many messages of the outbox are not in the stream of facts. */
export async function missingInStream(pool: Pool, nats: Nats): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('SELECT msg_id AS id FROM outbox');
  const missing = new Set(rows.map(({ id }) => id));
  const { state } = await nats.jsm.streams.info('FACTS');
  const consumer = await nats.js.consumers.get('FACTS');
  let seen = 0;
  while (seen < state.last_seq) {
    const batch = await consumer.fetch({ max_messages: 1_000, expires: 2_000 });
    let received = 0;
    for await (const message of batch) {
      received += 1;
      seen = message.seq;
      missing.delete(message.headers?.get('Nats-Msg-Id') ?? '');
    }
    if (received === 0) break;
  }
  return missing.size;
}
