import { poissonTail } from '../formulas/mod.ts';

/** A bet as the search for rings sees it; `selection` names fixture, market and outcome. */
export type TimedBet = Readonly<{ account: string; selection: string; atMs: number }>;

export type LinkRules = Readonly<{
  /** Two bets on one selection coincide within this time. */
  windowMs: number;
  /** Pairs that may be linked by chance among all accounts. */
  falsePairs: number;
  /** Fewer coincidences than this link nobody. */
  leastCoincidences: number;
}>;

/**
 * For at most one false pair for each 10,000 accounts. A tenth of that is allowed by the Poisson law, because
 * crowds come in bursts and it is the tail of the law that decides.
 */
export const linkRules = (accounts: number): LinkRules => ({
  windowMs: 60_000,
  falsePairs: accounts / 100_000,
  leastCoincidences: 3,
});

/** Two accounts that bet on the same selections at the same time more often than chance explains. */
export type TimingLink = Readonly<{
  accounts: readonly [string, string];
  coincidences: number;
  /** As many as the crowd's bets around theirs explain. */
  expected: number;
  p: number;
}>;

type Tally = { coincidences: number };
/** Names a pair of accounts, whichever comes first. */
export const pairKey = (left: string, right: string): string =>
  left < right ? `${left}\n${right}` : `${right}\n${left}`;

/** Every account with those that it is paired with, from pairs by `pairKey`. */
export function partnersOf(pairs: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const sides = [...pairs].flatMap((pair) => {
    const [left = '', right = ''] = pair.split('\n');
    return [
      { account: left, partner: right },
      { account: right, partner: left },
    ];
  });
  const byAccount = Map.groupBy(sides, ({ account }) => account);
  return new Map(
    [...byAccount].map(([account, of]) => [account, of.map(({ partner }) => partner)]),
  );
}

/**
 * Links by timing. The more a selection is bet on at the time, the more coincidences are expected there, so that
 * the rush on a favourite links nobody: for a pair, bets of the one × crowd around each × share of the other.
 * @param among only these pairs are asked about, by `pairKey`; the fewer there are, the less evidence links one.
 */
export function timingLinks(
  bets: readonly TimedBet[],
  rules: LinkRules,
  among?: ReadonlySet<string>,
): readonly TimingLink[] {
  const totals = new Map<string, number>();
  const crowds = new Map<string, number>();
  const pairs = new Map<string, Tally>();
  for (const { account } of bets) totals.set(account, (totals.get(account) ?? 0) + 1);
  for (const group of Map.groupBy(bets, ({ selection }) => selection).values()) {
    countGroup(group, rules.windowMs, { crowds, pairs });
  }
  const tests = Math.max(1, among?.size ?? (totals.size * (totals.size - 1)) / 2);
  return [...pairs].flatMap(([key, { coincidences }]) => {
    if (among?.has(key) === false) return [];
    const [left = '', right = ''] = key.split('\n');
    const share = (account: string): number => (totals.get(account) ?? 0) / bets.length;
    const expected =
      ((crowds.get(left) ?? 0) * share(right) + (crowds.get(right) ?? 0) * share(left)) / 2;
    if (coincidences < rules.leastCoincidences) return [];
    const p = poissonTail(expected, coincidences);
    if (p * tests > rules.falsePairs) return [];
    return [{ accounts: [left, right] as const, coincidences, expected, p }];
  });
}

function countGroup(
  group: readonly TimedBet[],
  windowMs: number,
  { crowds, pairs }: Readonly<{ crowds: Map<string, number>; pairs: Map<string, Tally> }>,
): void {
  const ordered = group.toSorted((left, right) => left.atMs - right.atMs);
  const met = new Set<string>();
  let from = 0;
  ordered.forEach((bet, at) => {
    while ((ordered[from]?.atMs ?? bet.atMs) < bet.atMs - windowMs) from += 1;
    for (let before = from; before < at; before += 1) {
      const other = ordered[before];
      if (other === undefined || other.account === bet.account) continue;
      crowds.set(bet.account, (crowds.get(bet.account) ?? 0) + 1);
      crowds.set(other.account, (crowds.get(other.account) ?? 0) + 1);
      const key = pairKey(bet.account, other.account);
      // Two accounts coincide on a selection once, however they split their stakes.
      if (met.has(key)) continue;
      met.add(key);
      const tally = pairs.get(key) ?? { coincidences: 0 };
      tally.coincidences += 1;
      pairs.set(key, tally);
    }
  });
}

/** Something that an account shares with others: a device, a payment instrument, an address. */
export type SharedTrait = Readonly<{ account: string; trait: string }>;

/** A trait of more accounts than this is a shop or a mast, and links nobody. */
const MOST_SHARING = 12;

/** What two accounts or more share, and not so many that it is a shop's. */
export function tellingTraits(
  shared: readonly SharedTrait[],
): readonly Readonly<{ trait: string; accounts: readonly string[] }>[] {
  return [...Map.groupBy(shared, ({ trait }) => trait)]
    .map(([trait, own]) => ({ trait, accounts: [...new Set(own.map(({ account }) => account))] }))
    .filter(({ accounts }) => accounts.length > 1 && accounts.length <= MOST_SHARING);
}

/** Accounts that hang together by links, with the traits and pairs that hold them. */
export type Ring = Readonly<{
  accounts: readonly string[];
  traits: readonly string[];
  links: readonly TimingLink[];
}>;

/** Connected components of at least two accounts (union-find), the largest first. */
export function ringsOf(
  links: readonly TimingLink[],
  shared: readonly SharedTrait[],
): readonly Ring[] {
  const parents = new Map<string, string>();
  const rootOf = (account: string): string => {
    let root = account;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    // The path is shortened, so that long chains stay quick.
    for (let at = account; at !== root;) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (left: string, right: string): void => {
    const [one, other] = [rootOf(left), rootOf(right)];
    if (one !== other) parents.set(one, other);
  };
  const telling = tellingTraits(shared);
  for (const { accounts } of links) join(...accounts);
  for (const { accounts } of telling) {
    for (const account of accounts) join(accounts[0] ?? account, account);
  }
  const all = new Set([
    ...links.flatMap(({ accounts }) => accounts),
    ...telling.flatMap(({ accounts }) => accounts),
  ]);
  const components = Map.groupBy(all, rootOf);
  return [...components]
    .map(([root, accounts]) => ({
      accounts: accounts.toSorted(),
      traits: telling
        .filter(({ accounts: own }) => rootOf(own[0] ?? '') === root)
        .map(({ trait }) => trait),
      links: links.filter(({ accounts: [first] }) => rootOf(first) === root),
    }))
    .sort((left, right) => right.accounts.length - left.accounts.length);
}
