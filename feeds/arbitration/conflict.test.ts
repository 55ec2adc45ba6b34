import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { draftOf } from '../run.ts';
import type { EventDraft } from '../script.ts';
import { contradictEvent } from '../simulator/contradict.ts';
import { makeLeague } from '../simulator/league.ts';
import { FeedDesk } from './feed-desk.ts';

const FEEDS = ['alpha', 'beta'] as const;
type Feed = (typeof FEEDS)[number];
const RULES = {
  ...{ preMatch: FEEDS, live: FEEDS },
  ...{ staleMs: 60_000, graceMs: 500, leastFeeds: 1 },
};
const fixture = fixtureId('our-match');
const league = makeLeague({ name: 'conflict', random: seededRandom(11), teams: 12 });
const script = [1, 2, 3, 4, 5, 6]
  .map((index) => league.matchAt(index))
  .find(({ events }) => events.filter(({ body }) => body.kind === 'goal').length >= 3);
if (script === undefined) throw new Error('the league has no match with goals');

const drafts: readonly EventDraft[] = script.events.map((event) => {
  const run = { fixtureId: fixture, producer: 'x', script, announceAt: 0, kickOffAt: 1_000 };
  return draftOf({ ...run, speed: 60 }, event, 0);
});
const goals = drafts.flatMap(({ kind }, at) => (kind === 'goal' ? [at] : []));

/** The ways in which one feed can tell of a goal otherwise than the other. */
const WAYS = {
  missing: () => [],
  'of the other side': (goal: EventDraft) => [contradictEvent(goal) ?? goal],
  twice: (goal: EventDraft) => [goal, { ...goal, eventId: `${goal.eventId}-again` }],
} as const;
type Way = keyof typeof WAYS;

type Case = Readonly<{ way: Way; goal: number; wrong: Feed; delayMs: number; silentAfter: number }>;

/** The whole match as both tell it, one of them wrong at one goal and silent some events later, and a day after it. */
function publishedIn({ way, goal, wrong, delayMs, silentAfter }: Case) {
  const at = goals[goal % goals.length] ?? 0;
  const told = FEEDS.flatMap((feed) =>
    drafts.flatMap((draft, index) => {
      if (feed === wrong && index > at + silentAfter) return [];
      const said = feed === wrong && index === at ? WAYS[way](draft) : [draft];
      const whenMs = Math.max(0, draft.occurredAt) + (feed === 'beta' ? delayMs : 0);
      return said.map((each) => ({ feed, whenMs, draft: { ...each, receivedAt: whenMs } }));
    }),
  ).sort((left, right) => left.whenMs - right.whenMs);
  const desk = new FeedDesk(fixture, 'ours', RULES);
  const published = told.flatMap(({ feed, draft, whenMs }) => {
    desk.alive(feed, whenMs);
    return desk.take(feed, draft, whenMs).drafts;
  });
  const endMs = told.at(-1)?.whenMs ?? 0;
  let review: readonly string[] = [];
  for (let hour = 1; hour <= 24; hour += 1) {
    const nowMs = endMs + hour * 3_600_000;
    for (const feed of FEEDS) if (feed !== wrong) desk.alive(feed, nowMs);
    const { drafts: more, arbitration } = desk.tick(nowMs);
    published.push(...more);
    ({ review } = arbitration);
  }
  return { published, review };
}

const cases: fc.Arbitrary<Case> = fc.record({
  way: fc.constantFrom(...(Object.keys(WAYS) as Way[])),
  goal: fc.nat(20),
  wrong: fc.constantFrom(...FEEDS),
  delayMs: fc.nat(400),
  // Some minutes of the match, so that it is not the silence that comes first, or never.
  silentAfter: fc.integer({ min: 5, max: 400 }),
});

property.prop([cases], { numRuns: 100 })(
  'a contradiction of the score never settles: not later, and not when one side falls silent',
  (drawn) => {
    const { published, review } = publishedIn(drawn);
    expect(published.filter(({ kind }) => kind === 'result')).toEqual([]);
    expect(review).toContain('score-conflict');
    const marks = published.filter(({ eventId }) => eventId.startsWith('arbitration'));
    expect(marks.at(-1)?.kind).toBe('bet-stop');
  },
);

test('without one the same match settles, so that the property can fail', () => {
  const desk = new FeedDesk(fixture, 'ours', RULES);
  const published = drafts.flatMap((draft) =>
    FEEDS.flatMap((feed) => desk.take(feed, draft, Math.max(0, draft.occurredAt)).drafts),
  );
  expect(published.filter(({ kind }) => kind === 'result')).toHaveLength(1);
});
