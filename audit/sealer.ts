import type { Clock, Logger, Metrics, Pool } from '#platform/mod.ts';

import type { Anchor } from './anchors/anchor.ts';
import { readCheckpoint } from './checkpoint.ts';
import { endorse, firstKey } from './endorsement.ts';
import { signingKeys, type SigningKey } from './keys.ts';
import { sealNext } from './seal.ts';
import { checkpointsFrom, lastCheckpoint, leafHashes, publishedKeys, publishKey } from './store.ts';

export type SealerPorts = Readonly<{
  pool: Pool;
  clock: Clock;
  newId: () => string;
  log: Logger;
  metrics: Metrics;
  /** Folder of the signing secrets. */
  keyDir: string;
  anchors: readonly Anchor[];
}>;

export type SealerOptions = Readonly<{
  /** Pause when nothing waits; 2 s unless given. */
  pollMs?: number;
  /** Transfers in one checkpoint; 10,000 unless given. */
  limit?: number;
}>;

export type Sealer = Readonly<{ stop(): Promise<void> }>;

/** An anchor says something else than the database: somebody rewrote one, or an old copy was restored. */
export class AnchorConflictError extends Error {
  constructor(anchor: string, problem: string) {
    super(`${anchor}: ${problem}`);
    this.name = 'AnchorConflictError';
  }
}

/**
 * Seals what is posted, again and again, and carries every checkpoint to the anchors once it is committed. A
 * crash in between leaves an anchor behind; whoever works next brings it up to date before it seals more.
 * Of several sealers one works at a time. When an anchor contradicts the database nothing is sealed any
 * more until a person has looked.
 */
export function startSealer(ports: SealerPorts, options: SealerOptions = {}): Sealer {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { log, clock, metrics } = ports;
  const conflict = metrics.gauge(
    'overround_seal_conflict',
    '1 while an anchor contradicts the database.',
  );
  const failed = metrics.counter('overround_seal_failures_total', 'Rounds of sealing that failed.');
  const round = roundOf(ports, options.limit);
  const run = (async () => {
    while (!signal.aborted) {
      try {
        await round(signal);
        conflict.set(0);
      } catch (error) {
        failed.inc();
        const isConflict = error instanceof AnchorConflictError;
        if (isConflict) conflict.set(1);
        if (isConflict) log.error({ err: error }, 'nothing is sealed: see docs/audit.md');
        else log.warn({ err: error }, 'sealing failed; trying again');
      }
      await clock.sleep(options.pollMs ?? 2_000, signal).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await run;
    },
  };
}

/** One round: keys, anchors, then checkpoint after checkpoint until nothing waits. */
function roundOf(ports: SealerPorts, limit?: number): (signal?: AbortSignal) => Promise<void> {
  const leaves = ports.metrics.counter('overround_sealed_leaves_total', 'Leaves that were sealed.');
  const size = ports.metrics.gauge('overround_seal_tree_size', 'Leaves under the last checkpoint.');
  let key: SigningKey | undefined;
  const anchored: Reached = new Map();
  return async (signal) => {
    key ??= await presentKey(ports);
    await anchorAll(ports, anchored);
    for (let more = true; more && signal?.aborted !== true;) {
      const sealed = await sealNext(ports, key, limit);
      more = sealed?.more ?? false;
      if (!sealed) continue;
      leaves.inc(sealed.leaves.length);
      size.set(sealed.checkpoint.treeSize);
      await anchorAll(ports, anchored);
    }
  };
}

/** The newest key of the folder, published and named by the one before it when that one signed before. */
async function presentKey({ pool, keyDir, clock, log }: SealerPorts): Promise<SigningKey> {
  const keys = signingKeys(keyDir);
  const key = keys.at(-1);
  if (!key) throw new Error(`${keyDir} has no key`);
  const published = await publishedKeys(pool);
  if (published.some(({ keyId }) => keyId === key.keyId)) return key;
  const before = published.at(-1);
  const by = keys.find(({ keyId }) => keyId === before?.keyId);
  if (before && !by)
    log.warn(
      { keyId: key.keyId },
      'the key before this one is lost: auditors must be told of the new one',
    );
  await publishKey(pool, by ? endorse(key, by, clock.now()) : firstKey(key));
  log.info({ keyId: key.keyId, endorsedBy: by?.keyId }, 'a signing key is published');
  return key;
}

/** Brings every anchor up to date. One that is away is passed over until the next round; a contradiction is thrown. */
async function anchorAll(ports: SealerPorts, reached: Reached): Promise<void> {
  for (const anchor of ports.anchors) {
    try {
      await catchUp(ports, anchor, reached);
    } catch (error) {
      if (error instanceof AnchorConflictError) throw error;
      ports.log.warn({ err: error, anchor: anchor.name }, 'an anchor is away; it will catch up');
    }
  }
}

/** How far each anchor is known to be. */
type Reached = Map<Anchor, Readonly<{ number: number; treeSize: number }>>;

/**
 * Appends the checkpoints that the anchor lacks; throws AnchorConflictError when it has others. An anchor is
 * read once; after a failure something may be appended a second time, which readers pass over.
 */
async function catchUp({ pool }: SealerPorts, anchor: Anchor, reached: Reached): Promise<void> {
  let last = reached.get(anchor) ?? (await lastOf(pool, anchor));
  const here = (await lastCheckpoint(pool))?.number ?? 0;
  while (last.number < here) {
    const [stored] = await checkpointsFrom(pool, last.number + 1, 1);
    if (stored?.number !== last.number + 1)
      throw new AnchorConflictError(
        anchor.name,
        `the database lacks checkpoint ${last.number + 1}`,
      );
    const { body, sums, keyId, signature, number, treeSize } = stored;
    const leaves = await leafHashes(pool, last.treeSize, treeSize);
    await anchor.append({ body, sums, keyId, signature }, leaves);
    last = { number, treeSize };
    reached.set(anchor, last);
  }
  reached.set(anchor, last);
}

async function lastOf(
  pool: Pool,
  anchor: Anchor,
): Promise<Readonly<{ number: number; treeSize: number }>> {
  const there = await anchor.last();
  if (!there) return { number: 0, treeSize: 0 };
  const last = readCheckpoint(there.body);
  if (!last) throw new AnchorConflictError(anchor.name, 'its last checkpoint is none');
  const [same] = await checkpointsFrom(pool, last.number, 1);
  if (same?.body === there.body) return last;
  const here = (await lastCheckpoint(pool))?.number ?? 0;
  throw new AnchorConflictError(
    anchor.name,
    last.number > here
      ? `has checkpoint ${last.number}, the database only ${here}`
      : `has another checkpoint ${last.number}`,
  );
}
