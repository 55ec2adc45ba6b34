import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { RATE_CLASSES, type ProducerConfig } from './producers.ts';
import {
  recoveryStep,
  startOfRecovery,
  type RecoveryEffect,
  type RecoveryInput,
  type RecoveryState,
} from './recovery.ts';
import { PRODUCERS } from './testing/producers.ts';

const [LIVE] = PRODUCERS;
if (LIVE === undefined) throw new Error('no producers');
const NOW = 1_900_000_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A producer whose time is told in seconds from the start. */
class Rig {
  state: RecoveryState;
  effects: readonly RecoveryEffect[] = [];
  at = NOW;
  readonly requests: Readonly<{ at: number; requestId: number; after: number | null }>[] = [];
  readonly #config: ProducerConfig;

  constructor(config: ProducerConfig, recoverFrom: number | null = NOW - MINUTE) {
    this.#config = config;
    this.state = startOfRecovery(recoverFrom, 1);
  }

  take(input: RecoveryInput): this {
    const step = recoveryStep(this.#config, this.state, input);
    this.state = step.state;
    this.effects = step.effects;
    for (const effect of step.effects)
      if (effect.kind === 'request') this.requests.push({ ...effect, at: input.at });
    return this;
  }
  after(seconds: number): this {
    this.at += seconds * SECOND;
    return this;
  }
  connect = (): this => this.take({ kind: 'connected', at: this.at });
  cut = (): this => this.take({ kind: 'disconnected', at: this.at });
  tick = (): this => this.take({ kind: 'tick', at: this.at });
  alive = (isSubscribed = true): this =>
    this.take({ kind: 'alive', at: this.at, timestamp: this.at, isSubscribed });
  processed = (): this => this.take({ kind: 'processed', at: this.at, timestamp: this.at });
  complete = (requestId = this.state.running?.requestId ?? -1): this =>
    this.take({ kind: 'snapshot-complete', at: this.at, requestId });
  refuse = (requestId = this.state.running?.requestId ?? -1): this =>
    this.take({ kind: 'request-refused', at: this.at, requestId });
  /** Connected, recovered and processed. */
  up = (): this => this.connect().alive().processed().complete();
}

describe('a recovery', () => {
  test('is asked for at the first alive and makes the producer up at its end', () => {
    const rig = new Rig(LIVE).connect();
    expect(rig.effects).toEqual([{ kind: 'down', reason: 'not-recovered' }]);
    rig.after(3).alive();
    expect(rig.effects).toEqual([{ kind: 'request', requestId: 1, after: NOW - MINUTE }]);
    expect(rig.state.status).toBe('started');
    rig.after(1).processed().complete();
    expect(rig.effects).toEqual([{ kind: 'up', was: 'not-recovered' }]);
    expect(rig.state).toMatchObject({ status: 'completed', down: null });
  });

  test('of a producer that was never recovered asks for everything', () => {
    expect(new Rig(LIVE, null).connect().alive().requests[0]?.after).toBeNull();
  });

  test('goes no farther back than the window allows, with ten minutes to spare', () => {
    const rig = new Rig(LIVE, NOW - 100 * HOUR).connect().alive();
    expect(rig.requests[0]?.after).toBe(NOW - 10 * HOUR + 10 * MINUTE);
    const endless = { ...LIVE, windowMs: undefined };
    expect(new Rig(endless, NOW - 100 * HOUR).connect().alive().requests[0]?.after).toBe(
      NOW - 100 * HOUR,
    );
  });

  test('ends by its own request alone', () => {
    const rig = new Rig(LIVE).connect().alive().processed();
    expect(rig.complete(7).state.down).toBe('not-recovered');
    expect(rig.complete(1).state.down).toBeNull();
    expect(rig.complete(1).effects).toEqual([]);
  });

  test('that a break interrupts is repeated from the same moment', () => {
    const rig = new Rig(LIVE).connect().alive().processed().after(5).cut();
    expect(rig.effects).toEqual([{ kind: 'down', reason: 'connection-down' }]);
    expect(rig.state.status).toBe('interrupted');
    rig.after(60).connect().alive();
    expect(rig.requests.map(({ after }) => after)).toEqual([NOW - MINUTE, NOW - MINUTE]);
    expect(rig.complete(1).state.down).toBe('not-recovered');
    expect(rig.processed().complete(2).state.down).toBeNull();
  });

  test('after a break begins at the last alive that was processed while up', () => {
    const rig = new Rig(LIVE).up().after(10).alive().processed();
    const last = rig.at;
    rig.after(5).alive().cut().after(60).connect().alive();
    expect(rig.requests.at(-1)?.after).toBe(last);
  });

  test('that takes too long, or is refused, is asked for again', () => {
    const rig = new Rig(LIVE).connect().alive();
    rig.after(20 * 60 + 1).tick();
    expect(rig.requests).toHaveLength(2);
    rig.after(1).refuse();
    expect(rig.state.status).toBe('error');
    rig.after(30).tick();
    expect(rig.requests.map(({ requestId }) => requestId)).toEqual([1, 2, 3]);
  });
});

test('a provider that has not heard of our request yet is given time', () => {
  const rig = new Rig(LIVE).connect().alive(false).after(10).alive(false);
  expect(rig.requests).toHaveLength(1);
  expect(rig.processed().complete().state.down).toBeNull();
  rig.after(10).alive(false).after(25).alive(false);
  expect(rig.requests).toHaveLength(2);
  rig.after(29).alive(false);
  expect(rig.requests).toHaveLength(2);
  rig.after(1).alive(false);
  expect(rig.requests).toHaveLength(3);
});

describe('a producer that is up goes down', () => {
  test('when the provider does not hold us for subscribed, and is recovered', () => {
    const rig = new Rig(LIVE).up().after(60).alive(false);
    expect(rig.effects).toEqual([
      { kind: 'request', requestId: 2, after: NOW },
      { kind: 'down', reason: 'not-recovered' },
    ]);
  });

  test('without alives, and returns with them, unrecovered', () => {
    const rig = new Rig(LIVE).up().after(20).processed().tick();
    expect(rig.state.down).toBeNull();
    rig.after(1).tick();
    expect(rig.effects).toEqual([{ kind: 'down', reason: 'alive-interval' }]);
    rig.after(100).processed().alive();
    expect(rig.effects).toEqual([{ kind: 'up', was: 'alive-interval' }]);
    expect(rig.requests).toHaveLength(1);
  });

  test('when what comes is not processed in time, until it is', () => {
    const rig = new Rig(LIVE).up().after(15).alive().after(10).alive();
    expect(rig.effects).toEqual([{ kind: 'down', reason: 'processing-delay' }]);
    expect(rig.processed().effects).toEqual([{ kind: 'up', was: 'processing-delay' }]);
  });

  test('and its moment to recover from stands still meanwhile', () => {
    const rig = new Rig(LIVE).up();
    const before = rig.state.recoverFrom;
    rig.after(30).processed();
    expect(rig.state.down).toBe('alive-interval');
    expect(rig.state.recoverFrom).toBe(before);
  });
});

const input = fc.record({
  seconds: fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 4_000 }),
    fc.integer({ min: 0, max: 200_000 }),
  ),
  what: fc.constantFrom(
    ...(['connect', 'cut', 'tick', 'alive', 'alive', 'unsubscribed', 'processed'] as const),
    ...(['complete', 'complete', 'old', 'refuse'] as const),
  ),
});
type Input = typeof input extends fc.Arbitrary<infer Value> ? Value : never;

