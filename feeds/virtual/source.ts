import { fixtureId } from '#contracts/mod.ts';
import { systemRandom, type Random } from '#platform/mod.ts';

import { playStoredRun, untilDone, type Source, type SourceContext } from '../sources/source.ts';
import { draftOf, type Run } from '../run.ts';
import type { StoredRun } from '../run-store.ts';
import type { MatchScript } from '../script.ts';
import { announcementsOfRound, scriptsOfRound } from './round.ts';
import {
  lockVirtualRound,
  openVirtualRound,
  readVirtualRound,
  revealVirtualRound,
  type StoredRound,
} from './store.ts';

export type VirtualOptions = Readonly<{
  /** Match milliseconds per real millisecond. */
  speed: number;
  /** How long a round takes client seeds and bets before its kick-off. */
  openMs: number;
  /** Between the end of a round and the commitment to the next. */
  pauseMs: number;
  /** Where server seeds come from; tests alone give another one. */
  random?: Random;
}>;

const PRODUCER = 'virtual';

/**
 * Rounds of the virtual league, one after another: commit, announce, take client seeds, lock, play, reveal.
 * Everything that decides a round is in PostgreSQL before it is told, so a restart goes on with the same seed.
 */
export const virtualSource = (options: VirtualOptions): Source => ({
  producer: PRODUCER,
  run: async (context) => {
    for (;;) {
      const stored = await untilDone(context, 'opening a virtual round', () =>
        currentRound(context, options),
      );
      await playRound(context, stored, options.speed);
      await context.clock.sleep(options.pauseMs, context.signal);
    }
  },
});

async function currentRound(
  { pool, clock, log }: SourceContext,
  { openMs, random = systemRandom }: VirtualOptions,
): Promise<StoredRound> {
  const { open, next } = await readVirtualRound(pool);
  if (open !== undefined) return open;
  const openedAt = clock.now();
  log.info({ round: next }, 'opening a virtual round');
  return openVirtualRound(pool, random, { round: next, openedAt, lockAt: openedAt + openMs });
}

async function playRound(
  context: SourceContext,
  stored: StoredRound,
  speed: number,
): Promise<void> {
  const { pool, clock, publisher, signal } = context;
  const { round, lockAt } = stored;
  const runOf = (script: MatchScript, index: number): Run & StoredRun => ({
    fixtureId: fixtureId(script.id),
    producer: PRODUCER,
    lane: `match-${index + 1}`,
    round,
    script,
    announceAt: lockAt,
    kickOffAt: lockAt,
    speed,
  });
  for (const [index, script] of announcementsOfRound(round, lockAt).entries())
    for (const event of script.events)
      await publisher.publish(draftOf(runOf(script, index), event, clock.now()));
  for (let now = clock.now(); now < lockAt; now = clock.now())
    await clock.sleep(lockAt - now, signal);
  const seeds = await untilDone(context, 'locking a virtual round', () =>
    lockVirtualRound(pool, stored),
  );
  await Promise.all(
    scriptsOfRound(seeds, lockAt).map((script, index) =>
      playStoredRun(context, runOf(script, index), script),
    ),
  );
  await untilDone(context, 'revealing a virtual round', () =>
    revealVirtualRound(pool, seeds, clock.now()),
  );
}
