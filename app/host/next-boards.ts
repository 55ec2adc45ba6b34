import { SIDES, type FixtureEventOf, type Side } from '#contracts/mod.ts';
import { applyFixtureEvent, indexFor, type MatchRecord } from '#markets/mod.ts';
import { boardTables } from '#odds/mod.ts';

import type { Mailbox } from './mailbox.ts';
import type { Turns } from './turns.ts';

/**
 * Has what the board of a match needs after its next goal ready before that comes: piece by piece while nothing else
 * waits, and no further when the score moves. It changes no price. A goal finds done what would else be done while
 * everybody waits for its prices, and the first one with so many in a half needs ten times as much as the others.
 */
export function prepareBoards(
  { turns }: Readonly<{ turns: Pick<Turns, 'addIdle'> }>,
  { state }: Mailbox,
  isHere: () => boolean,
): void {
  const { jobId, record } = state;
  const pieces = nextBoards(record);
  const next = (): void => {
    if (!isHere() || state.jobId !== jobId) return;
    const piece = pieces.next();
    if (piece.done === true) return;
    piece.value();
    turns.addIdle(next);
  };
  turns.addIdle(next);
}

/** The pieces for a goal of either side, each a fraction of a millisecond of work. */
export function* nextBoards(record: MatchRecord): Generator<() => unknown> {
  for (const side of SIDES) {
    const next = applyFixtureEvent(record, nextGoal(record, side));
    yield* boardTables(next, indexFor(next));
  }
}

const nextGoal = (record: MatchRecord, side: Side): FixtureEventOf<'goal'> => ({
  ...{ fixtureId: record.fixtureId, version: record.version + 1, eventId: 'next', producer: '' },
  ...{ occurredAt: 0, receivedAt: 0, publishedAt: 0, clock: record.clock },
  ...{ kind: 'goal', side, how: 'play' },
});
