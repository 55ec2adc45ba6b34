import { repeat, type Clock, type Logger, type Pool, type Repeated } from '#platform/mod.ts';

import { watchFixtures, type IntegrityAlert } from '../integrity/mod.ts';
import { readFlows, type WatchedPart } from './flows.ts';

/** Whose holds are those of alerts. */
export const INTEGRITY_ACTOR = 'integrity';

/** An alert, and whether it is about bets before the match or about those in play. */
export type WatchAlert = IntegrityAlert & Pick<WatchedPart, 'part'>;

export type IntegrityJob = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  everyMs: number;
  /** Has the settlement of the match held; true when it was not held for this before, whoever has released it. */
  hold: (alert: WatchAlert, at: number) => Promise<boolean>;
}>;

/**
 * Looks every so often at what is bet on matches to come and in play. It keeps nothing: a run sees all that the one before it
 * saw, so that whatever a crash has left out is done by the next.
 */
export function startIntegrityWatch({ pool, clock, log, everyMs, hold }: IntegrityJob): Repeated {
  return repeat(clock, {
    everyMs,
    work: async () => {
      const nowMs = clock.now();
      const parts = await readFlows(pool, nowMs, INTEGRITY_ACTOR);
      const alerts = parts.flatMap(({ part, fixtures, flows, rules }) =>
        (watchFixtures(fixtures, flows, rules) ?? []).map((alert) => ({ ...alert, part })),
      );
      for (const alert of alerts) {
        if (!(await hold(alert, nowMs))) continue;
        log.warn({ fixture: alert.fixtureId, alert }, `settlement is held: ${alert.words}`);
      }
    },
    onError: (error) => {
      log.warn({ err: error }, 'the watch over what is bet failed');
    },
  });
}
