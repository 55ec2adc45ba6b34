import { describe, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { ManualClock } from '#platform/mod.ts';

import { playRun, playRuns } from './replay.ts';
import { dueAt, runEndsAt, type Run } from './run.ts';
import { buildPostponed, buildScript } from './script-builder.ts';
import type { EventDraft } from './script.ts';

const MINUTE = 60_000;
const HEAD = {
  id: 'reds-blues',
  competition: 'Cup',
  teams: { home: { id: 'r', name: 'Reds' }, away: { id: 'b', name: 'Blues' } },
  startsAt: 0,
  expectation: { totalGoals: 2.6, supremacy: 0.4 },
};
const script = buildScript({
  ...HEAD,
  periods: [
    {
      phase: 'first-half',
      lengthMs: 3 * MINUTE,
      incidents: [
        { eventId: 'g', elapsedMs: 90_000, body: { kind: 'goal', side: 'away', how: 'play' } },
      ],
    },
    { phase: 'second-half', lengthMs: 3 * MINUTE, incidents: [] },
  ],
  result: { firstHalf: { home: 0, away: 1 }, secondHalf: { home: 0, away: 0 } },
});

const runOf = (clock: ManualClock, part: Partial<Run> = {}): Run => ({
  fixtureId: fixtureId('reds-blues-r1'),
  producer: 'test',
  script,
  announceAt: clock.now(),
  kickOffAt: clock.now() + 10_000,
  speed: 60,
  ...part,
});

function collector(): { seen: EventDraft[]; emit: (draft: EventDraft) => Promise<void> } {
  const seen: EventDraft[] = [];
  return {
    seen,
    emit: (draft) => {
      seen.push(draft);
      return Promise.resolve();
    },
  };
}

describe('playRun', () => {
  test('announces at once and plays at its speed', async () => {
    const clock = new ManualClock(1_000_000);
    const { seen, emit } = collector();
    const playing = playRun(runOf(clock), { clock, emit });
    await clock.advance(0);
    expect(seen.map(({ kind }) => kind)).toEqual(['fixture', 'expectation']);
    expect(seen[0]).toMatchObject({ startsAt: 1_010_000, occurredAt: 1_000_000 });
    await clock.advance(10_000 + 1_500);
    // One match minute per second: kick-off, minute 1, and the goal after a minute and a half.
    expect(seen.slice(2).map(({ kind, occurredAt }) => [kind, occurredAt])).toEqual([
      ['phase', 1_010_000],
      ['clock', 1_011_000],
      ['goal', 1_011_500],
    ]);
    expect(seen.at(-1)).toMatchObject({
      clock: { phase: 'first-half', elapsedMs: 90_000 },
      receivedAt: 1_011_500,
    });
    await clock.advance(60_000);
    await playing;
    expect(seen.at(-1)?.kind).toBe('result');
    expect(clock.pending).toBe(0);
  });

  test('a run that starts in the middle brings what is overdue at once, with the time it happened', async () => {
    const clock = new ManualClock(1_000_000);
    const { seen, emit } = collector();
    const run = runOf(clock, { kickOffAt: clock.now() - 2_000, announceAt: clock.now() - 5_000 });
    const stop = new AbortController();
    const playing = playRun(run, { clock, emit, signal: stop.signal });
    await clock.advance(0);
    expect(seen.map(({ kind }) => kind)).toEqual([
      'fixture',
      'expectation',
      'phase',
      'clock',
      'goal',
      'clock',
    ]);
    expect(seen[4]).toMatchObject({ occurredAt: 999_500, receivedAt: 1_000_000 });
    stop.abort(new Error('enough'));
    await expect(playing).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });

  test('waits for a sink that is held back, and loses nothing', async () => {
    const clock = new ManualClock();
    const { seen, emit } = collector();
    const gate = Promise.withResolvers<undefined>();
    const playing = playRun(runOf(clock), {
      clock,
      emit: async (draft) => {
        await gate.promise;
        await emit(draft);
      },
    });
    await clock.advance(3_600_000);
    expect(seen).toEqual([]);
    gate.resolve(undefined);
    await playing;
    expect(seen.map(({ eventId }) => eventId)).toEqual(script.events.map(({ eventId }) => eventId));
  });

  test('runs at different speeds end at their own times', async () => {
    const clock = new ManualClock();
    const { seen, emit } = collector();
    const slow = runOf(clock, { fixtureId: fixtureId('slow'), speed: 30 });
    const fast = runOf(clock, { fixtureId: fixtureId('fast'), speed: 600 });
    expect(runEndsAt(fast)).toBeLessThan(runEndsAt(slow));
    const playing = playRuns([slow, fast], { clock, emit });
    await clock.advanceTo(runEndsAt(fast));
    expect(seen.filter(({ kind }) => kind === 'result').map((draft) => draft.fixtureId)).toEqual([
      'fast',
    ]);
    await clock.advanceTo(runEndsAt(slow));
    await playing;
    expect(seen.at(-1)).toMatchObject({ kind: 'result', fixtureId: 'slow' });
  });
});

test('nothing happens before the announcement, however early it was in reality', () => {
  const clock = new ManualClock();
  const postponed = buildPostponed(HEAD, 50 * MINUTE);
  const run = runOf(clock, { script: postponed, speed: 1 });
  const due = postponed.events.map((event) => dueAt(run, event));
  expect(due).toEqual([run.announceAt, run.announceAt, run.announceAt]);
});
