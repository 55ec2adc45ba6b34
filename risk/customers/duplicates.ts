import {
  pairKey,
  ringsOf,
  tellingTraits,
  timingLinks,
  type LinkRules,
  type Ring,
  type SharedTrait,
  type TimedBet,
} from './links.ts';

/** What accounts have in common, each device and each card or bank account under a name that tells no more. */
export type SharedThings = Readonly<{
  devices: readonly SharedTrait[];
  instruments: readonly SharedTrait[];
}>;

/** One card or bank account may serve a couple. */
const COUPLE = 2;

/** Pairs of accounts that share something, by `pairKey`. */
export function sharingPairs(shared: readonly SharedTrait[]): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const { accounts } of tellingTraits(shared)) {
    accounts.forEach((left, at) => {
      for (const right of accounts.slice(at + 1)) pairs.add(pairKey(left, right));
    });
  }
  return pairs;
}

/**
 * Accounts that one person, or a few together, seem to be behind. People of one household share devices, and couples a
 * card: that alone is no finding. Accounts that share something are found when they also bet together more often than
 * the crowd around them does; they are few, so that less of it tells than between strangers. Three accounts or more that
 * pay with one card or bank account are found without. Accounts that only sit beside those are in no ring.
 */
export function duplicatesOf(
  bets: readonly TimedBet[],
  { devices, instruments }: SharedThings,
  rules: LinkRules,
): readonly Ring[] {
  const shared = [...devices, ...instruments];
  const links = timingLinks(bets, rules, sharingPairs(shared));
  const passedRound = new Set(
    tellingTraits(instruments)
      .filter(({ accounts }) => accounts.length > COUPLE)
      .map(({ trait }) => trait),
  );
  const telling = instruments.filter(({ trait }) => passedRound.has(trait));
  return ringsOf(links, telling).map((ring) => {
    const own = new Set(ring.accounts);
    const theirs = tellingTraits(shared.filter(({ account }) => own.has(account)));
    return { ...ring, traits: theirs.map(({ trait }) => trait) };
  });
}
