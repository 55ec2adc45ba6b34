import {
  fixtureId,
  type FixtureEvent,
  type FixtureEventKind,
  type FixtureEventOf,
  type MatchClock,
  type MatchPhase,
} from '#contracts/mod.ts';

import { applyFixtureEvent } from '../record/apply-event.ts';
import { emptyRecord, type MatchRecord } from '../record/match-record.ts';

export const FIXTURE = fixtureId('test-1');
const MINUTE_MS = 60_000;

type Envelope =
  | 'fixtureId'
  | 'version'
  | 'eventId'
  | 'producer'
  | 'occurredAt'
  | 'receivedAt'
  | 'publishedAt'
  | 'clock'
  | 'kind';
type Draft<Kind extends FixtureEventKind = FixtureEventKind> = Kind extends FixtureEventKind
  ? Omit<FixtureEventOf<Kind>, Envelope> &
      Readonly<{ kind: Kind; clock: MatchClock; eventId?: string }>
  : never;

/** An event without the parts that a sequence gives it. `minute` counts from the kick-off of the phase. */
export const at = (phase: MatchPhase, minute = 0): Readonly<{ clock: MatchClock }> => ({
  clock: { phase, elapsedMs: minute * MINUTE_MS },
});

export const phaseEvent = (phase: MatchPhase): Draft<'phase'> => ({ kind: 'phase', ...at(phase) });
export const goalEvent = (
  side: 'home' | 'away',
  phase: MatchPhase,
  minute: number,
  eventId?: string,
): Draft<'goal'> => ({
  kind: 'goal',
  side,
  how: 'play',
  ...at(phase, minute),
  ...(eventId === undefined ? {} : { eventId }),
});
/** A goal with its scorer; an own goal counts for `side`, the other side than the scorer's. */
export const scoredBy = (
  goal: Draft<'goal'>,
  player: string | undefined,
  how: Draft<'goal'>['how'] = 'play',
): Draft<'goal'> => ({ ...goal, how, ...(player === undefined ? {} : { player }) });
export const cornerEvent = (
  side: 'home' | 'away',
  phase: MatchPhase,
  minute: number,
): Draft<'corner'> => ({ kind: 'corner', side, ...at(phase, minute) });
export const kickEvent = (side: 'home' | 'away', scored: boolean): Draft<'shoot-out-kick'> => ({
  kind: 'shoot-out-kick',
  side,
  scored,
  ...at('penalties'),
});
export const cancelEvent = (cancels: string, phase: MatchPhase): Draft<'correction'> => ({
  kind: 'correction',
  cancels,
  ...at(phase),
});
export const fixtureEvent: Draft<'fixture'> = {
  kind: 'fixture',
  sport: 'football',
  competition: 'Test League',
  home: { id: 'h', name: 'Lions' },
  away: { id: 'a', name: 'Tigers' },
  startsAt: 1_000_000,
  ...at('not-started'),
};

/** Canonical events with versions 1, 2, 3 and ids `e1`, `e2`, `e3` where a draft names none. */
export const sequence = (drafts: readonly Draft[]): readonly FixtureEvent[] =>
  drafts.map((draft, index): FixtureEvent => {
    const version = index + 1;
    return {
      eventId: `e${version}`,
      ...draft,
      fixtureId: FIXTURE,
      version,
      producer: 'test',
      occurredAt: version,
      receivedAt: version,
      publishedAt: version,
    };
  });

export const recordAfter = (
  events: readonly FixtureEvent[],
  from: MatchRecord = emptyRecord(FIXTURE),
): MatchRecord => events.reduce(applyFixtureEvent, from);

export const recordOf = (...drafts: Draft[]): MatchRecord => recordAfter(sequence(drafts));
export type { Draft };
