import type { MarketKey } from '#contracts/mod.ts';

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

/**
 * What tells a market from the others of its type: "2.5", "0:1", the name of a player. Empty when the
 * heading says it all already.
 */
export function rowLabel(key: MarketKey, title: string, teams: Teams): string {
  const name = nameOfMarket(key, teams);
  return name.startsWith(title) ? name.slice(title.length).replace(/^[\s:]+/u, '') : name;
}
