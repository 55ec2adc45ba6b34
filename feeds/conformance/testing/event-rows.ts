import { expect } from 'vitest';

import { MATCH_PHASES, type FixtureEvent } from '#contracts/mod.ts';
import { applyFixtureEvent, contradiction, emptyRecord, type MatchRecord } from '#markets/mod.ts';

import { FixtureLane } from '../../fixture-lane.ts';
import { recordOfEvents } from '../../script-record.ts';
import type { EventDraft } from '../../script.ts';

/** Events as the publisher numbers them: by fixture, each id once. */
export function published(
  drafts: readonly EventDraft[],
  stored: readonly FixtureEvent[] = [],
): readonly FixtureEvent[] {
  const all = [...stored];
  const lanes = new Map<string, FixtureLane>();
  for (const draft of drafts) {
    const own = stored.filter(({ fixtureId }) => fixtureId === draft.fixtureId);
    const known = { lastVersion: own.at(-1)?.version ?? 0, events: own };
    const lane = lanes.get(draft.fixtureId) ?? new FixtureLane(draft, known);
    lanes.set(draft.fixtureId, lane);
    if (lane.isNew(draft.eventId)) all.push(lane.append(draft, draft.receivedAt).event);
  }
  return all;
}

const fixturesOf = (drafts: readonly EventDraft[]): readonly string[] => [
  ...new Set(drafts.map(({ fixtureId }) => fixtureId)),
];

/** Each fixture and what is in it has one name of ours, made of the provider's alone. */
export function expectIdentity(first: readonly EventDraft[], again: readonly EventDraft[]): void {
  expect(first.length).toBeGreaterThan(0);
  const names = first.map(({ fixtureId, eventId }) => `${fixtureId}/${eventId}`);
  expect(new Set(names).size).toBe(names.length);
  expect(again.map(({ fixtureId, eventId }) => `${fixtureId}/${eventId}`)).toEqual(names);
  for (const draft of first)
    if (draft.kind === 'fixture') expect(draft.home.id).not.toBe(draft.away.id);
}

/** Nothing of a match stands in front of what happened before it, and nothing contradicts what came before. */
export function expectOrder(drafts: readonly EventDraft[]): void {
  for (const fixture of fixturesOf(drafts)) {
    const own = drafts.filter(({ fixtureId }) => fixtureId === fixture);
    const moments = own.map(
      ({ clock }) => MATCH_PHASES.indexOf(clock.phase) * 1e9 + clock.elapsedMs,
    );
    expect(moments).toEqual([...moments].sort((left, right) => left - right));
    let record: MatchRecord = emptyRecord(own[0]?.fixtureId ?? ('' as never));
    for (const event of published(own)) {
      expect(contradiction(record, event)).toBeUndefined();
      record = applyFixtureEvent(record, event);
    }
  }
}

/** What comes twice, at once or all over again, is published once. */
export function expectDuplicatesDropped(drafts: readonly EventDraft[]): void {
  const once = published(drafts);
  expect(published(drafts.flatMap((draft) => [draft, draft]))).toEqual(once);
  expect(published([...drafts, ...drafts])).toEqual(once);
  expect(once.length).toBe(drafts.length);
}

/** A restart at any place, with everything read again, comes to the events of a run without one. */
export function expectRecovery(drafts: readonly EventDraft[]): void {
  const whole = published(drafts);
  for (const at of [0, 1, Math.floor(drafts.length / 2), drafts.length - 1])
    expect(published(drafts, published(drafts.slice(0, at)))).toEqual(whole);
}

/** What is stored says all: the record that is built of it is the one that was followed. */
export function expectSnapshot(drafts: readonly EventDraft[]): void {
  const stored = JSON.parse(JSON.stringify(published(drafts))) as readonly FixtureEvent[];
  for (const fixture of fixturesOf(drafts)) {
    const own = drafts.filter(({ fixtureId }) => fixtureId === fixture);
    let followed = emptyRecord(own[0]?.fixtureId ?? ('' as never));
    for (const event of published(own)) followed = applyFixtureEvent(followed, event);
    const events = stored.filter(({ fixtureId }) => fixtureId === fixture);
    expect(recordOfEvents(followed.fixtureId, events).record).toEqual(followed);
  }
}
