import { binomialTail } from '../formulas/mod.ts';

/** A bet beside what the rest of the market offered at the time. */
export type MarketedBet = Readonly<{
  /** Decimal odds taken. */
  odds: number;
  /** The best odds elsewhere on every other outcome of the market. */
  othersBest: readonly number[];
  /** Stake and the most that the house would have taken, in minor units. */
  stakeMinor: number;
  maxStakeMinor: number;
}>;

/** Backing this price here and the others elsewhere pays whatever happens: Σ 1/odds < 1. */
export const isArbitrage = ({ odds, othersBest }: MarketedBet): boolean =>
  othersBest.length > 0 && othersBest.reduce((sum, other) => sum + 1 / other, 1 / odds) < 1;

const ROUND_MINOR = 500;
/** A stake that nobody picks by hand: no multiple of five units. */
const isOddStake = ({ stakeMinor }: MarketedBet): boolean => stakeMinor % ROUND_MINOR !== 0;
/** Within a hundredth of what the house would take. */
const isMaxStake = ({ stakeMinor, maxStakeMinor }: MarketedBet): boolean =>
  stakeMinor >= 0.99 * maxStakeMinor;

export type Signature = Readonly<{
  name: 'arbitrage' | 'odd-stakes' | 'max-stakes';
  share: number;
  p: number;
}>;

/** How often each sign is seen with ordinary customers. */
const USUAL = { arbitrage: 0.02, 'odd-stakes': 0.2, 'max-stakes': 0.02 } as const;
const SIGNS = {
  arbitrage: isArbitrage,
  'odd-stakes': isOddStake,
  'max-stakes': isMaxStake,
} as const;

/** Signs of arbitrage in a customer's bets, each against how often ordinary customers show it. */
export function arbitrageSigns(bets: readonly MarketedBet[]): readonly Signature[] {
  return (['arbitrage', 'odd-stakes', 'max-stakes'] as const).map((name) => {
    const seen = bets.filter(SIGNS[name]).length;
    const share = bets.length === 0 ? 0 : seen / bets.length;
    return { name, share, p: binomialTail(bets.length, USUAL[name], seen) };
  });
}

/** An account's use of bonuses, in minor units. */
export type BonusUse = Readonly<{
  grantedMinor: number;
  /** Stakes of its own money, and the turnover that the bonus asks for. */
  turnoverMinor: number;
  requiredMinor: number;
  withdrawnMinor: number;
  depositedMinor: number;
  /** Bets with a bonus whose opposite was backed inside the same ring, and all bets with a bonus. */
  opposed: number;
  bonusBets: number;
}>;

export const BONUS_SIGNS = ['opposite-bets', 'turnover-and-out'] as const;
export type BonusSign = (typeof BONUS_SIGNS)[number];

/** Turnover within a tenth of what is asked, and this share of the deposits taken out again. */
const NEARLY = 1.1;
const MOST_OUT = 0.8;

/** Signs that a bonus is turned into money without a risk. */
export function bonusSigns(use: BonusUse): readonly BonusSign[] {
  const { turnoverMinor, requiredMinor, withdrawnMinor, depositedMinor, grantedMinor } = use;
  const justEnough =
    grantedMinor > 0 && turnoverMinor >= requiredMinor && turnoverMinor <= NEARLY * requiredMinor;
  const out = withdrawnMinor >= MOST_OUT * depositedMinor && withdrawnMinor > 0;
  return BONUS_SIGNS.filter((sign) =>
    sign === 'opposite-bets'
      ? use.bonusBets >= 2 && use.opposed >= use.bonusBets / 2
      : justEnough && out,
  );
}
