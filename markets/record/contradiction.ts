import type { FixtureEvent, FixtureEventOf, MatchPhase, Score } from '#contracts/mod.ts';

import type { MatchRecord } from './match-record.ts';
import { hasReached, isPlay, phaseOrder } from './phases.ts';
import { extraTime, regularTimeOver, scoreOf, shootOut } from './views.ts';

const text = (score: Score | null | undefined): string =>
  score ? `${score.home}-${score.away}` : 'none';
const differs = (claimed: Score | null | undefined, known: Score | null): boolean =>
  text(claimed) !== text(known);

function badResult(record: MatchRecord, event: FixtureEventOf<'result'>): string | undefined {
  if (!regularTimeOver(record)) return `result during ${record.phase}`;
  const known = scoreOf(record);
  const parts = [
    ['first half', event.firstHalf, known.firstHalf],
    ['second half', event.secondHalf, known.secondHalf],
    ['extra time', event.extraTime, extraTime(record)],
    ['shoot-out', event.shootOut, shootOut(record)],
  ] as const;
  for (const [name, claimed, found] of parts) {
    if (differs(claimed, found)) {
      return `result says ${name} ${text(claimed)}, the incidents say ${text(found)}`;
    }
  }
  return undefined;
}

function badGoal(record: MatchRecord, phase: MatchPhase): string | undefined {
  if (!isPlay(phase)) return `goal during ${phase}`;
  if (phaseOrder(phase) > phaseOrder(record.phase)) return `goal in ${phase} before it began`;
  if (record.status !== null && record.status !== 'interrupted') {
    return `goal in a match that is ${record.status}`;
  }
  return undefined;
}

function badPhase(record: MatchRecord, phase: MatchPhase): string | undefined {
  if (phaseOrder(phase) < phaseOrder(record.phase)) return `${phase} after ${record.phase}`;
  const skipsSecondHalf = hasReached(phase, 'full-time') && !record.phases.includes('second-half');
  return skipsSecondHalf ? `${phase} without a second half` : undefined;
}

/**
 * Why an event cannot be true of this record, as words for the review queue; undefined when it can.
 * Ask before applying it: a contradiction suspends and goes to review instead of settling.
 */
export function contradiction(record: MatchRecord, event: FixtureEvent): string | undefined {
  if (event.fixtureId !== record.fixtureId) return `event of ${event.fixtureId}`;
  if (event.version <= record.version) return undefined;
  if (event.version > record.version + 1) {
    return `version ${event.version} after ${record.version}: events are missing`;
  }
  switch (event.kind) {
    case 'goal':
      return badGoal(record, event.clock.phase);
    case 'phase':
      return badPhase(record, event.clock.phase);
    case 'result':
      return badResult(record, event);
    default:
      return undefined;
  }
}
