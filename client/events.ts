import type { AccountChange } from './account.ts';
import type { BoardUpdate } from './boards.ts';
import type { Refused, TraderBook } from './wire.ts';

/**
 * `connecting` until the first connection, `live`, `lost` while a connection is being made again, `closed` for
 * good.
 */
export type ConnectionStatus = 'connecting' | 'live' | 'lost' | 'closed';

/** Which prices are old because the gateway does not hear their hosts. */
export type FeedState = Readonly<{ allStale: boolean; stale: ReadonlySet<string> }>;

export type StreamEvent =
  | Readonly<{ type: 'status'; status: ConnectionStatus }>
  | (Readonly<{ type: 'feed' }> & FeedState)
  /** A board has changed, or whether it can be trusted has; see `availability`. */
  | (Readonly<{ type: 'board'; fixtureId: string }> & BoardUpdate)
  /** The fixture has ended, or is selected no more. */
  | Readonly<{ type: 'gone'; fixtureId: string }>
  /** For traders. */
  | Readonly<{ type: 'book'; book: TraderBook }>
  /** For a client that follows its account: its balance, its bets, or whether they are current, has changed. */
  | (Readonly<{ type: 'account' }> & AccountChange)
  | Readonly<{ type: 'refused'; id: number | null; error: Refused['error'] }>;

/** What of an event is replaced by a later one that nobody has read yet. */
export function slotOf(event: StreamEvent): string {
  switch (event.type) {
    case 'status':
    case 'feed':
    case 'account':
      return event.type;
    case 'board':
    case 'gone':
      return `fixture ${event.fixtureId}`;
    case 'book':
      return `book ${event.book.fixtureId}`;
    case 'refused':
      return `refused ${String(event.id)}`;
  }
}

/** One event that tells what both do. */
export function mergedEvents(earlier: StreamEvent, later: StreamEvent): StreamEvent {
  if (earlier.type === 'account' && later.type === 'account') {
    const changed = new Map(
      [...earlier.changed, ...later.changed].map((bet) => [bet.betId, bet] as const),
    );
    return { ...later, changed: [...changed.values()] };
  }
  if (earlier.type !== 'board' || later.type !== 'board') return later;
  return {
    ...later,
    changed: new Set([...earlier.changed, ...later.changed]),
    closed: earlier.closed || later.closed,
    conflated: later.conflated ?? earlier.conflated ?? 'slow',
  };
}
