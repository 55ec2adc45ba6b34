import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { draftOf } from '../run.ts';
import { makeLeague } from '../simulator/league.ts';
import type { EventDraft } from '../script.ts';
import { arbitrate, type ArbitrationRules, type FeedClaim } from './arbitrate.ts';
import { FeedDesk } from './feed-desk.ts';

const RULES: ArbitrationRules = {
  preMatch: ['pre', 'alpha', 'beta'],
  live: ['alpha', 'beta', 'pre'],
  staleMs: 5_000,
  graceMs: 3_000,
  leastFeeds: 1,
};
const claim = (feed: string, more: Partial<FeedClaim> = {}): FeedClaim => ({
  ...{ feed, heardAt: 100_000, stage: 'live', stageAt: 0, score: { home: 0, away: 0 }, scoreAt: 0 },
  ...{ isStopped: false, result: null, ...more },
});
const NOW = 100_000;
const one = { home: 1, away: 0 };

describe('the decision', () => {
  test.each<[string, FeedClaim[], Partial<ReturnType<typeof arbitrate>>]>([
    [
      'two feeds agree',
      [claim('beta'), claim('alpha')],
      { leader: 'alpha', reasons: [], mayConfirm: false },
    ],
    [
      'before kick-off another feed leads',
      [claim('pre', { stage: 'pre-match' }), claim('alpha', { stage: 'pre-match' })],
      { leader: 'pre' },
    ],
    [
      'the kick-off hands over',
      [
        claim('pre', { stage: 'pre-match', heardAt: 1, stageAt: 0 }),
        claim('alpha', { stageAt: 50_000 }),
      ],
      { leader: 'alpha', reasons: [] },
    ],
    [
      'the leader is silent',
      [claim('alpha', { heardAt: 1 }), claim('beta')],
      { leader: 'beta', reasons: [] },
    ],
    [
      'all are silent',
      [claim('alpha', { heardAt: 1 })],
      { leader: null, reasons: ['feed-silent'] },
    ],
    ['nobody said anything', [], { leader: null, reasons: ['feed-silent'], mayConfirm: false }],
    [
      'one of them stops bets',
      [claim('alpha'), claim('beta', { isStopped: true })],
      { reasons: ['bet-stop'] },
    ],
    [
      'a goal that the other has not seen yet',
      [claim('alpha', { score: one, scoreAt: NOW - 1_000 }), claim('beta')],
      { reasons: ['score-pending'], review: [] },
    ],
    [
      'a goal that the other denies',
      [claim('alpha', { score: one, scoreAt: NOW - 4_000 }), claim('beta')],
      { reasons: ['score-conflict'], review: ['score-conflict'] },
    ],
    [
      'a goal that a silent feed missed',
      [claim('alpha', { score: one, scoreAt: 50_000 }), claim('beta', { heardAt: 40_000 })],
      { reasons: [] },
    ],
    [
      'a goal that only a silent feed saw',
      [claim('alpha'), claim('beta', { score: one, scoreAt: 40_000, heardAt: 41_000 })],
      { reasons: ['score-conflict'] },
    ],
    [
      'one says that it is over',
      [claim('alpha'), claim('beta', { stage: 'ended', stageAt: 50_000 })],
      { reasons: ['stage-conflict'] },
    ],
    [
      'other results',
      [
        claim('alpha', { result: '1-0', stage: 'ended' }),
        claim('beta', { result: '0-0', stage: 'ended', heardAt: 1 }),
      ],
      { mayConfirm: false, review: ['result-conflict'] },
    ],
    [
      'the same result',
      [claim('alpha', { result: '1-0' }), claim('beta', { result: '1-0' })],
      { mayConfirm: true },
    ],
    [
      'a feed that nobody trusts',
      [claim('alpha'), claim('gamma', { score: one })],
      { reasons: [] },
    ],
  ])('%s', (_, claims, expected) => {
    expect(arbitrate(claims, RULES, NOW)).toMatchObject(expected);
  });

  test('fewer feeds than are asked for take no bets', () => {
    expect(arbitrate([claim('alpha')], { ...RULES, leastFeeds: 2 }, NOW).reasons).toEqual([
      'too-few-feeds',
    ]);
  });

  const times = fc.integer({ min: NOW - 10_000, max: NOW });
  const anyClaim = (feed: string) =>
    fc
      .record({
        heardAt: times,
        stage: fc.constantFrom('pre-match' as const, 'live' as const, 'ended' as const),
        stageAt: times,
        score: fc.record({ home: fc.nat(2), away: fc.nat(2) }),
        scoreAt: times,
        isStopped: fc.boolean(),
        result: fc.constantFrom(null, '1-0', '0-0'),
      })
      .map((more) => claim(feed, more));
  const anyClaims = fc
    .tuple(anyClaim('alpha'), anyClaim('beta'), anyClaim('pre'))
    .map((all) => [...all]);

  property.prop([anyClaims, fc.integer({ min: 0, max: 5 })])(
    'the order of arrival does not matter',
    (claims, turn) => {
      const [a, b, c] = claims as [FeedClaim, FeedClaim, FeedClaim];
      const orders = [
        [a, b, c],
        [a, c, b],
        [b, a, c],
        [b, c, a],
        [c, a, b],
        [c, b, a],
      ];
      expect(arbitrate(orders[turn] ?? [], RULES, NOW)).toEqual(arbitrate(claims, RULES, NOW));
    },
  );

  property.prop([anyClaims, fc.integer({ min: 0, max: 30_000 })])(
    'no feed that is silent leads or keeps the market open',
    (claims, later) => {
      const { leader, reasons } = arbitrate(claims, RULES, NOW + later);
      const led = claims.find(({ feed }) => feed === leader);
      if (reasons.length === 0) expect(led).toBeDefined();
      if (led !== undefined) expect(NOW + later - led.heardAt).toBeLessThanOrEqual(RULES.staleMs);
      if (later > RULES.staleMs) expect(reasons).toContain('feed-silent');
    },
  );

  property.prop([anyClaims, fc.integer({ min: 0, max: 30_000 })])(
    'a conflict does not end because time goes by',
    (claims, later) => {
      const before = arbitrate(claims, RULES, NOW).review;
      expect(arbitrate(claims, RULES, NOW + later).review).toEqual(
        expect.arrayContaining([...before]),
      );
    },
  );

  property.prop([anyClaims])('what is contradicted settles nothing', (claims) => {
    const { mayConfirm, review, reasons } = arbitrate(claims, RULES, NOW);
    const results = new Set(claims.map(({ result }) => result).filter((result) => result !== null));
    if (results.size > 1 || review.includes('score-conflict') || reasons.includes('feed-silent'))
      expect(mayConfirm).toBe(false);
  });
});

