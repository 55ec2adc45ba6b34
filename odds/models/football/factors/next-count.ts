import type { CountLaws } from './count-laws.ts';
import { nextIsHome, noneFurther, type NextCount } from './side-counts.ts';

const product = (laws: readonly CountLaws[], of: (laws: CountLaws) => number): number =>
  laws.reduce((whole, kind) => whole * of(kind), 1);

/** Home side's chance at the next event of a half: by kinds of event, weighted by how many of each come. */
function homeShare(laws: readonly CountLaws[], half: 'first-half' | 'second-half'): number {
  let home = 0;
  let all = 0;
  for (const { [half]: law } of laws) {
    home += law.mean * nextIsHome(law);
    all += law.mean;
  }
  return all > 0 ? home / all : 0;
}

/**
 * Who has the next event of the 90 minutes of any of several kinds that happen independently. It falls
 * into the first half unless nothing more happens there.
 */
export function nextOfLaws(laws: readonly CountLaws[]): NextCount {
  const none = product(laws, (kind) => noneFurther(kind.match));
  const noneInFirst = product(laws, (kind) => noneFurther(kind['first-half']));
  const later = Math.max(0, noneInFirst - none);
  const home =
    (1 - noneInFirst) * homeShare(laws, 'first-half') + later * homeShare(laws, 'second-half');
  return { home, away: Math.max(0, 1 - none - home), none };
}
