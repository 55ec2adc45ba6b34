import {
  formatMoney,
  formatOdds,
  type Currency,
  type MarketKey,
  type OutcomeId,
  type OutcomeResult,
} from '#contracts/mod.ts';
import { formatRational, marketName, outcomeName, type Teams } from '#markets/mod.ts';

import { factorOf, type Payout, type ResultedLeg } from './payout.ts';

/** Everything that a customer needs to check a payout by hand; stored with the bet. */
export type Explanation = Readonly<{
  sentence: string;
  rulesVersion: number;
  /** What the bet pays per unit of stake, as a fraction: "5/2". */
  factor: string;
  stakeMinor: string;
  payoutMinor: string;
  legs: readonly ExplainedLeg[];
}>;

export type ExplainedLeg = Readonly<{
  market: string;
  outcome: string;
  odds: string;
  /** The fact that decided it: "Full time 2-1". */
  basis: string;
  result: OutcomeResult;
  resultVersion: number;
  factor: string;
}>;

export type LegToExplain = ResultedLeg &
  Readonly<{
    marketKey: MarketKey;
    outcomeId: OutcomeId;
    teams: Teams;
    basis: string;
    resultVersion: number;
  }>;

export type BetToExplain = Readonly<{
  currency: Currency;
  stakeMinor: bigint;
  legs: readonly LegToExplain[];
  rulesVersion: number;
}>;

export function explain(bet: BetToExplain, { factor, payoutMinor }: Payout): Explanation {
  const legs = bet.legs.map(explainLeg);
  return {
    sentence: `${legs.map(legSentence).join(' ')} ${moneySentence(bet, formatRational(factor), payoutMinor)}`,
    rulesVersion: bet.rulesVersion,
    factor: formatRational(factor),
    stakeMinor: String(bet.stakeMinor),
    payoutMinor: String(payoutMinor),
    legs,
  };
}

const explainLeg = (leg: LegToExplain): ExplainedLeg => ({
  market: marketName(leg.marketKey),
  outcome: outcomeName(leg.marketKey, leg.outcomeId, leg.teams),
  odds: formatOdds(leg.odds),
  basis: leg.basis,
  result: leg.result,
  resultVersion: leg.resultVersion,
  factor: formatRational(factorOf(leg)),
});

const RESULT_WORDS: Readonly<Record<OutcomeResult, string>> = {
  won: 'won',
  lost: 'lost',
  void: 'is void',
  'half-won': 'half won',
  'half-lost': 'half lost',
};

/** "Full time 2-1: Total goals 2.5, Over 2.5 at 2.50 won." */
const legSentence = ({ basis, market, outcome, odds, result }: ExplainedLeg): string =>
  `${basis}: ${market}, ${outcome} at ${odds} ${RESULT_WORDS[result]}.`;

function moneySentence(bet: BetToExplain, factor: string, payoutMinor: bigint): string {
  const money = (amount: bigint): string => `${formatMoney(amount, bet.currency)} ${bet.currency}`;
  if (payoutMinor === 0n) return `The stake of ${money(bet.stakeMinor)} is lost.`;
  if (factor === '1') return `The stake of ${money(bet.stakeMinor)} is returned.`;
  return `${money(bet.stakeMinor)} × ${factor} = ${money(payoutMinor)}.`;
}
