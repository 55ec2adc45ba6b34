import { rmSync } from 'node:fs';

import {
  fileAnchor,
  keyDir,
  keyringOf,
  signingKeys,
  startSealer,
  verifyCheckpoints,
  type Anchor,
  type CheckpointsVerdict,
  type Finding,
} from '#audit/mod.ts';
import { createMetrics, ManualClock, newId, silentLogger, type Pool } from '#platform/mod.ts';
import {
  freshDatabase,
  othersEnded,
  temporaryFolder,
  type TestDatabase,
} from '#test/harness/mod.ts';

/** A database with a sealer that runs when it is told to, and an anchor in a folder. */
export type Rig = Readonly<{
  pool: Pool;
  dir: string;
  anchor: Anchor;
  clock: ManualClock;
  /** Seals all that waits, by a sealer that starts for it and stops. */
  seal(options?: Readonly<{ limit?: number; anchors?: readonly Anchor[] }>): Promise<void>;
  verify(options?: Readonly<{ anchors?: readonly Anchor[] }>): Promise<CheckpointsVerdict>;
  drop(): Promise<void>;
}>;

export async function auditRig(): Promise<Rig> {
  const database: TestDatabase = await freshDatabase({ maxConnections: 6 });
  const dir = temporaryFolder('audit-');
  const anchor = fileAnchor(`${dir}/anchor`);
  const clock = new ManualClock(1_790_000_000_000);
  const { pool } = database;
  return {
    pool,
    dir,
    anchor,
    clock,
    seal: (options) =>
      seal({ pool, dir, clock, anchors: options?.anchors ?? [anchor] }, options?.limit),
    verify: (options) =>
      verifyCheckpoints(pool, {
        anchors: options?.anchors ?? [anchor],
        believed: keyringOf(signingKeys(keyDir(dir)).map(({ publicKey }) => publicKey)),
      }),
    drop: async () => {
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

type Work = Readonly<{ pool: Pool; dir: string; clock: ManualClock; anchors: readonly Anchor[] }>;

/** Returns when nothing waits; throws what the sealer would have logged. */
async function seal({ pool, dir, clock, anchors }: Work, limit?: number): Promise<void> {
  await othersEnded(pool);
  const failures: unknown[] = [];
  const note = (details: Readonly<{ err?: unknown }>): void => {
    failures.push(details.err);
  };
  const idle = Promise.withResolvers<undefined>();
  const log = Object.assign(silentLogger(), { warn: note, error: note });
  const sealer = startSealer(
    {
      pool,
      newId,
      log,
      metrics: createMetrics('test'),
      keyDir: keyDir(dir),
      anchors,
      clock: {
        now: () => clock.now(),
        monotonic: () => clock.monotonic(),
        every: () => () => undefined,
        // The sealer sleeps when nothing waits, or when it failed.
        sleep: (_, signal) => {
          idle.resolve(undefined);
          return new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => {
              reject(new Error('stopped'));
            });
          });
        },
      },
    },
    limit === undefined ? {} : { limit },
  );
  await idle.promise;
  await sealer.stop();
  if (failures.length > 0) throw failures[0];
}

/** The same by a key that was made in another folder. */
export const sealAs = ({ pool, dir, clock }: Rig, anchors: readonly Anchor[]): Promise<void> =>
  seal({ pool, dir, clock, anchors });

/** Findings in short: code and what they name. */
export const named = ({ findings }: CheckpointsVerdict): readonly string[] =>
  findings.map(({ code, subject, checkpoint, position }: Finding) =>
    [code, subject ?? checkpoint ?? position].join(' '),
  );
