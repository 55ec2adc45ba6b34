import { createHash } from 'node:crypto';

import { fixtureId } from '#contracts/mod.ts';
import { sqlState, type Pool } from '#platform/mod.ts';
import { INTEGRITY_ACTOR } from '#risk/integrity-watch/mod.ts';
import type { IntegrityAlert } from '#risk/integrity/mod.ts';
import { placeHold } from '#settlement/mod.ts';

const UNIQUE_VIOLATION = '23505';

/** One id for all alerts of a match, so that it is held once: who releases the hold has decided. */
function holdIdOf(fixture: string): string {
  const hex = createHash('sha256').update(`integrity/${fixture}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

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
