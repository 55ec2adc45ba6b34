import { subjects, type BetMessage } from '#contracts/mod.ts';
import type { OutboxMessage } from '#platform/mod.ts';

import type { BetChange, LockedBet, LockedLeg } from './bet-store.ts';
import { explain, payoutOf, type LegToExplain } from './rules/mod.ts';

/**
 * What a bet becomes when its legs have these results. Pure. The version of a settlement is the sum of the
 * result versions of its legs: for a single the result version itself, and in general a number that grows
 * whenever any leg gets a newer result, so the same results always name the same settlement.
 */
export function changeOf(
  bet: LockedBet,
  legs: readonly LockedLeg[],
  settled: Readonly<{ rulesVersion: number; at: number }>,
): BetChange {
  const resulted = legs.flatMap(resultedLeg);
  const openLegs = legs.length - resulted.length;
  if (openLegs > 0)
    return {
      bet,
      legs,
      openLegs,
      status: 'accepted',
      payoutMinor: null,
      reason: null,
      explanation: null,
      rulesVersion: null,
      settledAt: null,
    };
  const payout = payoutOf(bet.stakeMinor, resulted);
  const { currency, stakeMinor } = bet;
  const { rulesVersion, at } = settled;
  const isVoid = resulted.every(({ result }) => result === 'void');
  return {
    bet,
    legs,
    openLegs,
    status: isVoid ? 'void' : 'settled',
    payoutMinor: payout.payoutMinor,
    reason: isVoid ? (legs.find(({ voidReason }) => voidReason)?.voidReason ?? 'PUSH') : null,
    explanation: {
      ...explain({ currency, stakeMinor, legs: resulted, rulesVersion }, payout),
      settlementVersion: resulted.reduce((sum, { resultVersion }) => sum + resultVersion, 0),
    },
    rulesVersion,
    settledAt: at,
  };
}

function resultedLeg(leg: LockedLeg): LegToExplain[] {
  const { result, resultVersion, home, away } = leg;
  if (result === null || resultVersion === null) return [];
  return [
    { ...leg, result, resultVersion, teams: { home, away }, basis: leg.basis ?? 'Result known' },
  ];
}

/** The whole bet as it is after the change. */
export function betOutbox(change: BetChange, at: number): OutboxMessage {
  const { bet } = change;
  const version = bet.version + 1;
  const body: BetMessage = {
    betId: bet.betId,
    version,
    accountId: bet.accountId,
    status: change.status,
    currency: bet.currency,
    stakeMinor: String(bet.stakeMinor),
    payoutMinor: change.payoutMinor === null ? null : String(change.payoutMinor),
    policy: bet.policy,
    reason: change.reason,
    receivedAt: bet.receivedAt,
    decidedAt: bet.decidedAt,
    ownerEpoch: bet.ownerEpoch,
    at,
    legs: change.legs.map(
      ({ leg, fixtureId, marketKey, outcomeId, odds, catalogueVersion, result }) => ({
        leg,
        fixtureId,
        marketKey,
        outcomeId,
        odds,
        catalogueVersion,
        result,
      }),
    ),
  };
  const messageId = `bet:${bet.betId}:${String(version)}`;
  return { subject: subjects.bet(change.status), messageId, body };
}