const fixture = fixtureId('our-match');
const league = makeLeague({ name: 'x', random: seededRandom(3), teams: 12 });
const script = league.matchAt(1);
/** The events of one feed of the match, with ids and a delay of its own. */
const feedOf = (
  feed: string,
  delayMs: number,
): readonly (readonly [string, EventDraft, number])[] => {
  const run = {
    fixtureId: fixtureId(`${feed}-1`),
    producer: feed,
    script,
    announceAt: 0,
    kickOffAt: 1_000,
    speed: 60,
  };
  return script.events.map((event) => {
    const draft = draftOf(run, event, 0);
    const at = Math.max(0, draft.occurredAt) + delayMs;
    return [feed, { ...draft, eventId: `${feed}:${draft.eventId}`, receivedAt: at }, at];
  });
};

function play(messages: readonly (readonly [string, EventDraft, number])[]) {
  const desk = new FeedDesk(fixture, 'ours', { ...RULES, staleMs: 60_000, graceMs: 500 });
  const ordered = [...messages].sort((left, right) => left[2] - right[2]);
  const outputs = ordered.map(([feed, draft, at]) => desk.take(feed, draft, at));
  return {
    drafts: outputs.flatMap(({ drafts }) => drafts),
    last: outputs.at(-1)?.arbitration,
    outputs,
  };
}
const facts = (drafts: readonly EventDraft[]): readonly string[] =>
  drafts
    .filter(({ eventId }) => !eventId.startsWith('arbitration'))
    .map(({ eventId }) => eventId.replace(/^\w+:/u, ''));
const all = script.events.map(({ eventId }) => eventId);

