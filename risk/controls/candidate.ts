import {
  roundSumsMinor,
  type AccountId,
  type BetId,
  type Currency,
  type FixtureStatus,
  type LegShare,
  type MarketStatus,
  type Odds,
  type OutcomeId,
  type PricePolicy,
  type SuspensionReason,
} from '#contracts/mod.ts';

import type { Backed, FixtureExposure } from '../exposure/mod.ts';
import type { RobustMarket } from '../robust/mod.ts';

/** A bet that asks to be taken. `odds` is the price that the bettor saw. */
export type Candidate = Backed &
  Readonly<{
    betId: BetId;
    accountId: AccountId;
    odds: Odds;
    stakeMinor: bigint;
    currency: Currency;
    policy: PricePolicy;
    receivedAt: number;
    /** Of a bet with legs on other fixtures. */
    share?: LegShare | undefined;
    /** The customer wants a trader to be asked; a trader took it, at `odds`. */
    referral?: 'wished' | 'granted' | undefined;
  }>;

/** A market as the host offers it now; a PublishedMarket with the reasons that suspend it. */
export type MarketOnOffer = Readonly<{
  status: MarketStatus;
  suspendedBy: readonly SuspensionReason[];
  outcomes: readonly Readonly<{ id: OutcomeId; odds: Odds | null }>[];
}>;

export type RiskLimits = Readonly<{
  /** Per currency, in its own minor units. */
  minStakeMinor: Readonly<Record<Currency, bigint>>;
  /** The rest in house minor units. The largest loss of one fixture in its worst scenario. */
  worstCaseMinor: bigint;
  /** The largest return of one account on one selection, stake included. */
  maxPayoutMinor: bigint;
  /** The same of all accounts together, and of a combination within one match. */
  maxSharedPayoutMinor: bigint;
  maxBuilderPayoutMinor: bigint;
  /** Bets of one account on one match. */
  maxBetsPerMinute: number;
  /** The largest net win of an ordinary account (stake factor 1) on one selection. */
  tierLiabilityMinor: bigint;
  /** Larger stakes are a trader's to take; null: the limits alone say what is taken. */
  referAboveMinor: bigint | null;
  /** A price that left the board longer ago than this before the receipt is stale. */
  maxPriceAgeMs: number;
}>;

export const DEFAULT_LIMITS: RiskLimits = {
  minStakeMinor: roundSumsMinor(10n),
  worstCaseMinor: 5_000_000n,
  maxPayoutMinor: 10_000_000n,
  maxSharedPayoutMinor: 50_000_000n,
  maxBuilderPayoutMinor: 5_000_000n,
  maxBetsPerMinute: 60,
  tierLiabilityMinor: 500_000n,
  referAboveMinor: null,
  maxPriceAgeMs: 10_000,
};

/** A stake factor of 1; the range is 100 (0.01, restricted) to 100,000 (10). */
export const ORDINARY_STAKE_FACTOR_BPS = 10_000;

export type DecisionContext = Readonly<{
  fixtureStatus: FixtureStatus;
  /** Undefined when it is not on the board. */
  market: MarketOnOffer | undefined;
  /** When the price that the bettor saw was last on offer; null when it never was. */
  priceSeenAt: number | null;
  limits: RiskLimits;
  stakeFactorBps: number;
  exposure: FixtureExposure;
  /** The scenario vector: cells without mass can no longer happen. Absent: every cell counts. */
  weights?: Float64Array;
  /** Bets of the account that were taken here within the last minute. */
  recentBets?: number;
  /**
   * House worst-case budget leased to this host, what its other fixtures use of it, and how much it may add to the
   * tail of the house; null or absent: nothing is said of that.
   */
  budget: Readonly<{
    leasedMinor: bigint;
    usedElsewhereMinor: bigint;
    tailRoomMinor?: bigint | null;
  }>;
  /** The market as it stands without the bet, and the place of the outcome in it, where no model stands behind its price. */
  robust?: RobustStanding | null;
}>;

export type RobustStanding = Readonly<{ market: RobustMarket; at: number }>;

/**
 * The price of the candidate's outcome now, or the one that a trader took it at; undefined when there is none on
 * the board.
 */
export function offeredOdds(
  { outcomeId, odds, referral }: Pick<Candidate, 'outcomeId' | 'odds' | 'referral'>,
  { market }: DecisionContext,
): Odds | undefined {
  const onBoard = market?.outcomes.find(({ id }) => id === outcomeId)?.odds ?? undefined;
  return onBoard !== undefined && referral === 'granted' ? odds : onBoard;
}
