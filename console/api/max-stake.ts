import type { MaxStakeOfLegsBodySchema, MaxStakeSchema, Static } from '#contracts/mod.ts';

import { call } from './http.ts';

/** The largest stake that a bet of several legs would be taken with now. */
export const getMaxStakeOfLegs = (
  token: string,
  body: Static<typeof MaxStakeOfLegsBodySchema>,
): Promise<Static<typeof MaxStakeSchema>> =>
  call('/v1/bets/max-stake', { method: 'POST', token, body });
