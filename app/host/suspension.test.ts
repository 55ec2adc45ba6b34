import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { marketKeyOf, type SuspensionReason } from '#contracts/mod.ts';

import { DEFAULT_POLICY } from './host-policy.ts';
import type { HostState } from './host-state.ts';
import { fixtureReasons, marketReasons } from './suspension.ts';
import { HostRig, MATCH_RESULT } from './test-fixture.ts';

const base = HostRig.inPlay().rig.state;
const openState = (): HostState => ({
  ...base,
  stoppedMarkets: new Set(),
});

/** Each cause of a suspension by itself, and the one reason that it gives. */
const CAUSES: readonly (readonly [
  name: string,
  reason: SuspensionReason,
  cause: (state: HostState) => void,
])[] = [
  ['bet stop', 'feed', (state) => (state.record = { ...state.record, betStop: 'var' })],
  ['contradiction', 'feed', (state) => (state.contradiction = 'goal before the kick-off')],
  ['silence', 'feed', (state) => (state.heardAt = state.now - DEFAULT_POLICY.feedSilenceMs - 1)],
  ['interruption', 'feed', (state) => (state.record = { ...state.record, status: 'interrupted' })],
  ['no model', 'model', (state) => (state.vector = null)],
  ['trader', 'trader', (state) => (state.fixtureStopped = true)],
  ['unpriced goal', 'score', (state) => (state.materialJob = 7)],
  ['hold after a goal', 'score', (state) => (state.scoreHoldUntil = state.now + 1)],
  ['not yet opened', 'handover', (state) => (state.opened = false)],
  ['lease in doubt', 'handover', (state) => (state.trusted = false)],
];

describe('reasons of a fixture', () => {
  it('are none while everything is well', () => {
    expect(fixtureReasons(openState())).toEqual([]);
  });

  it.each(CAUSES)('%s alone gives %s', (_, reason, cause) => {
    const state = openState();
    cause(state);
    expect(fixtureReasons(state)).toEqual([reason]);
  });

  property.prop([fc.subarray([...CAUSES])])(
    'are exactly those of the causes there are, each once, so that ending one lifts no other',
    (causes) => {
      const state = openState();
      for (const [, , cause] of causes) cause(state);
      const expected = new Set(causes.map(([, reason]) => reason));
      const reasons = fixtureReasons(state);
      expect(new Set(reasons)).toEqual(expected);
      expect(reasons).toHaveLength(expected.size);
    },
  );

  it('do not mind silence before the kick-off, nor exactly as much as is allowed', () => {
    const early = openState();
    early.record = { ...early.record, phase: 'not-started' };
    early.heardAt = early.now - 3_600_000;
    expect(fixtureReasons(early)).toEqual([]);
    const state = openState();
    state.heardAt = state.now - DEFAULT_POLICY.feedSilenceMs;
    expect(fixtureReasons(state)).toEqual([]);
  });

  it('hold a match that is over', () => {
    const state = openState();
    state.record = { ...state.record, phase: 'ended' };
    expect(fixtureReasons(state)).toEqual(['feed']);
  });
});

describe('reasons of a market', () => {
  const OTHER = marketKeyOf('both-teams-to-score');

  it('are those of the fixture, and its own stop', () => {
    const state = openState();
    state.stoppedMarkets.add(MATCH_RESULT);
    expect(marketReasons(state, MATCH_RESULT, [])).toEqual(['trader']);
    expect(marketReasons(state, OTHER, [])).toEqual([]);
    expect(marketReasons(state, MATCH_RESULT, ['score'])).toEqual(['score', 'trader']);
    expect(marketReasons(state, MATCH_RESULT, ['trader'])).toEqual(['trader']);
  });
});
