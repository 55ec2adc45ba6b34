import type { Clock } from '#platform/mod.ts';

import { draftOf, dueAt, type Run } from './run.ts';
import type { EventDraft } from './script.ts';

export type ReplayOptions = Readonly<{
  clock: Clock;
  /** Takes each event when it is due; while it waits, the run waits. */
  emit: (draft: EventDraft) => Promise<unknown>;
  signal?: AbortSignal;
}>;

/**
 * Plays a run on the clock. Events that are overdue, because the run starts in the middle of a match or
 * goes on after a restart, come at once and in order, with the time at which they happened.
 */
export async function playRun(run: Run, { clock, emit, signal }: ReplayOptions): Promise<void> {
  for (const event of run.script.events) {
    const due = dueAt(run, event);
    for (let now = clock.now(); now < due; now = clock.now()) await clock.sleep(due - now, signal);
    signal?.throwIfAborted();
    await emit(draftOf(run, event, clock.now()));
  }
}

/** Plays several runs at the same time; rejects with the first failure. */
export async function playRuns(runs: readonly Run[], options: ReplayOptions): Promise<void> {
  await Promise.all(runs.map((run) => playRun(run, options)));
}