describe('the desk of a fixture', () => {
  test("with two feeds that agree the leader's events go on once, under our names, and the result is told", () => {
    const { drafts, last } = play([...feedOf('alpha', 0), ...feedOf('beta', 200)]);
    // Where the other feed still stops, bets start by a mark of our own.
    const told = (ids: readonly string[]): readonly string[] =>
      ids.filter((id) => !id.endsWith('-start')).sort();
    expect(told(facts(drafts))).toEqual(told(all));
    expect(new Set(drafts.map((draft) => `${draft.fixtureId} ${draft.producer}`))).toEqual(
      new Set(['our-match ours']),
    );
    expect(last).toMatchObject({ reasons: [], review: [] });
    const marks = drafts.filter(({ eventId }) => eventId.startsWith('arbitration'));
    expect(marks.filter(({ kind }) => kind === 'bet-stop').length).toBe(
      marks.filter(({ kind }) => kind === 'bet-start').length,
    );
  });

  test('a goal leaves behind its stop, and bets go on when the other feed has seen it', () => {
    const { drafts } = play([...feedOf('alpha', 0), ...feedOf('beta', 200)]);
    const goal = drafts.findIndex(({ kind }) => kind === 'goal');
    expect(goal).toBeGreaterThan(0);
    expect(drafts[goal - 1]).toMatchObject({ kind: 'bet-stop', reason: 'danger' });
  });

  test('when the leader falls silent the other goes on without a gap and without a fact twice', () => {
    const alpha = feedOf('alpha', 0);
    const cut = alpha.slice(0, Math.floor(alpha.length / 2));
    const { drafts, last } = play([...cut, ...feedOf('beta', 200)]);
    expect(new Set(facts(drafts)).size).toBe(facts(drafts).length);
    expect(facts(drafts)).toContain('result');
    expect(last?.leader).toBe('beta');
  });

  test('a goal of one feed alone stops bets, asks a person, and holds the result back', () => {
    const beta = feedOf('beta', 200).filter(([, { kind }]) => kind !== 'goal');
    const { drafts, last } = play([...feedOf('alpha', 0), ...beta]);
    expect(last).toMatchObject({ mayConfirm: false });
    expect(last?.review).toContain('score-conflict');
    expect(drafts.some(({ kind }) => kind === 'result')).toBe(false);
    expect(
      drafts.findLast(({ kind, eventId }) => eventId.startsWith('arbitration') && kind !== 'result')
        ?.kind,
    ).toBe('bet-stop');
  });

  test('silence of all stops bets at the next look', () => {
    const desk = new FeedDesk(fixture, 'ours', RULES);
    const [, draft] = feedOf('alpha', 0)[0] ?? [];
    if (draft === undefined) throw new Error('no event');
    desk.take('alpha', draft, 1_000);
    expect(desk.tick(5_000).drafts).toEqual([]);
    expect(desk.tick(6_001).drafts).toMatchObject([{ kind: 'bet-stop' }]);
    desk.alive('alpha', 7_000);
    expect(desk.tick(7_000).drafts).toMatchObject([{ kind: 'bet-start' }]);
  });

  test('a stop of the feed that does not lead stops bets, and no feed starts them while another stops', () => {
    const desk = new FeedDesk(fixture, 'ours', { ...RULES, staleMs: 60_000 });
    const [, first] = feedOf('alpha', 0)[0] ?? [];
    if (first === undefined) throw new Error('no event');
    const event = (eventId: string, kind: 'bet-stop' | 'bet-start'): EventDraft => {
      const { fixtureId: own, producer, clock } = first;
      const head = { fixtureId: own, producer, clock, eventId, occurredAt: 1, receivedAt: 1 };
      return kind === 'bet-stop' ? { ...head, kind, reason: 'var' } : { ...head, kind };
    };
    const kinds = (feed: string, draft: EventDraft, at: number): readonly string[] =>
      desk.take(feed, draft, at).drafts.map(({ kind }) => kind);
    expect(kinds('alpha', first, 1)).toEqual(['fixture']);
    expect(kinds('beta', event('b1', 'bet-stop'), 2)).toEqual(['bet-stop']);
    expect(kinds('alpha', event('a1', 'bet-stop'), 3)).toEqual(['bet-stop']);
    expect(kinds('alpha', event('a2', 'bet-start'), 4)).toEqual([]);
    expect(kinds('beta', event('b2', 'bet-start'), 5)).toEqual(['bet-start']);
  });
});