function doInput(rig: Rig, { seconds, what }: Input): void {
  rig.after(seconds);
  if (what === 'unsubscribed') rig.alive(false);
  else if (what === 'old') rig.complete(0);
  else rig[what]();
}

const histories = fc.tuple(
  fc.constantFrom(...PRODUCERS),
  fc.option(fc.integer({ min: 0, max: 300 * 3_600 }).map((seconds) => NOW - seconds * SECOND)),
  fc.array(input, { maxLength: 60 }),
);

describe('whatever happens', () => {
  property.prop([histories], { numRuns: 500 })(
    'up and down take turns and are what the state says',
    (history) => {
      const [config, recoverFrom, inputs] = history;
      const rig = new Rig(config, recoverFrom);
      let isUp = false;
      for (const one of inputs) {
        doInput(rig, one);
        for (const effect of rig.effects) {
          if (effect.kind === 'request') continue;
          expect(effect.kind === 'up' && isUp).toBe(false);
          isUp = effect.kind === 'up';
        }
        expect(rig.state.down === null).toBe(isUp);
      }
    },
  );

  property.prop([histories], { numRuns: 500 })(
    'up follows the end of a recovery of this connection',
    (history) => {
      const [config, recoverFrom, inputs] = history;
      const rig = new Rig(config, recoverFrom);
      let recovered = false;
      for (const one of inputs) {
        const running = rig.state.running;
        doInput(rig, one);
        if (!rig.state.isRecovered) recovered = false;
        if (one.what === 'cut') expect(rig.state.isRecovered).toBe(false);
        // A recovery that had run too long was given up in the same step.
        if (one.what === 'complete' && running !== null && rig.state.isRecovered) recovered = true;
        if (rig.state.down === null) expect(recovered).toBe(true);
      }
    },
  );

  property.prop([histories], { numRuns: 500 })(
    'no request breaks the provider’s limits',
    (history) => {
      const [config, recoverFrom, inputs] = history;
      const rig = new Rig(config, recoverFrom);
      const refused = new Set<number>();
      for (const one of inputs) {
        if (one.what === 'refuse' && rig.state.running !== null)
          refused.add(rig.state.running.requestId);
        doInput(rig, one);
      }
      const taken = rig.requests.filter(({ requestId }) => !refused.has(requestId));
      taken.forEach(({ at, after }) => {
        const back = after === null ? Infinity : at - after;
        expect(back).toBeGreaterThanOrEqual(0);
        if (config.windowMs !== undefined && after !== null)
          expect(back).toBeLessThanOrEqual(config.windowMs - 10 * MINUTE);
      });
      let youngest = 0;
      for (const { belowMs, limits } of RATE_CLASSES) {
        const times = taken.flatMap(({ at, after }) => {
          const back = after === null ? Infinity : at - after;
          return back >= youngest && (back < belowMs || belowMs === Infinity) ? [at] : [];
        });
        for (const { requests, withinMs } of limits)
          for (const from of times)
            expect(
              times.filter((at) => at >= from && at < from + withinMs).length,
            ).toBeLessThanOrEqual(requests);
        youngest = belowMs;
      }
      const gaps = rig.requests
        .slice(1)
        .map(({ at }, index) => at - (rig.requests[index]?.at ?? 0));
      for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(config.leastGapMs);
    },
  );

  property.prop([histories], { numRuns: 500 })(
    'a provider that answers makes it up again',
    (history) => {
      const [config, recoverFrom, inputs] = history;
      const rig = new Rig(config, recoverFrom);
      for (const one of inputs) doInput(rig, one);
      rig.cut().after(1).connect();
      // Four requests in two hours are the tightest limit.
      for (let times = 0; times < 2 * 360 + 10 && rig.state.down !== null; times += 1)
        rig.after(10).alive().processed().complete();
      expect(rig.state.down).toBeNull();
    },
  );
});
