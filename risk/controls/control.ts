import type { AccountId, Currency, ErrorCode, LegShare, Odds } from '#contracts/mod.ts';

import {
  betAmounts,
  type AccountHolding,
  type BetAmounts,
  type HouseRates,
} from '../exposure/mod.ts';
import type { Candidate, DecisionContext, RiskLimits, RobustStanding } from './candidate.ts';

/** A rule about the state of the world; the stake does not matter to it. */
export type StateControl = Readonly<{
  code: ErrorCode;
  passes: (candidate: Candidate, context: DecisionContext) => boolean;
}>;

/** Everything that stake rules look at, worked out once per candidate. */
export type StakeQuestion = Readonly<{
  accountId: AccountId;
  currency: Currency;
  odds: Odds;
  share: LegShare | undefined;
  rates: HouseRates;
  limits: RiskLimits;
  stakeFactorBps: number;
  /** What the account already has on the selection. */
  held: AccountHolding;
  /** What all accounts get, stakes included, when the selection wins. */
  heldByAllMinor: number;
  /** Several selections of the match at one price. */
  isBuilder: boolean;
  /** By result code; see FixtureExposure.worstLossByCode. */
  lossByCode: readonly number[];
  /** The largest loss of the fixture without the candidate, at least 0. */
  worstLoss: number;
  budget: DecisionContext['budget'];
  /** Of a market that is sold without a model. */
  robust: RobustStanding | null;
}> & {
  /** Of the stake that was asked about last. */
  asked: Readonly<{ stakeMinor: bigint; amounts: BetAmounts }> | null;
};

/** A rule that caps the stake: what passes at one stake passes at every smaller one. */
export type StakeControl = Readonly<{
  code: ErrorCode;
  passes: (stakeMinor: bigint, question: StakeQuestion) => boolean;
}>;

export function amountsAt(stakeMinor: bigint, question: StakeQuestion): BetAmounts {
  const { odds, currency, share, rates, asked } = question;
  if (asked?.stakeMinor === stakeMinor) return asked.amounts;
  const amounts = betAmounts({ stakeMinor, odds, currency, share }, rates);
  question.asked = { stakeMinor, amounts };
  return amounts;
}

/** What the bettor gets when every leg wins, stake included. */
export const wonOf = (stakeMinor: bigint, question: StakeQuestion): bigint =>
  amountsAt(stakeMinor, question).returns.at(-1) ?? 0n;

/**
 * Whether a stake keeps every scenario that it makes worse within `limit` (a loss in house minor units).
 * Scenarios that it improves pass even beyond the limit: such a bet lowers the risk.
 */
export function staysWithin(limit: bigint, stakeMinor: bigint, question: StakeQuestion): boolean {
  const { stake, returns } = amountsAt(stakeMinor, question);
  return returns.every((amount, code) => {
    const loss = question.lossByCode[code] ?? -Infinity;
    return loss === -Infinity || amount <= stake || BigInt(loss) + amount - stake <= limit;
  });
}
