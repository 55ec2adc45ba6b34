import { fixtureId } from '#contracts/mod.ts';
import { derivedId } from '#ledger/mod.ts';
import { sqlState, type Pool } from '#platform/mod.ts';
import { INTEGRITY_ACTOR, type WatchAlert } from '#risk/integrity-watch/mod.ts';
import { placeHold } from '#settlement/mod.ts';

const UNIQUE_VIOLATION = '23505';

/** Matches have no UUID of their own, from which derived ids take their time part. */
const NO_TIME = '00000000-0000-8000-8000-000000000000';
/** One id for all alerts before a match and one for those in play, so that each holds it once: who releases it has decided. */
const holdIdOf = ({ fixtureId: fixture, part }: Pick<WatchAlert, 'fixtureId' | 'part'>): string =>
  derivedId(NO_TIME, `integrity|${fixture}${part === 'in-play' ? '|in-play' : ''}`);

/** Holds the settlement of the alert's match, and never anything more; false when that was done before. */
export async function holdByAlert(
  pool: Pool,
  alert: Pick<WatchAlert, 'fixtureId' | 'part' | 'words'>,
  at: number,
): Promise<boolean> {
  const target = { fixtureId: fixtureId(alert.fixtureId), marketKey: null, betId: null };
  try {
    const act = { by: INTEGRITY_ACTOR, at, reason: alert.words };
    await placeHold(pool, holdIdOf(alert), target, act);
    return true;
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    return false;
  }
}
