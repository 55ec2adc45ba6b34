import { expect } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { ManualClock } from '#platform/mod.ts';

import { draftOf, type Run } from '../../run.ts';
import { playRun } from '../../replay.ts';
import type { EventDraft, MatchScript } from '../../script.ts';
import type { Adapter, Row } from './behaviours.ts';
import {
  expectDuplicatesDropped,
  expectIdentity,
  expectOrder,
  expectRecovery,
  expectSnapshot,
} from './event-rows.ts';

/** A maker of matches: of the same seed, the same matches. */
export type ScriptAdapter = Readonly<{
  name: string;
  scripts: () => readonly MatchScript[];
  corrections: Row;
}>;

const runOf = (script: MatchScript): Run => ({
  ...{ fixtureId: fixtureId(script.id), producer: 'made', script },
  ...{ announceAt: 1_000, kickOffAt: 60_000, speed: 60 },
});
const draftsOf = (scripts: readonly MatchScript[]): readonly EventDraft[] =>
  scripts.flatMap((script) => script.events.map((event) => draftOf(runOf(script), event, 1)));

/** All events are overdue: only the publisher that waits holds the next one back. */
async function expectHeldBack(script: MatchScript): Promise<void> {
  let emitted = 0;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const playing = playRun(runOf(script), {
    clock: new ManualClock(9e12),
    emit: () => {
      emitted += 1;
      return held;
    },
  });
  await new Promise(setImmediate);
  expect(emitted).toBe(1);
  release();
  await playing;
  expect(emitted).toBe(script.events.length);
}

/** A goal that a correction takes back is in no record of the match, and none of it is a contradiction. */
export function expectCorrections(scripts: readonly MatchScript[]): void {
  const corrected = scripts.find(({ events }) =>
    events.some(({ body }) => body.kind === 'correction'),
  );
  expect(corrected?.problems).toEqual([]);
  const drafts = draftsOf(corrected === undefined ? [] : [corrected]);
  expectOrder(drafts);
  const cancelled = drafts.flatMap((draft) => (draft.kind === 'correction' ? [draft.cancels] : []));
  const goals = drafts.filter(({ kind }) => kind === 'goal');
  const standing = goals.filter(({ eventId }) => !cancelled.includes(eventId));
  const result = drafts.findLast((draft) => draft.kind === 'result');
  const { firstHalf, secondHalf } = result ?? {};
  const sum = [firstHalf, secondHalf].reduce(
    (total, half) => total + (half?.home ?? 0) + (half?.away ?? 0),
    0,
  );
  expect(standing.length).toBeLessThan(goals.length);
  expect(sum).toBe(standing.length);
}

export const scriptRows = ({ name, scripts, corrections }: ScriptAdapter): Adapter => ({
  name,
  rows: {
    'identity mapping': () => {
      expectIdentity(draftsOf(scripts()), draftsOf(scripts()));
    },
    ordering: () => {
      expectOrder(draftsOf(scripts()));
    },
    duplicates: () => {
      expectDuplicatesDropped(draftsOf(scripts()));
    },
    corrections,
    'alive tracking': { none: 'it is made in the service, whose own sign of life stands for it' },
    'down and recovery': () => {
      expectRecovery(draftsOf(scripts().slice(0, 1)));
    },
    snapshot: () => {
      expectSnapshot(draftsOf(scripts()));
    },
    'back-pressure': async () => {
      for (const script of scripts().slice(0, 1)) await expectHeldBack(script);
    },
    'poison to dead letters': { none: 'nothing of it comes from outside' },
    replayability: () => {
      expect(draftsOf(scripts())).toEqual(draftsOf(scripts()));
    },
    metrics: { test: 'conformance.int.test.ts' },
  },
});
