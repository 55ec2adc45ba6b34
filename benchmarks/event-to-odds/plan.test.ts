import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { FixtureEventSchema } from '#contracts/mod.ts';
import { parserOf } from '#platform/mod.ts';

import { openingLines, plannedLine } from './feed-lines.ts';
import { OPENING_EVENTS, planLoad } from './plan.ts';

const options = fc.record({
  fixtures: fc.integer({ min: 1, max: 30 }),
  seconds: fc.integer({ min: 5, max: 20 }),
  perSecond: fc.integer({ min: 1, max: 40 }),
});

describe('the load', () => {
  property.prop([options])('counts the events of each fixture on, and ends on each', (given) => {
    const plan = planLoad(given);
    expect(planLoad(given)).toEqual(plan);
    for (const [, events] of Map.groupBy(plan, ({ fixture }) => fixture))
      expect(events.map(({ version }) => version)).toEqual(
        events.map((_, at) => OPENING_EVENTS + 1 + at),
      );
    expect(new Set(plan.slice(-given.fixtures).map(({ fixture }) => fixture)).size).toBe(
      given.fixtures,
    );
    const due = plan.map(({ dueMs }) => dueMs);
    expect(due).toEqual(due.toSorted((a, b) => a - b));
  });

  property.prop([options])(
    'stops bets only where they are open, and starts them again',
    (given) => {
      for (const [, events] of Map.groupBy(planLoad(given), ({ fixture }) => fixture))
        events.forEach(({ kind }, at) => {
          if (kind === 'bet-stop') expect(events[at + 1]?.kind).toBe('bet-start');
          if (kind === 'bet-start') expect(events[at - 1]?.kind).toBe('bet-stop');
        });
    },
  );

  it('comes as often as asked, a fifth of it suspending', () => {
    const plan = planLoad({ fixtures: 20, seconds: 200, perSecond: 20 });
    const of = (kind: string): number => plan.filter((event) => event.kind === kind).length;
    const asked = plan.length - of('bet-start') - 20;
    expect(Math.abs(asked / 4_000 - 1)).toBeLessThan(0.1);
    expect((of('goal') + of('bet-stop')) / asked).toBeCloseTo(0.2, 1);
  });

  it('is said in lines that the feed service takes', () => {
    const parse = parserOf(FixtureEventSchema);
    const lines = [
      ...openingLines(3, 1_000),
      ...planLoad({ fixtures: 4, seconds: 5, perSecond: 20 }).map((event) => plannedLine(event, 5)),
    ];
    for (const line of lines)
      parse({ ...(JSON.parse(line) as object), version: 1, receivedAt: 1, publishedAt: 1 });
  });
});
