import {
  formatMoney,
  formatOdds,
  type BetBonus,
  type Currency,
  type MarketKey,
  type OutcomeId,
  type OutcomeResult,
  type Terms,
} from '#contracts/mod.ts';
import {
  betTypeName,
  formatRational,
  marketName,
  outcomeName,
  placeFactor,
  type Teams,
} from '#markets/mod.ts';

import { extraSentence, freeBetSentence } from './explain-bonus.ts';
import { linesOf, type ExplainedLine } from './lines.ts';
import { factorOf, type AnyLeg, type Payout } from './payout.ts';

/** Everything that a customer needs to check a payout by hand; stored with the bet. */
export type Explanation = Readonly<{
  sentence: string;
  rulesVersion: number;
  /** What the bet pays per unit of its whole stake, as a fraction: "5/2". */
  factor: string;
  stakeMinor: string;
  payoutMinor: string;
  /** Of it, what a bonus added; absent without one. */
  extraMinor?: string;
  legs: readonly ExplainedLeg[];
  /** Of a bet of several lines that are few enough to be listed. */
  lines?: readonly ExplainedLine[];
}>;

/** One selection; a bet builder with its parts. */
export type ExplainedLeg = Readonly<{
  market: string;
  outcome: string;
  odds: string;
  /** The fact that decided it: "Full time 2-1". */
  basis: string;
  /** Null when the bet was lost without it. */
  result: OutcomeResult | null;
  resultVersion: number;
  factor: string;
  /** Of an each-way bet: what its place part came to and pays. */
  place?: Readonly<{ result: string; factor: string }>;
  parts?: readonly Omit<ExplainedLeg, 'odds' | 'factor' | 'place' | 'parts'>[];
}>;

export type PartToExplain = Readonly<{
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  teams: Teams;
  basis: string;
  result: OutcomeResult | null;
  resultVersion: number;
}>;

/** `parts`: one, or those of a bet builder, whose result is that of all together. */
export type LegToExplain = AnyLeg &
  Readonly<{ parts: readonly [PartToExplain, ...PartToExplain[]] }>;

export type BetToExplain = Readonly<{
  currency: Currency;
  stakeMinor: bigint;
  terms: Terms | null;
  bonus?: BetBonus | null;
  legs: readonly LegToExplain[];
  rulesVersion: number;
}>;

export function explain(bet: BetToExplain, payout: Payout): Explanation {
  const { factor, payoutMinor, extraMinor } = payout;
  const legs = bet.legs.map(explainLeg);
  const lines = bet.terms === null ? undefined : linesOf(bet.terms, bet.legs);
  const money = moneySentence(bet, formatRational(factor), payoutMinor - extraMinor);
  return {
    sentence: `${legs.map(legSentence).join(' ')} ${money}${extraSentence(bet, payout)}`,
    rulesVersion: bet.rulesVersion,
    factor: formatRational(factor),
    stakeMinor: String(bet.stakeMinor),
    payoutMinor: String(payoutMinor),
    ...(bet.bonus ? { extraMinor: String(extraMinor) } : {}),
    legs,
    ...(lines === undefined ? {} : { lines }),
  };
}

const explainPart = (
  part: PartToExplain,
): Omit<ExplainedLeg, 'odds' | 'factor' | 'place' | 'parts'> => ({
  market: marketName(part.marketKey),
  outcome: outcomeName(part.marketKey, part.outcomeId, part.teams),
  basis: part.basis,
  result: part.result,
  resultVersion: part.resultVersion,
});

function explainLeg(leg: LegToExplain): ExplainedLeg {
  const { parts, odds, result, place } = leg;
  const [first, ...others] = parts.map(explainPart);
  if (first === undefined) throw new Error('a leg without parts');
  const resulted = result === null ? null : { ...leg, result };
  const price = {
    odds: formatOdds(odds),
    factor: resulted === null ? 'open' : formatRational(factorOf(resulted)),
    ...(place === undefined || resulted === null
      ? {}
      : {
          place: {
            result: place.result,
            factor: formatRational(placeFactor(resulted, place)),
          },
        }),
  };
  if (others.length === 0) return { ...first, ...price };
  const all = [first, ...others];
  const joined = (pick: (part: (typeof all)[number]) => string): string =>
    [...new Set(all.map(pick).filter((text) => text !== ''))].join(', ');
  return {
    market: 'Bet builder',
    outcome: all.map(({ market, outcome }) => `${market}: ${outcome}`).join(' + '),
    basis: joined(({ basis }) => basis),
    result,
    resultVersion: all.reduce((sum, { resultVersion }) => sum + resultVersion, 0),
    ...price,
    parts: all,
  };
}

const RESULT_WORDS: Readonly<Record<OutcomeResult, string>> = {
  won: 'won',
  lost: 'lost',
  void: 'is void',
  'half-won': 'half won',
  'half-lost': 'half lost',
};

/** "Full time 2-1: Total goals 2.5, Over 2.5 at 2.50 won." */
function legSentence({ basis, market, outcome, odds, result }: ExplainedLeg): string {
  if (result === null) return `${market}, ${outcome} at ${odds} was not waited for.`;
  return `${basis}: ${market}, ${outcome} at ${odds} ${RESULT_WORDS[result]}.`;
}

/** What several legs are called where the money is told: "Treble: ", "Yankee, 11 lines of 1.00 EUR: ". */
function nameOf({ terms, legs, currency }: BetToExplain): string {
  if (terms === null) return '';
  const bankers = legs.filter(({ banker }) => banker).length;
  const type = betTypeName(legs.length - bankers, bankers, terms.folds);
  const name = terms.eachWay === true ? `${type} each-way` : type;
  if (terms.lines === 1) return `${name}: `;
  const unit = formatMoney(BigInt(terms.unitStakeMinor), currency);
  return `${name}, ${terms.lines} lines of ${unit} ${currency}: `;
}

function moneySentence(bet: BetToExplain, factor: string, payoutMinor: bigint): string {
  const money = (amount: bigint): string => `${formatMoney(amount, bet.currency)} ${bet.currency}`;
  const name = nameOf(bet);
  const stake = money(bet.stakeMinor);
  const isVoid = bet.legs.every(({ result }) => result === 'void');
  const free = freeBetSentence(bet, factor, { payoutMinor, isVoid });
  if (free !== undefined) return name === '' ? capital(free) : `${name}${free}`;
  if (payoutMinor === 0n) return `${name}${name === '' ? 'The' : 'the'} stake of ${stake} is lost.`;
  if (factor === '1') return `${name}${name === '' ? 'The' : 'the'} stake of ${stake} is returned.`;
  return `${name}${stake} × ${factor} = ${money(payoutMinor)}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
