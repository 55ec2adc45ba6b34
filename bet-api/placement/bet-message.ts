import { subjects, type BetMessage } from '#contracts/mod.ts';
import type { OutboxMessage } from '#platform/mod.ts';

import type { BetRow, LegRow } from './bet-row.ts';

/** The whole bet as it is after a change, for everyone else; `at` is when it changed. */
function betMessage(bet: BetRow, at: number): BetMessage {
  return {
    betId: bet.betId,
    version: bet.version,
    accountId: bet.accountId,
    status: bet.status,
    currency: bet.currency,
    stakeMinor: String(bet.stakeMinor),
    payoutMinor: bet.payoutMinor === null ? null : String(bet.payoutMinor),
    policy: bet.policy,
    reason: bet.reason,
    receivedAt: bet.receivedAt,
    decidedAt: bet.decidedAt,
    ownerEpoch: bet.ownerEpoch,
    at,
    legs: bet.legs.map(legMessage),
    ...(bet.terms === null ? {} : { terms: bet.terms }),
    ...(bet.bonus === null ? {} : { bonus: bet.bonus }),
    ...(bet.cashedStakeMinor === 0n
      ? {}
      : {
          cashedOut: {
            stakeMinor: String(bet.cashedStakeMinor),
            paidMinor: String(bet.cashedOutMinor),
          },
        }),
  };
}

const legMessage = (leg: LegRow): BetMessage['legs'][number] => ({
  leg: leg.leg,
  fixtureId: leg.fixtureId,
  marketKey: leg.marketKey,
  outcomeId: leg.outcomeId,
  odds: leg.odds ?? leg.requestedOdds,
  catalogueVersion: leg.catalogueVersion ?? 0,
  result: leg.result,
  ...(leg.banker ? { banker: true } : {}),
  ...(leg.builder === null ? {} : { builder: leg.builder }),
});

export const betOutbox = (bet: BetRow, at: number): OutboxMessage => ({
  subject: subjects.bet(bet.status),
  messageId: `bet:${bet.betId}:${String(bet.version)}`,
  body: betMessage(bet, at),
});
