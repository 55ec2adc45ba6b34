import type { MarketType } from '#contracts/mod.ts';

import { GROUPS, type Group } from '../format/market-groups.ts';
import { createState } from '../state.ts';

const KEY = 'overround.market-tab';

const kept = (): Group =>
  GROUPS.find((group) => group === sessionStorage.getItem(KEY)) ?? GROUPS[0];

/** The tab that was chosen last, for every match until the browser's tab is closed. */
export const chosenTab = createState<Group>(kept(), (group) => {
  sessionStorage.setItem(KEY, group);
});

/** Types whose prices are folded away, for every match as long as the page is open. */
export const foldedTypes = createState<ReadonlySet<MarketType>>(new Set());

export function toggleFolded(type: MarketType): void {
  foldedTypes.update((folded) => {
    const next = new Set(folded);
    if (!next.delete(type)) next.add(type);
    return next;
  });
}
