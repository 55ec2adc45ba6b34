import { repeat, type Clock, type Logger, type Pool, type Repeated } from '#platform/mod.ts';

import { watchFixtures, type IntegrityAlert } from '../integrity/mod.ts';
import { readFlows } from './flows.ts';

/** Whose holds are those of alerts. */
export const INTEGRITY_ACTOR = 'integrity';

export type IntegrityJob = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  everyMs: number;
  /** Has the settlement of the match held; true when it was not held for this before, whoever has released it. */
  hold: (alert: IntegrityAlert, at: number) => Promise<boolean>;
}>;

/**
 * Looks every so often at what is bet on the matches to come. It keeps nothing: a run sees all that the one before it
 * saw, so that whatever a crash has left out is done by the next.
 */
export function startIntegrityWatch({ pool, clock, log, everyMs, hold }: IntegrityJob): Repeated {
  return repeat(clock, {
    everyMs,
    work: async () => {
      const nowMs = clock.now();
      const seen = await readFlows(pool, nowMs, INTEGRITY_ACTOR);
      if (seen === undefined) return;
      for (const alert of watchFixtures(seen.fixtures, seen.flows) ?? []) {
        if (!(await hold(alert, nowMs))) continue;
        log.warn({ fixture: alert.fixtureId, alert }, `settlement is held: ${alert.words}`);
      }
    },
    onError: (error) => {
      log.warn({ err: error }, 'the watch over what is bet failed');
    },
  });
}
