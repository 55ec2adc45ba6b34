import fc from 'fast-check';

import type { Draft } from './events.ts';
import { at, cancelEvent, fixtureEvent, goalEvent, phaseEvent } from './events.ts';

const side = fc.constantFrom('home' as const, 'away' as const);
const half = (phase: 'first-half' | 'second-half' | 'extra-first', maxLength: number) =>
  fc
    .array(fc.tuple(side, fc.integer({ min: 0, max: 48 })), { maxLength })
    .map((goals) =>
      goals
        .toSorted(([, left], [, right]) => left - right)
        .map(([team, minute], at) => goalEvent(team, phase, minute, `${phase}-${at}`)),
    );

/** Cancels some of the goals, each after a later event of its half. */
function withCorrections(goals: readonly Draft<'goal'>[], cancelled: readonly boolean[]): Draft[] {
  const corrections = goals
    .filter((_, index) => cancelled[index] ?? false)
    .map(({ eventId = '', clock }) => cancelEvent(eventId, clock.phase));
  return [...goals, ...corrections];
}

export type RandomMatch = Readonly<{
  /** Drafts up to and including the final whistle of the 90 minutes or of extra time. */
  drafts: readonly Draft[];
}>;

/** Completed matches: goals in any order, corrections, cards, corners, now and then extra time. */
export const randomMatch = ({ maxGoals = 9 } = {}): fc.Arbitrary<RandomMatch> =>
  fc
    .record({
      first: half('first-half', maxGoals),
      second: half('second-half', maxGoals),
      extra: fc.option(half('extra-first', 3), { nil: undefined }),
      cancelled: fc.array(fc.boolean(), { maxLength: 4 }),
      booked: side,
    })
    .map(({ first, second, extra, cancelled, booked }) => ({
      drafts: [
        fixtureEvent,
        phaseEvent('first-half'),
        ...withCorrections(first, cancelled),
        { kind: 'card', side: booked, colour: 'red', ...at('first-half', 40) },
        phaseEvent('half-time'),
        phaseEvent('second-half'),
        { kind: 'corner', side: booked, ...at('second-half', 3) },
        ...withCorrections(second, cancelled.toReversed()),
        ...(extra === undefined
          ? []
          : [phaseEvent('full-time'), phaseEvent('extra-first'), ...extra]),
        phaseEvent('ended'),
      ],
    }));
