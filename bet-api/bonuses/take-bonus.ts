import {
  formatMoney,
  oddsFromDecimal,
  type AccountId,
  type BetBonus,
  type BonusConditions,
  type Boosted,
  type Currency,
  type FixtureId,
  type GrantedBonus,
  type MarketKey,
  type Odds,
  type OutcomeId,
} from '#contracts/mod.ts';

import { refused, type BetOrder, type OrderLeg, type Refused } from '../placement/order.ts';

export type FreeBetTerms = Readonly<{ amountMinor: string; stakeReturned: boolean }>;
export type BoostTerms = Readonly<{ of: Boosted; percentBps: number; capMinor: string }>;

/** A grant with what became of it for the customer who asks. Times UTC ms. */
export type GrantState = Readonly<{
  grantId: string;
  /** Null: everyone's, on one market. */
  accountId: AccountId | null;
  fixtureId: FixtureId | null;
  marketKey: MarketKey | null;
  outcomeId: OutcomeId | null;
  currency: Currency;
  conditions: BonusConditions;
  expiresAt: number;
  isRevoked: boolean;
  /** By another bet of the customer, open or settled. */
  isTaken: boolean;
  /** When a void bet gave it back last. */
  returnedAt: number | null;
}> &
  (
    | Readonly<{ kind: 'free-bet'; terms: FreeBetTerms }>
    | Readonly<{ kind: 'boost'; terms: BoostTerms }>
  );

/** A grant that a void bet gave back can be used for so long at least, also when it would have expired. */
const RETURNED_FOR_MS = 7 * 86_400_000;

/** When a grant ends for its customer. */
export const grantEndsAt = ({
  expiresAt,
  returnedAt,
}: Pick<GrantState, 'expiresAt' | 'returnedAt'>): number =>
  returnedAt === null ? expiresAt : Math.max(expiresAt, returnedAt + RETURNED_FOR_MS);

type Wanting = Pick<BetOrder, 'accountId' | 'currency' | 'terms' | 'stakeMinor' | 'receivedAt'> &
  Readonly<{ legs: readonly Pick<OrderLeg, 'selection'>[] }>;
type Taken = Readonly<{ kind: 'taken'; bonus: BetBonus }>;

/**
 * The bonus that a bet gets by a grant, or why it does not. `sports` are those of the legs, in their order. Pure:
 * the caller holds the lock under which the state was read.
 */
export function takeBonus(
  order: Wanting,
  grant: GrantState | undefined,
  sports: readonly string[],
): Taken | Readonly<{ kind: 'refused'; refused: Refused }> {
  const no = (refusal: Refused) => ({ kind: 'refused', refused: refusal }) as const;
  if (!grant || (grant.accountId ?? order.accountId) !== order.accountId)
    return no(refused('BONUS_NOT_FOUND'));
  if (grant.isTaken) return no(refused('BONUS_TAKEN'));
  if (grant.isRevoked || grantEndsAt(grant) <= order.receivedAt) return no(refused('BONUS_ENDED'));
  const unmet = unmetCondition(order, grant, sports);
  if (unmet) return no(refused('BONUS_NOT_APPLICABLE', unmet));
  return { kind: 'taken', bonus: bonusOf(order, grant) };
}

type Unmet = Readonly<{ condition: string; leg?: number; needs?: unknown }>;

/** The first condition that the bet does not meet. */
function unmetCondition(
  order: Wanting,
  grant: GrantState,
  sports: readonly string[],
): Unmet | undefined {
  const { conditions, currency } = grant;
  if (currency !== order.currency) return { condition: 'currency', needs: currency };
  if (grant.kind === 'free-bet' && BigInt(grant.terms.amountMinor) !== order.stakeMinor) {
    const needs = formatMoney(BigInt(grant.terms.amountMinor), currency);
    return { condition: 'stake', needs };
  }
  if (grant.kind === 'boost') {
    const { length } = order.legs;
    if (boostedSelection(order, grant) === undefined)
      return { condition: 'market', needs: grant.marketKey };
    if (length > 1 && (grant.terms.of === 'price') !== (grant.marketKey !== null))
      return { condition: 'legs', needs: 1 };
  }
  const { minLegs = 1, minOdds, sports: allowed } = conditions;
  if (order.legs.length < minLegs) return { condition: 'minLegs', needs: minLegs };
  const elsewhere = sports.findIndex((sport) => allowed && !allowed.includes(sport));
  if (elsewhere >= 0) return { condition: 'sports', leg: elsewhere, needs: allowed };
  const least = leastOdds(conditions);
  const low = order.legs.findIndex(({ selection }) => least && selection.odds < least);
  return low < 0 ? undefined : { condition: 'minOdds', leg: low, needs: minOdds };
}

const leastOdds = ({ minOdds }: BonusConditions): Odds | undefined =>
  minOdds === undefined ? undefined : oddsFromDecimal(minOdds);

/** The selection on the market of the boost, the first of any without one; undefined when there is none. */
function boostedSelection({ legs }: Wanting, grant: GrantState): number | undefined {
  if (grant.marketKey === null) return 0;
  const found = legs.findIndex(
    ({ selection: { fixtureId, marketKey, outcomeId, also = [] } }) =>
      fixtureId === grant.fixtureId &&
      marketKey === grant.marketKey &&
      (grant.outcomeId ?? outcomeId) === outcomeId &&
      also.length === 0,
  );
  return found < 0 ? undefined : found;
}

function bonusOf(order: Wanting, grant: GrantState): GrantedBonus {
  const minOdds = leastOdds(grant.conditions);
  const common = { grantId: grant.grantId, ...(minOdds === undefined ? {} : { minOdds }) };
  if (grant.kind === 'free-bet')
    return { kind: 'free-bet', stakeReturned: grant.terms.stakeReturned, ...common };
  const selection = boostedSelection(order, grant);
  return {
    kind: 'boost',
    ...grant.terms,
    ...(grant.terms.of === 'price' && selection !== undefined ? { selection } : {}),
    ...common,
  };
}

/** Whether the prices of the contract are still high enough; `odds` of each selection. */
export const keepsMinOdds = (bonus: BetBonus | null, odds: readonly number[]): boolean => {
  const least = bonus && 'minOdds' in bonus ? bonus.minOdds : undefined;
  return least === undefined || odds.every((price) => price >= least);
};

const isFreeStake = (bonus: BetBonus | null): boolean => bonus?.kind === 'free-bet';

/** Who pays the stake, and gets it back. */
export const payerOf = ({
  bonus,
}: Readonly<{ bonus: BetBonus | null }>): Readonly<{ paidBy: 'wallet' | 'promotion' }> => ({
  paidBy: isFreeStake(bonus) ? 'promotion' : 'wallet',
});

/** What the customer himself stakes. */
export const ownStake = (bonus: BetBonus | null, stakeMinor: bigint): bigint =>
  isFreeStake(bonus) ? 0n : stakeMinor;

/** The grant that a bet took; null of bets without one. */
export const grantOf = (bonus: BetBonus | null): string | null =>
  bonus && 'grantId' in bonus ? bonus.grantId : null;
