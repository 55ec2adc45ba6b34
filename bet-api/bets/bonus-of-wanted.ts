import { Refusal, type BetBonus } from '#contracts/mod.ts';
import type { Clock, Queryable } from '#platform/mod.ts';

import { grantKey, readGrants } from '../bonuses/grants.ts';
import { takeBonus } from '../bonuses/take-bonus.ts';
import type { BetOrder } from '../placement/order.ts';

type Wanted = Omit<Parameters<typeof takeBonus>[0], 'receivedAt'> & Pick<BetOrder, 'bonus'>;

/**
 * The bonus that a bet would get now; nothing is used by asking. Throws what a placement would refuse a grant with:
 * that of a free bet always, because its stake is given.
 */
export async function bonusOfWanted(
  { pool, clock }: Readonly<{ pool: Queryable; clock: Clock }>,
  { bonus: wish, ...bet }: Wanted,
): Promise<BetBonus | null> {
  if (wish?.kind !== 'grant') return wish?.bonus ?? null;
  const asked = { grantId: wish.grantId, accountId: bet.accountId };
  const grant = (await readGrants(pool, [asked])).get(grantKey(asked));
  const taken = takeBonus({ ...bet, receivedAt: clock.now() }, grant, wish.sports);
  if (taken.kind === 'taken') return taken.bonus;
  throw new Refusal(taken.refused.code, taken.refused.detail);
}
