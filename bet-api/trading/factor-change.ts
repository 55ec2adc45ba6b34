import { InputError, Refusal, type AccountId } from '#contracts/mod.ts';
import { sqlState, withTransaction, type Pool } from '#platform/mod.ts';

import type { Deed, FactorRules } from '../factor-rules.ts';
import { factorRange } from './customers.ts';

const UNIQUE_VIOLATION = '23505';

/** `seq` of the factor that was seen; without `toBps` its newest change is taken back. */
export type WantedFactor = Readonly<{ accountId: AccountId; seq: number; toBps?: number }>;

/**
 * Changes the factor of a customer by a person's word, within the limits, or takes the newest change back. It is done to
 * the factor that was seen or not at all.
 * @throws Refusal FACTOR_CHANGED, FACTOR_OUT_OF_LIMITS, FACTOR_NOT_RAISED, FACTOR_NOT_UNDONE.
 */
export async function changeFactorAsSeen(
  pool: Pool,
  rules: FactorRules,
  { accountId, seq, toBps }: WantedFactor,
  deed: Deed,
): Promise<void> {
  try {
    await withTransaction(pool, async (db) => {
      const change =
        toBps === undefined
          ? await rules.undo(db, accountId, deed)
          : await rules.change(db, accountId, { cause: 'person', toBps }, deed);
      if (change.seq !== seq + 1)
        throw new Refusal('FACTOR_CHANGED', { seq: change.seq - 1, bps: change.fromBps });
      if (toBps === undefined) return;
      const range = factorRange(change.fromBps, await rules.limits(db));
      if (range === null || toBps < range.leastBps || toBps > range.mostBps)
        throw new Refusal('FACTOR_OUT_OF_LIMITS', { range });
    });
  } catch (error) {
    if (error instanceof InputError && error.code === 'STATE_CONTRADICTORY')
      throw new Refusal(error.field === 'account' ? 'FACTOR_NOT_UNDONE' : 'FACTOR_NOT_RAISED');
    if (sqlState(error) === UNIQUE_VIOLATION) throw new Refusal('FACTOR_CHANGED');
    throw error;
  }
}
