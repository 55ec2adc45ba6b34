import type { ConflationReason } from '#contracts/mod.ts';

import type { Position } from './position.ts';
import type { View } from './view.ts';

/** How far one fixture has been sent, and what of it is still to come. */
export interface Follow {
  view: View;
  windowMs: number;
  /** The last position that was sent, or that the client said it holds. */
  sent: Position | undefined;
  /** A first message is still to come. */
  isOwed: boolean;
  /** Where the board stood when the client was told that there is news; undefined when there is none. */
  news: Position | undefined;
  conflated: ConflationReason | undefined;
}

const RANK: readonly (ConflationReason | undefined)[] = [undefined, 'upstream', 'window', 'slow'];

/** Whether two who have nothing to come have been sent the same. */
export const isSameFollow = (a: Follow, b: Follow | undefined): boolean =>
  a.view.key === b?.view.key &&
  a.windowMs === b.windowMs &&
  a.isOwed === b.isOwed &&
  a.sent?.epoch === b.sent?.epoch &&
  a.sent?.seq === b.sent?.seq;

/** Being slow is a graver reason than a window, and that than what came from the host. */
export function conflate(follow: Follow, reason: ConflationReason): void {
  if (RANK.indexOf(reason) > RANK.indexOf(follow.conflated)) follow.conflated = reason;
}
