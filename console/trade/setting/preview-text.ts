import type { WhatIf } from '#contracts/mod.ts';

import { houseMoney } from '../../format/money-text.ts';
import type { SkewMode } from './setting.ts';

type Market = WhatIf['markets'][number];
type Side = Market['before'];

/** Where a figure goes; undefined when it stays, or when there is none on one side. */
export const directionOf = (
  before: number | null,
  after: number | null,
): 'up' | 'down' | undefined =>
  before === null || after === null || before === after
    ? undefined
    : after > before
      ? 'up'
      : 'down';

const MODE_NAMES: Readonly<Record<SkewMode, string>> = {
  tilt: 'tilt',
  ladder: 'ladder',
  off: 'not moved',
  robust: 'robust',
};

/** "5 → 7", or "5" when both are the same. */
const fromTo = (before: string, after: string): string =>
  before === after ? before : `${before} → ${after}`;

const bookText = ({ bookSum }: Side): string =>
  bookSum === null ? 'not whole' : `${(100 * bookSum).toFixed(1)} %`;

/** "tilt → ladder · margin 500 bp · book 105.2 % → 105.4 %". */
export function factsOf({ before, after }: Market): string {
  const margins = [before, after].map(({ marginBps }) => `${String(marginBps)} bp`);
  return [
    fromTo(MODE_NAMES[before.mode], MODE_NAMES[after.mode]),
    `margin ${fromTo(margins[0] ?? '', margins[1] ?? '')}`,
    `book ${fromTo(bookText(before), bookText(after))}`,
  ].join(' · ');
}

/** How many prices it would move, and how the match stands now. */
export function summaryOf({ markets, worstCaseMinor, limitMinor }: WhatIf): string {
  const outcomes = markets.flatMap((market) => market.outcomes);
  const moved = outcomes.filter(({ before, after }) => before.odds !== after.odds).length;
  const moves =
    moved === 0
      ? 'No price would move'
      : `${String(moved)} of ${String(outcomes.length)} prices would move`;
  return `${moves}. Worst case of the match now ${houseMoney(worstCaseMinor)}, limit ${houseMoney(limitMinor)}.`;
}
