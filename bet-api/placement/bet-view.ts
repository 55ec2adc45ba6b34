import {
  formatMoney,
  isErrorCode,
  messageOf,
  ODDS_SCALE,
  oddsToDecimal,
  VOID_REASONS,
  type BetView,
  type OutcomeResult,
} from '#contracts/mod.ts';
import { betTypeName, marketName, outcomeName, selectionsOf } from '#markets/mod.ts';

import { bonusView } from '../bonuses/bonus-view.ts';
import type { BetRow, LegRow } from './bet-row.ts';

/** The bet as its owner sees it. */
export function betView(bet: BetRow): BetView {
  const money = (amount: bigint): string => formatMoney(amount, bet.currency);
  const [first] = bet.legs;
  const isSingle = bet.legs.length === 1;
  const hasOnePrice = bet.terms === null;
  return {
    betId: bet.betId,
    type: typeOf(bet),
    status: isReferred(bet) ? 'referred' : bet.status,
    fixtureId: first.fixtureId,
    fixture: listed(bet.legs.map(fixtureName)),
    marketKey: first.marketKey,
    market: isSingle ? marketName(first.marketKey) : typeOf(bet),
    outcomeId: first.outcomeId,
    outcome: listed(bet.legs.map(nameOfOutcome)),
    requestedOdds: hasOnePrice ? oddsToDecimal(first.requestedOdds) : most(bet),
    odds: hasOnePrice || first.odds === null ? decimalOf(first) : most(bet),
    stake: money(bet.stakeMinor + bet.cashedStakeMinor),
    currency: bet.currency,
    potentialPayout: money(bet.potentialPayoutMinor),
    payout: bet.payoutMinor === null ? null : money(bet.payoutMinor + bet.cashedOutMinor),
    result: isSingle ? first.result : resultOf(bet),
    reason: bet.reason === null ? null : reasonOf(bet.reason),
    explanation: bet.explanation,
    placedAt: bet.decidedAt ?? bet.receivedAt,
    dueAt: bet.status === 'delayed' && !isReferred(bet) ? bet.dueAt : null,
    settledAt: bet.settledAt,
    lines: bet.terms?.lines ?? 1,
    unitStake: money((bet.stakeMinor + bet.cashedStakeMinor) / BigInt(bet.terms?.lines ?? 1)),
    legs: bet.legs.map(legView),
    ...(isReferred(bet) ? { referredUntil: bet.referredUntil } : {}),
    ...bonusView(bet),
    ...cashedOut(bet),
  };
}

/** Whether it waits for a trader. */
const isReferred = (bet: BetRow): bet is BetRow & { referredUntil: number } =>
  bet.status === 'delayed' && bet.referredUntil !== null;

function cashedOut(bet: BetRow): Pick<BetView, 'cashedOut'> {
  const isWhole = bet.status === 'cashed-out';
  if (!isWhole && bet.cashedStakeMinor === 0n) return {};
  const money = (amount: bigint): string => formatMoney(amount, bet.currency);
  return {
    cashedOut: {
      stake: money(bet.cashedStakeMinor + (isWhole ? bet.stakeMinor : 0n)),
      paid: money(bet.cashedOutMinor + (isWhole ? (bet.payoutMinor ?? 0n) : 0n)),
      remainingStake: money(isWhole ? 0n : bet.stakeMinor),
    },
  };
}

const legView = (leg: LegRow): BetView['legs'][number] => ({
  leg: leg.leg,
  fixtureId: leg.fixtureId,
  fixture: fixtureName(leg),
  marketKey: leg.marketKey,
  market: marketName(leg.marketKey),
  outcomeId: leg.outcomeId,
  outcome: nameOfOutcome(leg),
  requestedOdds: oddsToDecimal(leg.requestedOdds),
  odds: decimalOf(leg),
  banker: leg.banker,
  builder: leg.builder,
  result: leg.result,
});

const decimalOf = ({ odds }: LegRow): number | null => (odds === null ? null : oddsToDecimal(odds));
const fixtureName = ({ home, away }: LegRow): string => `${home} v ${away}`;
const nameOfOutcome = ({ marketKey, outcomeId, home, away }: LegRow): string =>
  outcomeName(marketKey, outcomeId, { home, away });

const listed = (names: readonly string[]): string => [...new Set(names)].join(' + ');

function typeOf({ terms, legs }: BetRow): string {
  const selections = selectionsOf(legs);
  if (terms === null) return legs.length === 1 ? 'Single' : 'Bet builder';
  const bankers = selections.filter(([{ banker }]) => banker).length;
  return betTypeName(selections.length - bankers, bankers, terms.folds);
}

/** What one unit of the whole stake returns at most, to four decimals. */
const most = ({ potentialPayoutMinor, stakeMinor }: BetRow): number =>
  Number((potentialPayoutMinor * BigInt(ODDS_SCALE)) / stakeMinor) / ODDS_SCALE;

function resultOf({ status, payoutMinor }: BetRow): OutcomeResult | null {
  if (payoutMinor === null) return null;
  if (status === 'void') return 'void';
  return payoutMinor > 0n ? 'won' : 'lost';
}

/** A refusal's sentence, or that of a void. */
function reasonOf(code: string): { code: string; message: string } {
  if (isErrorCode(code)) return { code, message: messageOf(code) };
  const voids: Readonly<Record<string, string>> = VOID_REASONS;
  return { code, message: voids[code] ?? code };
}
