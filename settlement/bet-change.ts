import { subjects, type BetMessage, type HouseRules } from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';
import type { OutboxMessage } from '#platform/mod.ts';

import type { BetChange, LockedBet, LockedLeg } from './bet-store.ts';
import {
  builderResultUnder,
  explain,
  isLostForSure,
  payoutOf,
  type LegToExplain,
} from './rules/mod.ts';

/** `rules`: the version that applied when the bet was accepted. */
type Settled = Readonly<{ rules: HouseRules; at: number }>;

/**
 * What a bet becomes when its legs have these results. Pure. It is final with its last result, or as soon
 * as nothing that is open can make it pay. The version of a settlement is the sum of the result versions of
 * its legs: for a single the result version itself, and in general a number that grows whenever any leg gets
 * a newer result, so the same results always name the same settlement.
 */
export function changeOf(bet: LockedBet, legs: readonly LockedLeg[], settled: Settled): BetChange {
  const openLegs = legs.filter(({ result }) => result === null).length;
  const selections = selectionsOf(legs).map((parts) => selectionToExplain(parts, settled.rules));
  const isOpen = selections.some(({ result }) => result === null);
  if (isOpen && !isLostForSure(selections, bet.terms)) {
    return {
      bet,
      legs,
      openLegs,
      status: 'accepted',
      payoutMinor: null,
      bonusMinor: 0n,
      reason: null,
      explanation: null,
      rulesVersion: null,
      settledAt: null,
    };
  }
  return { ...finalChange(bet, legs, selections, settled), openLegs };
}

function finalChange(
  bet: LockedBet,
  legs: readonly LockedLeg[],
  selections: readonly LegToExplain[],
  { rules: { version: rulesVersion }, at }: Settled,
): Omit<BetChange, 'openLegs'> {
  const { currency, stakeMinor, terms, bonus } = bet;
  // An open leg of a bet that is lost for sure changes nothing, so it may count as lost.
  const resulted = selections.map((leg) => ({ ...leg, result: leg.result ?? ('lost' as const) }));
  const payout = payoutOf(stakeMinor, resulted, terms, bonus);
  const isVoid = selections.every(({ result }) => result === 'void');
  const status = isVoid ? 'void' : 'settled';
  const isAsBefore =
    status === bet.status &&
    payout.payoutMinor === bet.payoutMinor &&
    payout.extraMinor === bet.bonusMinor;
  const explained = explain(
    { currency, stakeMinor, terms, bonus, legs: selections, rulesVersion },
    payout,
  );
  return {
    bet,
    legs,
    status,
    payoutMinor: payout.payoutMinor,
    bonusMinor: payout.extraMinor,
    reason: isVoid ? (legs.find(({ voidReason }) => voidReason)?.voidReason ?? 'PUSH') : null,
    explanation: {
      ...explained,
      settlementVersion:
        (isAsBefore ? bet.settlementVersion : null) ??
        legs.reduce((sum, { resultVersion }) => sum + (resultVersion ?? 0), 0),
    },
    rulesVersion,
    settledAt: at,
  };
}

/**
 * False where the customer gets what he got: an open bet stays open, or a final one learns of a leg that
 * decides nothing. Then the settlement that stands goes on standing, under its version.
 */
export const movesMoney = ({ bet, status, payoutMinor, bonusMinor }: BetChange): boolean =>
  status !== bet.status || payoutMinor !== bet.payoutMinor || bonusMinor !== bet.bonusMinor;

/** The parts of one selection as one leg with one result. */
function selectionToExplain(
  parts: readonly [LockedLeg, ...LockedLeg[]],
  { builderVoidPart }: HouseRules,
): LegToExplain {
  const [first, ...others] = parts;
  const { odds, banker } = first;
  const explained = ({ home, away, basis, resultVersion, ...part }: LockedLeg) => ({
    ...part,
    teams: { home, away },
    basis: basis ?? (part.result === null ? '' : 'Result known'),
    resultVersion: resultVersion ?? 0,
  });
  return {
    odds,
    banker,
    result:
      others.length === 0
        ? first.result
        : builderResultUnder(
            builderVoidPart,
            parts.map(({ result }) => result),
          ),
    parts: [explained(first), ...others.map(explained)],
  };
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
    legs: change.legs.map(legMessage),
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
  const messageId = `bet:${bet.betId}:${String(version)}`;
  return { subject: subjects.bet(change.status), messageId, body };
}

const legMessage = (leg: LockedLeg): BetMessage['legs'][number] => ({
  leg: leg.leg,
  fixtureId: leg.fixtureId,
  marketKey: leg.marketKey,
  outcomeId: leg.outcomeId,
  odds: leg.odds,
  catalogueVersion: leg.catalogueVersion,
  result: leg.result,
  ...(leg.banker ? { banker: true } : {}),
  ...(leg.builder === null ? {} : { builder: leg.builder }),
});
