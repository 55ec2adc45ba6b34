import type { AccountId, BetId, Currency, TransferId } from '#contracts/mod.ts';

import { houseAccountId, receivableAccountId } from './accounts.ts';
import { betTransferId, type Leg, type Transfer } from './transfer.ts';

/** The rules that turn what happened into balanced legs. Pure: who may do it is decided elsewhere. */
type Owner = Readonly<{ accountId: AccountId; currency: Currency; at: number }>;
type CashMove = Owner & Readonly<{ id: TransferId; amountMinor: bigint; memo?: Transfer['memo'] }>;
type BetStake = Owner & Readonly<{ betId: BetId; stakeMinor: bigint }>;
/** The stake of a free bet comes from the promotion account and goes back to it. */
type StakePayer = Readonly<{ paidBy?: 'wallet' | 'promotion' }>;
/**
 * What the promotion account gets by a settlement: the stake of a free bet that is void; below zero, what a
 * boost or a bonus adds to the payout.
 */
type Promoted = Readonly<{ promotionMinor?: bigint }>;

/** Money comes in: the wallet grows, the outside world owes it to us. */
export const deposit = (move: CashMove): Transfer =>
  cashTransfer('deposit', move, move.amountMinor);

/** Money goes out; refused by the wallet's floor when it is not there. */
export const withdrawal = (move: CashMove): Transfer =>
  cashTransfer('withdrawal', move, -move.amountMinor);

function cashTransfer(
  kind: 'deposit' | 'withdrawal',
  move: CashMove,
  amountMinor: bigint,
): Transfer {
  return {
    id: move.id,
    kind,
    at: move.at,
    ...(move.memo ? { memo: move.memo } : {}),
    legs: [
      { accountId: move.accountId, amountMinor },
      { accountId: houseAccountId('cash', move.currency), amountMinor: -amountMinor },
    ],
  };
}

/** The stake leaves the wallet and waits; refused by the wallet's floor when it is not there. */
export const holdStake = (bet: BetStake & StakePayer): Transfer =>
  stakeTransfer('hold', bet, -bet.stakeMinor);

/** The stake of a bet that was not accepted goes back. */
export const releaseStake = (bet: BetStake & StakePayer): Transfer =>
  stakeTransfer('release', bet, bet.stakeMinor);

function stakeTransfer(
  kind: 'hold' | 'release',
  bet: BetStake & StakePayer,
  payerMinor: bigint,
): Transfer {
  const { accountId, currency, paidBy } = bet;
  const payer = paidBy === 'promotion' ? houseAccountId('promotion', currency) : accountId;
  return {
    id: betTransferId(bet.betId, kind),
    kind,
    betId: bet.betId,
    at: bet.at,
    legs: [
      { accountId: payer, amountMinor: payerMinor },
      { accountId: houseAccountId('stakes', currency), amountMinor: -payerMinor },
    ],
  };
}

/**
 * An accepted bet is over. `payoutMinor` is all that the customer gets, stake included: 0 when lost, the stake
 * when void, in between when half lost. The house keeps or pays the difference.
 */
export function settleBet(
  bet: BetStake &
    Promoted &
    Readonly<{ payoutMinor: bigint; resultVersion: number; memo?: Transfer['memo'] }>,
): Transfer {
  return {
    id: betTransferId(bet.betId, 'settlement', bet.resultVersion),
    kind: 'settlement',
    betId: bet.betId,
    version: bet.resultVersion,
    at: bet.at,
    ...(bet.memo ? { memo: bet.memo } : {}),
    legs: settlementLegs(bet, bet.payoutMinor),
  };
}

/**
 * The house buys an open bet, or the part of it that stakes `stakeMinor`, back. `version` is that of the bet,
 * so that a bet as it stands is bought back once.
 */
export function cashOutBet(
  bet: BetStake & Readonly<{ payoutMinor: bigint; version: number; memo?: Transfer['memo'] }>,
): Transfer {
  return {
    id: betTransferId(bet.betId, 'cash-out', bet.version),
    kind: 'cash-out',
    betId: bet.betId,
    version: bet.version,
    at: bet.at,
    ...(bet.memo ? { memo: bet.memo } : {}),
    legs: settlementLegs(bet, bet.payoutMinor),
  };
}

/**
 * Takes a settlement back, so that the bet is open again and can be settled anew. What the wallet does not
 * have becomes a receivable. `availableMinor` is what the wallet holds above its floor, plus what a new
 * settlement pays that is linked to this reversal (floors hold at the end of linked transfers).
 */
export function reverseSettlement(
  bet: BetStake &
    Promoted &
    Readonly<{ payoutMinor: bigint; resultVersion: number; availableMinor: bigint }>,
): Transfer {
  const paid = bet.payoutMinor;
  const available = bet.availableMinor > 0n ? bet.availableMinor : 0n;
  const fromWallet = paid < available ? paid : available;
  const legs: Leg[] = settlementLegs(bet, bet.payoutMinor)
    .filter(({ accountId }) => accountId !== bet.accountId)
    .map(({ accountId, amountMinor }) => ({ accountId, amountMinor: -amountMinor }));
  legs.push({ accountId: bet.accountId, amountMinor: -fromWallet });
  legs.push({
    accountId: receivableAccountId(bet.accountId),
    amountMinor: -(paid - fromWallet),
  });
  return {
    id: betTransferId(bet.betId, 'reversal', bet.resultVersion),
    kind: 'reversal',
    betId: bet.betId,
    version: bet.resultVersion,
    at: bet.at,
    legs: withoutZero(legs),
  };
}

function settlementLegs(bet: BetStake & Promoted, payoutMinor: bigint): readonly Leg[] {
  const { promotionMinor = 0n } = bet;
  return withoutZero([
    { accountId: houseAccountId('stakes', bet.currency), amountMinor: -bet.stakeMinor },
    { accountId: bet.accountId, amountMinor: payoutMinor },
    { accountId: houseAccountId('promotion', bet.currency), amountMinor: promotionMinor },
    {
      accountId: houseAccountId('house', bet.currency),
      amountMinor: bet.stakeMinor - payoutMinor - promotionMinor,
    },
  ]);
}

const withoutZero = (legs: readonly Leg[]): readonly Leg[] =>
  legs.filter(({ amountMinor }) => amountMinor !== 0n);
