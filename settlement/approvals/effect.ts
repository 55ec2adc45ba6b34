import type { AccountId, BetId, Currency } from '#contracts/mod.ts';

/** One bet as it is and as it would be. Payouts in minor units; 0 while it is open. */
export type BetEffect = Readonly<{
  betId: BetId;
  accountId: AccountId;
  currency: Currency;
  stakeMinor: bigint;
  beforeMinor: bigint;
  afterMinor: bigint;
}>;

/** What settling would do to money. Amounts are minor units as text, so that it can be stored as JSON. */
export type Effect = Readonly<{
  bets: number;
  currencies: readonly CurrencyEffect[];
  /** The bets that move most, largest first. */
  largest: readonly LargeBet[];
}>;
export type CurrencyEffect = Readonly<{
  currency: Currency;
  bets: number;
  stakeMinor: string;
  beforeMinor: string;
  afterMinor: string;
  /** Of bets that pay more than before, and of those that pay less. */
  raisedMinor: string;
  loweredMinor: string;
  /** What wallets lack of what they would have to give back. */
  receivableMinor: string;
}>;
export type LargeBet = Readonly<{
  betId: BetId;
  accountId: AccountId;
  currency: Currency;
  stakeMinor: string;
  beforeMinor: string;
  afterMinor: string;
}>;

const MOST_SHOWN = 10;

/**
 * Adds up the bets that change. `available`: what each wallet has above its floor now; what its bets would take
 * beyond that becomes a receivable.
 */
export function effectOf(
  bets: readonly BetEffect[],
  available: ReadonlyMap<AccountId, bigint>,
): Effect {
  const currencies = [...new Set(bets.map(({ currency }) => currency))].sort();
  const largest = [...bets].sort(byMove).slice(0, MOST_SHOWN).map(asText);
  return {
    bets: bets.length,
    currencies: currencies.map((currency) =>
      partOf(
        currency,
        bets.filter((bet) => bet.currency === currency),
        available,
      ),
    ),
    largest,
  };
}

function partOf(
  currency: Currency,
  bets: readonly BetEffect[],
  available: ReadonlyMap<AccountId, bigint>,
): CurrencyEffect {
  const sum = (amount: (bet: BetEffect) => bigint): string =>
    String(bets.reduce((all, bet) => all + amount(bet), 0n));
  const nets = new Map<AccountId, bigint>();
  for (const bet of bets)
    nets.set(bet.accountId, (nets.get(bet.accountId) ?? 0n) + bet.afterMinor - bet.beforeMinor);
  const owed = [...nets].map(([account, net]) =>
    lacking((available.get(account) ?? 0n) + net, net),
  );
  return {
    currency,
    bets: bets.length,
    stakeMinor: sum(({ stakeMinor }) => stakeMinor),
    beforeMinor: sum(({ beforeMinor }) => beforeMinor),
    afterMinor: sum(({ afterMinor }) => afterMinor),
    raisedMinor: sum((bet) => positive(bet.afterMinor - bet.beforeMinor)),
    loweredMinor: sum((bet) => positive(bet.beforeMinor - bet.afterMinor)),
    receivableMinor: String(owed.reduce((all, one) => all + one, 0n)),
  };
}

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n);
/** A wallet that gets money owes nothing for it. */
const lacking = (left: bigint, net: bigint): bigint => (net < 0n ? positive(-left) : 0n);
const moveOf = ({ beforeMinor, afterMinor }: BetEffect): bigint =>
  positive(afterMinor - beforeMinor) + positive(beforeMinor - afterMinor);

/** The largest move first; the id decides between equals, so that the order is always the same. */
function byMove(left: BetEffect, right: BetEffect): number {
  const difference = moveOf(right) - moveOf(left);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return left.betId < right.betId ? -1 : 1;
}

const asText = ({ stakeMinor, beforeMinor, afterMinor, ...bet }: BetEffect): LargeBet => ({
  ...bet,
  stakeMinor: String(stakeMinor),
  beforeMinor: String(beforeMinor),
  afterMinor: String(afterMinor),
});
