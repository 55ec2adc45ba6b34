import { nameOfMarket, type Teams } from '../ui/names.ts';
import { GROUP_NAMES, type MarketGroup } from './market-groups.ts';

/** Without accents and capitals, so that "munchen" finds "München". */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('−', '-').toLowerCase();

/**
 * The markets whose name, type or group has every word of the query, in any order. A type that is meant as a
 * whole keeps all its lines. An empty query finds everything.
 */
export function searchMarkets(
  types: readonly MarketGroup[],
  query: string,
  teams: Teams,
): MarketGroup[] {
  const words = plain(query).split(/\s+/u).filter(Boolean);
  const hasAll = (text: string): boolean => words.every((word) => plain(text).includes(word));
  return types.flatMap((each) => {
    const type = `${each.title} ${GROUP_NAMES[each.group]}`;
    if (hasAll(type)) return [each];
    const keys = each.keys.filter((key) => hasAll(`${type} ${nameOfMarket(key, teams)}`));
    return keys.length === 0 ? [] : [{ ...each, keys }];
  });
}

const wordsOf = (text: string): string[] => text.split(' ');

/** How many words the texts have in common at their beginning; at least one word of each stays. */
function sharedWords(texts: readonly (readonly string[])[]): number {
  const [first = []] = texts;
  const most = Math.min(...texts.map(({ length }) => length)) - 1;
  let shared = 0;
  while (shared < most && texts.every((each) => each[shared] === first[shared])) shared += 1;
  return shared;
}

/** "Race to 3 corners", "Race to 5 corners" as "3", "5". */
function withoutSharedWords(texts: readonly string[]): string[] {
  if (texts.length < 2) return [...texts];
  const all = texts.map(wordsOf);
  const from = sharedWords(all);
  const tails = all.map((each) => each.slice(from).toReversed());
  const upTo = sharedWords(tails);
  return tails.map((each) => each.slice(upTo).toReversed().join(' '));
}

/**
 * What tells each market of a type from the others: "2.5", "0:1", "16–30", the name of a player. Empty when
 * the heading says it all already.
 */
export function rowLabels({ title, keys }: MarketGroup, teams: Teams): string[] {
  const names = keys.map((key) => nameOfMarket(key, teams));
  if (!names.every((name) => name.startsWith(title))) return withoutSharedWords(names);
  return names.map((name) => name.slice(title.length).replace(/^[\s:]+/u, ''));
}
