import type { DecisionToken, LegShare, Odds } from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';

import type { HostPort } from '../host-port.ts';
import type { BetRow, LegRow } from './bet-row.ts';
import { refusedByHost, type Refused } from './order.ts';
import { commonTerms } from './receive.ts';

/** What the host of one leg accepted. */
export type AcceptedLeg = Readonly<{ odds: Odds; token: DecisionToken; catalogueVersion: number }>;

/** What the hosts decided about a bet; an acceptance has one part for each selection, in their order. */
export type Decision =
  | Readonly<{ verdict: 'accept'; legs: readonly [AcceptedLeg, ...AcceptedLeg[]] }>
  | Readonly<{ verdict: 'reject'; refused: Refused }>;

export type LegOutcome =
  | (Readonly<{ verdict: 'accept' }> & AcceptedLeg)
  | Readonly<{ verdict: 'reject'; refused: Refused }>
  | Readonly<{ verdict: 'wait'; retryAfterMs: number }>;

/** A leg to be decided: its parts (one, unless it is a bet builder) and what the bet can come to for it. */
export type LegQuestion = Readonly<{
  at: number;
  parts: readonly [LegRow, ...LegRow[]];
  share: LegShare | undefined;
}>;

/**
 * Asks the host of one leg once for the binding decision of a held bet. May be asked again: a host answers
 * the same for a bet that it decided. Throws HOST_UNAVAILABLE when there is no answer.
 */
export async function decideLeg(
  host: HostPort,
  bet: BetRow,
  { at, parts: [first, ...others], share }: LegQuestion,
): Promise<LegOutcome> {
  const also = others.map(({ marketKey, outcomeId }) => ({ marketKey, outcomeId }));
  const reply = await host.decide({
    op: 'decide',
    ...commonTerms(bet),
    ...(bet.referral === null ? {} : { referral: 'granted' as const }),
    selection: {
      fixtureId: first.fixtureId,
      marketKey: first.marketKey,
      outcomeId: first.outcomeId,
      odds: first.requestedOdds,
      ...(also.length === 0 ? {} : { also }),
    },
    stateHash: first.stateHash,
    dueAt: bet.dueAt,
    ...(share === undefined ? {} : { share }),
  });
  switch (reply.verdict) {
    case 'accept':
      return { ...reply, odds: reply.odds as Odds };
    case 'reject': {
      const leg = selectionsOf(bet.legs).length === 1 ? undefined : at;
      return { verdict: 'reject', refused: refusedByHost(reply, { currency: bet.currency, leg }) };
    }
    case 'wait':
      return reply;
  }
}
