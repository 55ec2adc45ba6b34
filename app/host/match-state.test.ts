import { describe, expect, it } from 'vitest';

import { marketKeyOf, type FixtureEvent, type MatchPhase } from '#contracts/mod.ts';
import { applyFixtureEvent, emptyRecord, type MatchRecord } from '#markets/mod.ts';

import { footballState, isMaterial, stateHash } from './match-state.ts';
import { EventBook, MATCH_RESULT } from './test-fixture.ts';

/** A match whose events are written down as they happen. */
class Match {
  readonly book = new EventBook();
  record: MatchRecord = emptyRecord(this.book.fixtureId);

  at(phase: MatchPhase, minutes: number): this {
    this.book.at(phase, minutes);
    return this;
  }

  happens(body: Parameters<EventBook['make']>[0]): FixtureEvent {
    const event = this.book.make(body);
    this.record = applyFixtureEvent(this.record, event);
    return event;
  }
}

const goal = (side: 'home' | 'away') => ({ kind: 'goal', side, how: 'play' }) as const;

describe('footballState', () => {
  it('follows a match from before the kick-off to the end of the 90 minutes', () => {
    const match = new Match();
    const state = () => footballState(match.record);
    expect(state()).toMatchObject({ phase: 'not-started', elapsedMinutes: 0 });
    match.at('first-half', 0).happens({ kind: 'phase' });
    match.at('first-half', 12.5).happens(goal('away'));
    expect(state()).toMatchObject({
      phase: 'first-half',
      elapsedMinutes: 12.5,
      firstHalf: { home: 0, away: 1 },
    });
    match.at('first-half', 47).happens({ kind: 'card', side: 'home', colour: 'red' });
    expect(state()).toMatchObject({ elapsedMinutes: 47, redCards: { home: 1, away: 0 } });
    match.at('half-time', 0).happens({ kind: 'phase' });
    expect(state()).toMatchObject({ phase: 'half-time', elapsedMinutes: 45 });
    match.at('second-half', 0).happens({ kind: 'phase' });
    match.at('second-half', 48).happens(goal('home'));
    expect(state()).toMatchObject({
      phase: 'second-half',
      elapsedMinutes: 93,
      firstHalf: { home: 0, away: 1 },
      secondHalf: { home: 1, away: 0 },
    });
    match.at('full-time', 0).happens({ kind: 'phase' });
    expect(state()).toMatchObject({ phase: 'full-time', elapsedMinutes: 90 });
    match.at('extra-first', 0).happens({ kind: 'phase' });
    match.at('extra-first', 3).happens(goal('home'));
    expect(state()).toMatchObject({ phase: 'full-time', secondHalf: { home: 1, away: 0 } });
  });
});

describe('stateHash', () => {
  it.each([
    ['total-corners|line=9.5', { kind: 'corner', side: 'home' } as const],
    ['total-cards|line=3.5', { kind: 'card', side: 'away', colour: 'yellow' } as const],
  ])('of %s follows what the market counts, and that of the result does not', (key, event) => {
    const match = new Match();
    match.at('first-half', 5).happens({ kind: 'phase' });
    const hash = (of: string) => stateHash(match.record, marketKeyOf(of));
    const before = [hash(key), hash('match-result')];
    match.happens(event);
    expect(hash(key)).not.toBe(before[0]);
    expect(hash('match-result')).toBe(before[1]);
  });

  const half = (): Match => {
    const match = new Match();
    match.at('first-half', 0).happens({ kind: 'phase' });
    return match;
  };

  it.each([
    ['a goal', goal('home')],
    ['a sending-off', { kind: 'card', side: 'away', colour: 'second-yellow' }],
  ] as const)('changes with %s, and again when it is taken back', (_, body) => {
    const match = half();
    const before = stateHash(match.record, MATCH_RESULT);
    const { eventId } = match.at('first-half', 5).happens(body);
    const after = stateHash(match.record, MATCH_RESULT);
    expect(after).not.toBe(before);
    match.happens({ kind: 'correction', cancels: eventId });
    // A bet from before the goal must not be taken as if nothing had been: prices were others in between.
    expect([before, after]).not.toContain(stateHash(match.record, MATCH_RESULT));
  });

  it('tells the halves of a goal and the sides apart', () => {
    const hashes = (['home', 'away'] as const).flatMap((side) => {
      const first = half();
      first.at('first-half', 5).happens(goal(side));
      first.at('half-time', 0).happens({ kind: 'phase' });
      first.at('second-half', 0).happens({ kind: 'phase' });
      const second = half();
      second.at('half-time', 0).happens({ kind: 'phase' });
      second.at('second-half', 0).happens({ kind: 'phase' });
      second.at('second-half', 5).happens(goal(side));
      return [stateHash(first.record, MATCH_RESULT), stateHash(second.record, MATCH_RESULT)];
    });
    expect(new Set(hashes).size).toBe(4);
  });

  it('stays the same through clock, corner, yellow card, bet stop and a new phase', () => {
    const match = half();
    const before = stateHash(match.record, MATCH_RESULT);
    match.at('first-half', 20).happens({ kind: 'clock' });
    match.happens({ kind: 'corner', side: 'home' });
    match.happens({ kind: 'card', side: 'home', colour: 'yellow' });
    match.happens({ kind: 'bet-stop', reason: 'var' });
    match.happens({ kind: 'bet-start' });
    match.at('half-time', 0).happens({ kind: 'phase' });
    expect(stateHash(match.record, MATCH_RESULT)).toBe(before);
  });
});

describe('isMaterial', () => {
  it.each([
    [goal('home'), true],
    [{ kind: 'correction', cancels: 'e1' }, true],
    [{ kind: 'card', side: 'home', colour: 'red' }, true],
    [{ kind: 'card', side: 'home', colour: 'second-yellow' }, true],
    [{ kind: 'card', side: 'home', colour: 'yellow' }, false],
    [{ kind: 'corner', side: 'home' }, false],
    [{ kind: 'clock' }, false],
    [{ kind: 'phase' }, false],
    [{ kind: 'bet-stop', reason: 'penalty' }, false],
    [{ kind: 'penalty-missed', side: 'home' }, false],
  ] as const)('%o: %s', (body, expected) => {
    expect(isMaterial(new EventBook().make(body))).toBe(expected);
  });
});
