import { fixtureId } from '#contracts/mod.ts';
import { derivedId } from '#ledger/mod.ts';
import { sqlState, type Pool } from '#platform/mod.ts';
import { INTEGRITY_ACTOR } from '#risk/integrity-watch/mod.ts';
import type { IntegrityAlert } from '#risk/integrity/mod.ts';
import { placeHold } from '#settlement/mod.ts';

const UNIQUE_VIOLATION = '23505';

/** Matches have no UUID of their own, from which derived ids take their time part. */
const NO_TIME = '00000000-0000-8000-8000-000000000000';
/** One id for all alerts of a match, so that it is held once: who releases the hold has decided. */
const holdIdOf = (fixture: string): string => derivedId(NO_TIME, `integrity|${fixture}`);

/** Holds the settlement of the alert's match, and never anything more; false when that was done before. */
export async function holdByAlert(
  pool: Pool,
  { fixtureId: fixture, words }: Pick<IntegrityAlert, 'fixtureId' | 'words'>,
  at: number,
): Promise<boolean> {
  const target = { fixtureId: fixtureId(fixture), marketKey: null, betId: null };
  try {
    await placeHold(pool, holdIdOf(fixture), target, { by: INTEGRITY_ACTOR, at, reason: words });
    return true;
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    return false;
  }
}
