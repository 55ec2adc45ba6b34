import { InputError } from '#contracts/mod.ts';

import { binomialTail } from '../formulas/mod.ts';

/** What an account did with bonuses that were granted to it. Amounts in minor units of its currency. */
export type BonusUse = Readonly<{
  /** Bets with a granted bonus. */
  bonusBets: number;
  /** Of them, those on a market of which another outcome was backed by the account, or by one that it shares something with. */
  opposed: number;
  /** Of them, those at about the shortest price that the bonus allows. */
  shortest: number;
  /** Stakes of free bets and of boosted bets, and stakes of all other bets. */
  bonusStakeMinor: number;
  ownStakeMinor: number;
  depositedMinor: number;
  withdrawnMinor: number;
}>;

export const BONUS_SIGNS = [
  'opposite-bets',
  'shortest-prices',
  'hardly-other-bets',
  'in-and-out',
] as const;
export type BonusSign = (typeof BONUS_SIGNS)[number];

/** How often bets with a bonus of ordinary customers are opposed, and at about the shortest price allowed. */
const USUAL = { opposed: 0.03, shortest: 0.2 } as const;
/** Chance of accusing somebody who does both as often as is usual. */
const ALPHA = 0.001;
/** The house's money in the turnover, and what of the deposits is taken out again. */
const MOST_OF_TURNOVER = 0.8;
const MOST_OUT = 0.8;

export type BonusVerdict = Readonly<{ flagged: boolean; p: number; signs: readonly BonusSign[] }>;

/**
 * Signs that bonuses are turned into money without a risk. Opposite bets are a finding by themselves. The shortest
 * prices are one together with hardly any bets besides, or with deposits that go out again before they are staked: many
 * people like favourites, and those two have no chance that could be told, so that neither accuses anybody alone.
 * @throws InputError for a count that is not whole or above that of the bets, and for an amount below 0.
 */
export function bonusVerdict(use: BonusUse): BonusVerdict {
  const { bonusBets, bonusStakeMinor, ownStakeMinor, depositedMinor, withdrawnMinor } = use;
  for (const [field, count] of [
    ['opposed', use.opposed],
    ['shortest', use.shortest],
  ] as const) {
    if (Number.isInteger(count) && count >= 0 && count <= bonusBets) continue;
    throw new InputError('NUMBER_INVALID', field, count, `must be whole, from 0 to ${bonusBets}`);
  }
  for (const [field, amount] of Object.entries({
    bonusStakeMinor,
    ownStakeMinor,
    depositedMinor,
    withdrawnMinor,
  })) {
    if (amount >= 0 && Number.isFinite(amount)) continue;
    throw new InputError('NUMBER_INVALID', field, amount, 'must be at least 0');
  }
  const opposed = binomialTail(bonusBets, USUAL.opposed, use.opposed);
  const shortest = binomialTail(bonusBets, USUAL.shortest, use.shortest);
  const turnover = bonusStakeMinor + ownStakeMinor;
  const has: Readonly<Record<BonusSign, boolean>> = {
    'opposite-bets': opposed <= ALPHA / 2,
    'shortest-prices': shortest <= ALPHA / 2,
    'hardly-other-bets': bonusStakeMinor > 0 && bonusStakeMinor >= MOST_OF_TURNOVER * turnover,
    'in-and-out':
      withdrawnMinor > 0 &&
      withdrawnMinor >= MOST_OUT * depositedMinor &&
      ownStakeMinor < depositedMinor,
  };
  const backed = has['hardly-other-bets'] || has['in-and-out'];
  const p = Math.min(1, 2 * Math.min(opposed, backed ? shortest : 1));
  return { flagged: p <= ALPHA, p, signs: BONUS_SIGNS.filter((sign) => has[sign]) };
}
