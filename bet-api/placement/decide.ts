import type { DecisionToken, Odds } from '#contracts/mod.ts';

import type { HostPort } from '../host-port.ts';
import type { BetRow } from './bet-row.ts';
import { refusedByHost, type Refused } from './order.ts';
import { termsOf } from './receive.ts';

/** What the host that owns the fixture decided about a bet. */
export type Decision =
  | Readonly<{ verdict: 'accept'; odds: Odds; token: DecisionToken; catalogueVersion: number }>
  | Readonly<{ verdict: 'reject'; refused: Refused }>;

export type DecideOutcome = Decision | Readonly<{ verdict: 'wait'; retryAfterMs: number }>;

/**
 * Step 3: asks the host once for the binding decision of a held bet. May be asked again: a host answers the
 * same for a bet that it decided. Throws HOST_UNAVAILABLE when there is no answer.
 */
export async function decideBet(host: HostPort, bet: BetRow): Promise<DecideOutcome> {
  const reply = await host.decide({
    op: 'decide',
    ...termsOf({
      ...bet,
      selection: {
        fixtureId: bet.fixtureId,
        marketKey: bet.marketKey,
        outcomeId: bet.outcomeId,
        odds: bet.requestedOdds,
      },
    }),
    stateHash: bet.stateHash,
    dueAt: bet.dueAt,
  });
  switch (reply.verdict) {
    case 'accept':
      return { ...reply, odds: reply.odds as Odds };
    case 'reject':
      return { verdict: 'reject', refused: refusedByHost(reply, bet.currency) };
    case 'wait':
      return reply;
  }
}
