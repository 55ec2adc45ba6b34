import { partnersOf, type BonusUse } from '../customers/mod.ts';

/** A leg of a bet with a bonus, or of one on the same market. */
export type LegRow = Readonly<{
  bet: string;
  account: string;
  market: string;
  outcome: string;
  /** Of the leg, decimal. */
  odds: number;
  hasBonus: boolean;
  /** The shortest price that the bonus takes, decimal; null without a condition. */
  least: number | null;
}>;

/** About the shortest price that is allowed; without a condition, about as short as favourites are. */
const ABOUT = 1.1;
const SHORT = 1.5;

type Counts = { -readonly [Name in 'bonusBets' | 'opposed' | 'shortest']: BonusUse[Name] };

const onMarket = (account: string, market: string): string => `${account} ${market}`;

/** By leg: whether its account, or one that it shares something with, backed another outcome of the market. */
function opposition(
  legs: readonly LegRow[],
  sharing: ReadonlySet<string>,
): (leg: LegRow) => boolean {
  const held = Map.groupBy(legs, ({ account, market }) => onMarket(account, market));
  const partners = partnersOf(sharing);
  return ({ account, market, outcome, bet }) =>
    [account, ...(partners.get(account) ?? [])].some((of) =>
      held
        .get(onMarket(of, market))
        ?.some((other) => other.outcome !== outcome && other.bet !== bet),
    );
}

/**
 * The bets with a bonus of every account.
 * @param sharing pairs of accounts that share a device or an instrument, by `pairKey`: their bets oppose one another.
 */
export function countsOf(
  legs: readonly LegRow[],
  sharing: ReadonlySet<string>,
): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  const isOpposed = opposition(legs, sharing);
  const withBonus = legs.filter(({ hasBonus }) => hasBonus);
  for (const own of Map.groupBy(withBonus, ({ bet }) => bet).values()) {
    const [first] = own;
    if (first === undefined) continue;
    const { account, least } = first;
    const count = counts.get(account) ?? { bonusBets: 0, opposed: 0, shortest: 0 };
    counts.set(account, count);
    count.bonusBets += 1;
    if (own.some(isOpposed)) count.opposed += 1;
    const longest = least === null ? SHORT : least * ABOUT;
    if (own.every(({ odds }) => odds <= longest)) count.shortest += 1;
  }
  return counts;
}
