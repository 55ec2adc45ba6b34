import type { ConflationReason, FixtureId } from '#contracts/mod.ts';

import type { Frame } from './frame.ts';
import type { OddsFrames } from './frames.ts';
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
  /** Several have this same object, and none of them may change it by itself. */
  readonly isShared: boolean;
}

const RANK: readonly (ConflationReason | undefined)[] = [undefined, 'upstream', 'window', 'slow'];

/** Whether two who have nothing to come have been sent the same. */
export const isSameFollow = (a: Follow, b: Follow | undefined): boolean =>
  a === b ||
  (a.view.key === b?.view.key &&
    a.windowMs === b.windowMs &&
    a.isOwed === b.isOwed &&
    a.sent?.epoch === b.sent?.epoch &&
    a.sent?.seq === b.sent?.seq &&
    a.news === undefined &&
    b.news === undefined);

/** Being slow is a graver reason than a window, and that than what came from the host. */
export function conflate(follow: Follow, reason: ConflationReason): void {
  if (RANK.indexOf(reason) > RANK.indexOf(follow.conflated)) follow.conflated = reason;
}

/**
 * The messages that take it to the present, where it stands from then on. `late`: why it was not sent before what
 * changed since it was told that there is news.
 */
export function advance(
  odds: OddsFrames,
  fixture: FixtureId,
  follow: Follow,
  late: ConflationReason,
): readonly Frame[] {
  const position = odds.board(fixture)?.position;
  if (follow.news !== undefined && follow.news !== position && !follow.isOwed)
    conflate(follow, late);
  const frames = odds.next(fixture, follow);
  follow.news = undefined;
  follow.conflated = undefined;
  if (frames.length === 0 || position === undefined) return [];
  follow.sent = position;
  follow.isOwed = false;
  return frames;
}
