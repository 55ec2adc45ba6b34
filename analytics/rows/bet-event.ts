import { oddsToDecimal, type BetMessage } from '#contracts/mod.ts';
import { marketTypeOf, timeText, type ToRows } from './row.ts';

export const betEventRows: ToRows<BetMessage> = (bet) => [
  {
    bet_id: bet.betId,
    version: bet.version,
    account_id: bet.accountId,
    status: bet.status,
    currency: bet.currency,
    // The whole business: what was cashed out belongs to the bet.
    stake_minor: sum(bet.stakeMinor, bet.cashedOut?.stakeMinor),
    payout_minor: bet.payoutMinor && sum(bet.payoutMinor, bet.cashedOut?.paidMinor),
    policy: bet.policy,
    reason: bet.reason,
    received_at: timeText(bet.receivedAt),
    decided_at: bet.decidedAt === null ? null : timeText(bet.decidedAt),
    owner_epoch: bet.ownerEpoch,
    at: timeText(bet.at),
    leg_fixture_id: bet.legs.map(({ fixtureId }) => fixtureId),
    leg_market_key: bet.legs.map(({ marketKey }) => marketKey),
    leg_market_type: bet.legs.map(({ marketKey }) => marketTypeOf(marketKey)),
    leg_outcome_id: bet.legs.map(({ outcomeId }) => outcomeId),
    leg_odds: bet.legs.map(({ odds }) => oddsToDecimal(odds)),
    leg_result: bet.legs.map(({ result }) => result ?? ''),
  },
];

const sum = (minor: string, more = '0'): string => String(BigInt(minor) + BigInt(more));
