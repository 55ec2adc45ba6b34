import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { HostRig, MATCH_RESULT, type EventBook } from './test-fixture.ts';

/** A match in play whose turn to be priced comes when the test says so. */
function waiting(): Readonly<{ rig: HostRig; book: EventBook }> {
  const scene = HostRig.inPlay();
  scene.rig.holdsTurns = true;
  return scene;
}

const asked = ({ effects }: HostRig, from: number): number =>
  effects.slice(from).filter(({ type }) => type === 'reprice-soon').length;

const QUIET = { kind: 'clock' } as const;
const GOAL = { kind: 'goal', side: 'home', how: 'play' } as const;
const STOP = { kind: 'bet-stop', reason: 'danger' } as const;

describe('a fixture that waits to be priced', () => {
  it('asks for one turn however many events come, and says them in one message', () => {
    const { rig, book } = waiting();
    const [effects, messages] = [rig.effects.length, rig.odds().length];
    for (const minute of [20, 21, 22]) rig.feed(book.at('first-half', minute).make(QUIET, rig.now));
    expect(asked(rig, effects)).toBe(1);
    expect(rig.odds().length).toBe(messages);
    rig.take({ type: 'reprice' });
    const [message, ...others] = rig.odds().slice(messages);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ feedVersion: rig.state.record.version });
    expect(message?.state.clock.elapsedMs).toBe(22 * 60_000);
    expect(message?.markets.map(({ key }) => key)).toContain(MATCH_RESULT);
    expect(asked(rig, effects)).toBe(1);
  });

  it('is suspended at once, and then needs no turn until its goal is priced', () => {
    const { rig, book } = waiting();
    rig.feed(book.at('first-half', 20).make(QUIET, rig.now));
    const before = rig.odds().length;
    rig.feed(book.make(GOAL, rig.now));
    expect(rig.odds().slice(before)).toMatchObject([
      { state: { suspended: ['score'], score: { home: 1, away: 0 } }, markets: [] },
    ]);
    rig.take({ type: 'reprice' });
    expect(rig.odds().length).toBe(before + 1);
    rig.priceAll();
    expect(rig.odds().slice(before + 1)).toMatchObject([{ state: { suspended: [] } }]);
  });

  it('tells of a stop of bets before its prices, and of the end of one with them', () => {
    const { rig, book } = waiting();
    rig.feed(book.at('first-half', 20).make(QUIET, rig.now));
    const before = rig.odds().length;
    rig.feed(book.make(STOP, rig.now));
    expect(rig.odds().slice(before)).toMatchObject([
      { state: { suspended: ['feed'] }, markets: [] },
    ]);
    rig.feed(book.make({ kind: 'bet-start' }, rig.now));
    expect(rig.odds().length).toBe(before + 1);
    rig.take({ type: 'reprice' });
    expect(rig.odds().at(-1)).toMatchObject({ state: { suspended: [] } });
  });

  it('stamps when the host took the event and when it priced it', () => {
    const { rig, book } = waiting();
    rig.now += 10.25;
    const takenAt = rig.now;
    rig.feed(book.at('first-half', 20).make(QUIET, 7));
    rig.now += 3.5;
    rig.take({ type: 'reprice' });
    expect(rig.odds().at(-1)?.stamps).toMatchObject({
      occurredAt: 7,
      hostReceivedAt: takenAt,
      pricedAt: takenAt + 3.5,
    });
    expect(rig.state.now).toBe(Math.floor(rig.now));
  });
});

const steps = fc.array(
  fc.constantFrom(QUIET, STOP, { kind: 'bet-start' } as const, 'turn' as const),
  {
    maxLength: 12,
  },
);

property.prop([steps], { numRuns: 25 })(
  'when turns come changes the messages on the way and not where they end',
  (all) => {
    const boards = [false, true].map((holdsTurns) => {
      const { rig, book } = HostRig.inPlay();
      rig.holdsTurns = holdsTurns;
      let minute = 1;
      for (const step of all) {
        if (step === 'turn') rig.take({ type: 'reprice' });
        else rig.feed(book.at('first-half', (minute += 1)).make(step, rig.now));
      }
      rig.now += 200;
      rig.feed(book.at('first-half', minute + 1).make(QUIET, rig.now));
      rig.take({ type: 'reprice' });
      return {
        chances: rig.state.prices.map(({ key, outcomes }) => [key, outcomes.map((o) => o.model)]),
        reasons: rig.state.publishedReasons,
      };
    });
    expect(boards[0]).toEqual(boards[1]);
  },
);
