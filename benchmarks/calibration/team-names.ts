/** Words of club names that one source writes and another does not. */
const CLUB_WORDS = new Set(['fc', 'afc', 'sv', 'bsc']);
/** Place names that the results files have in English. */
const ENGLISH: Readonly<Record<string, string>> = { munich: 'munchen' };

const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9 ]/gu, '')
    .split(' ')
    .map((word) => ENGLISH[word] ?? word)
    .filter((word) => word !== '' && !CLUB_WORDS.has(word));

/** `Man City` is short for `Manchester City`: every word of it begins a word of the other. */
const isShortFor = (short: string, long: string): boolean => {
  const words = wordsOf(long);
  return wordsOf(short).every((part) => words.some((word) => word.startsWith(part)));
};

/**
 * Pairs every long name with the one short name that may stand for it.
 * @throws Error naming each name that has none or several, or shares its partner.
 */
export function matchTeamNames(
  longNames: readonly string[],
  shortNames: readonly string[],
): ReadonlyMap<string, string> {
  const pairs = longNames.map((long) => ({
    long,
    short: shortNames.filter((short) => isShortFor(short, long)),
  }));
  const problems = pairs
    .filter(({ short }) => {
      const [only, ...others] = short;
      const rivals = pairs.filter((pair) => only !== undefined && pair.short.includes(only));
      return only === undefined || others.length > 0 || rivals.length > 1;
    })
    .map(({ long, short }) => `${long} (candidates: ${short.join(', ') || 'none'})`);
  if (problems.length > 0) throw new Error(`teams without a partner: ${problems.join('; ')}`);
  return new Map(pairs.map(({ long, short: [short = ''] }) => [long, short]));
}
