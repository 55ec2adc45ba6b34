import {
  ODDS_SCALE,
  payoutMinor,
  SHARE_SCALE,
  type BetLeg,
  type BetMessage,
  type FixtureId,
  type LegShare,
  type OutcomeResult,
} from '#contracts/mod.ts';
import {
  betPayout,
  builderResult,
  legFactor,
  legShare,
  RATIONAL_ONE,
  selectionsOf,
  shareWithBonus,
  ticketReturn,
  winningLeg,
  type SharedLeg,
} from '#markets/mod.ts';

import type { ExposureBet } from './fixture-exposure.ts';

/** A selection of an open bet that is not decided yet, as its fixture's exposure holds it. */
export type OpenSelection = Readonly<{ fixtureId: FixtureId; bet: ExposureBet }>;

type Parts = readonly [BetLeg, ...BetLeg[]];

/**
 * What each fixture of a bet still risks by it, one entry for each selection without a result. Selections
 * that are decided count with what they paid, the other open ones at their price.
 */
export function openSelections(bet: BetMessage): readonly OpenSelection[] {
  const selections = selectionsOf(bet.legs);
  const { betId, accountId, currency, terms } = bet;
  const stakeMinor = BigInt(bet.stakeMinor);
  const shareAt = sharesOf(terms, selections);
  const promoted = promotedBet(bet, selections);
  return selections.flatMap((parts, at) => {
    if (resultOf(parts) !== null) return [];
    const [{ fixtureId, marketKey, outcomeId, odds }, ...others] = parts;
    const also = others.map((part) => ({ marketKey: part.marketKey, outcomeId: part.outcomeId }));
    const backed = { marketKey, outcomeId, ...(also.length === 0 ? {} : { also }) };
    const plain = shareAt?.(at);
    const share = promoted === undefined ? plain : shareWithBonus(plain, promoted, at);
    const risked = { odds, stakeMinor, currency, ...(share === undefined ? {} : { share }) };
    return [{ fixtureId, bet: { betId, accountId, ...backed, ...risked } }];
  });
}

/** A bet whose bonus adds to its payout, with what is open taken as won; undefined for all others. */
export function promotedBet(
  { bonus, stakeMinor, terms }: Pick<BetMessage, 'bonus' | 'stakeMinor' | 'terms'>,
  selections: readonly Parts[],
) {
  if (bonus === undefined || bonus.kind === 'free-bet' || terms?.eachWay === true) return undefined;
  const legs = selections.map((parts) => {
    const [{ odds, banker = false }] = parts;
    return { odds, banker, result: resultOf(parts) ?? ('won' as const) };
  });
  return { stakeMinor: BigInt(stakeMinor), terms: terms ?? null, bonus, legs };
}

/** What each selection of a bet of lines has of it. */
function sharesOf(
  terms: BetMessage['terms'],
  selections: readonly Parts[],
): ((at: number) => LegShare) | undefined {
  if (terms === undefined) return undefined;
  if (isOpenAccumulator(terms.folds, selections)) return accumulatorShares(selections);
  const shared = selections.map(sharedLeg);
  return (at) => legShare(terms, shared, at);
}

/** One line of all legs, none of them decided: most bets of several legs. */
const isOpenAccumulator = (folds: readonly number[], selections: readonly Parts[]): boolean =>
  folds.length === 1 &&
  folds[0] === selections.length &&
  selections.every((parts) => parts[0].banker !== true && resultOf(parts) === null);

/** `legShare` of such a bet without fractions: the product of the other prices, rounded up once. */
function accumulatorShares(selections: readonly Parts[]): (at: number) => LegShare {
  let [odds, scale] = [SHARE_SCALE, 1n];
  for (const [leg] of selections.slice(1)) {
    odds *= BigInt(leg.odds);
    scale *= BigInt(ODDS_SCALE);
  }
  const first = selections[0]?.[0].odds ?? ODDS_SCALE;
  return (at) => {
    const others = (odds * BigInt(first)) / BigInt(selections[at]?.[0].odds ?? first);
    const onLeg = String((others + scale - 1n) / scale);
    return { most: { rest: '0', onLeg }, typical: TYPICAL_SHARE };
  };
}
const TYPICAL_SHARE = { rest: '0', onLeg: String(SHARE_SCALE) };

/** What the bet returns if all that is open wins, stake included, in its own currency. */
export function returnIfWon(bet: BetMessage): bigint {
  const { stakeMinor, terms, legs } = bet;
  const selections = selectionsOf(legs);
  const promoted = promotedBet(bet, selections);
  if (promoted !== undefined) return betPayout(promoted).payoutMinor;
  if (terms !== undefined) return ticketReturn(terms, selections.map(sharedLeg)).returnMinor;
  const [first] = selections;
  return first === undefined ? 0n : payoutMinor(BigInt(stakeMinor), first[0].odds);
}

function sharedLeg(parts: Parts): SharedLeg {
  const [{ odds, banker = false }] = parts;
  const result = resultOf(parts);
  const open = winningLeg({ odds, banker });
  if (result === null) return { ...open, typical: RATIONAL_ONE };
  const paid = legFactor({ odds: open.factor, result });
  return { factor: paid, typical: paid, banker };
}

const resultOf = (parts: Parts): OutcomeResult | null =>
  parts.length === 1 ? parts[0].result : builderResult(parts.map(({ result }) => result));
