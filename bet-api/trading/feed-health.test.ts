import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { FEED_STATES, fixtureId, type FeedHealth } from '#contracts/mod.ts';

import { summary } from './feed-health.ts';

type Fixture = FeedHealth['fixtures'][number];
const fixture = (changed: Partial<Fixture> = {}): Fixture => ({
  fixtureId: fixtureId('a-1'),
  fixture: 'A – B',
  producer: 'simulator',
  status: 'in-play',
  startsAt: 0,
  state: 'speaks',
  events: 10,
  missing: 0,
  lastReceivedAt: 100,
  lagMs: 2,
  lagMaxMs: 9,
  ...changed,
});

describe('a feed', () => {
  it('is silent with one silent match, and idle with none that is live', () => {
    const silent = fixture({ state: 'silent' });
    const idle = fixture({ state: 'idle', status: 'not-started' });
    expect(summary([fixture(), silent, idle]).state).toBe('silent');
    expect(summary([fixture(), idle]).state).toBe('speaks');
    expect(summary([idle])).toMatchObject({ state: 'idle', live: 0, fixtures: 1 });
  });

  it('knows no lag and no last event before the first one', () => {
    const none = fixture({ events: 0, lastReceivedAt: null, lagMs: null, lagMaxMs: null });
    expect(summary([none])).toMatchObject({ lastReceivedAt: null, lagMs: null, lagMaxMs: null });
    expect(summary([none, fixture()])).toMatchObject({ lastReceivedAt: 100, lagMs: 2 });
  });

  property.prop([
    fc.array(
      fc.record({
        state: fc.constantFrom(...FEED_STATES),
        events: fc.nat(1000),
        missing: fc.nat(5),
        lagMs: fc.nat(500),
        lagMaxMs: fc.nat(5000),
        lastReceivedAt: fc.nat(),
      }),
      { minLength: 1 },
    ),
  ])('adds up its matches and is as late as the latest', (drawn) => {
    const { events, missing, lagMs, lagMaxMs, lastReceivedAt } = summary(drawn.map(fixture));
    const all = (key: 'events' | 'missing' | 'lagMs' | 'lagMaxMs' | 'lastReceivedAt') =>
      drawn.map((each) => each[key]);
    const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0);
    expect([events, missing]).toEqual([sum(all('events')), sum(all('missing'))]);
    expect([lagMaxMs, lastReceivedAt]).toEqual([
      Math.max(...all('lagMaxMs')),
      Math.max(...all('lastReceivedAt')),
    ]);
    const lag = lagMs ?? -1;
    expect(all('lagMs')).toContain(lag);
    expect(all('lagMs').filter((each) => each <= lag).length * 2).toBeGreaterThanOrEqual(
      drawn.length,
    );
  });
});
