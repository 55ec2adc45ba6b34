import type { FixtureId, OddsMessage } from '#contracts/mod.ts';
import { createMetrics, ManualClock } from '#platform/mod.ts';

import type { Written } from './bundle.ts';
import { BookFrames, OddsFrames } from './frames.ts';
import { gatewayMetrics } from './gateway-metrics.ts';
import type { Client } from './groups.ts';
import { Hub } from './hub.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { OddsStore, type Applied } from './store.ts';
import { subscriptionOf, type Channel, type SubscribeMessage } from './subscriptions.ts';
import { ReferenceClient } from './test-client.ts';
import type { ResumeTokens } from './tokens.ts';

/** A client whose network takes nothing until it is told to. */
function fakeOutlet() {
  const reference = new ReferenceClient();
  const log: string[] = [];
  const texts: string[] = [];
  const outlet = {
    unsent: 0,
    closed: 0,
    unsentBytes: () => outlet.unsent,
    write: ({ frames }: Written) => {
      for (const frame of frames) {
        const text = frame.payload('json').toString();
        texts.push(text);
        const message = reference.receive(text);
        log.push('fixtureId' in message ? `${message.op} ${message.fixtureId}` : message.op);
      }
    },
    close: (code: number) => {
      outlet.closed = code;
    },
  };
  return { outlet, reference, log, texts };
}

type Asked = Partial<Omit<SubscribeMessage, 'op' | 'channel' | 'fixtures'>> &
  Readonly<{ channel?: Channel; fixtures?: readonly FixtureId[] }>;

/** A hub with a store, on a clock that stands still, whose flushes happen when `settle` is called. */
export function makeHub(limits: Partial<GatewayLimits> = {}) {
  const clock = new ManualClock();
  const store = new OddsStore();
  const allLimits = { ...DEFAULT_LIMITS, subscriptions: 3, ...limits };
  const sources = {
    odds: new OddsFrames(store, allLimits.segmentBytes, () => clock.now()),
    books: new BookFrames(),
  };
  const tasks: (() => void)[] = [];
  const hub = new Hub({
    sources,
    limits: allLimits,
    clock,
    metrics: gatewayMetrics(createMetrics('test'), () => clock.now()),
    schedule: (task) => tasks.push(task),
  });
  const known = new Set<FixtureId>();
  const publish = (message: OddsMessage): Applied => {
    const applied = store.apply(message);
    if (applied.did !== 'applied') return applied;
    if (!known.has(message.fixtureId)) hub.reconsider('odds', message.fixtureId);
    known.add(message.fixtureId);
    hub.changed('odds', message.fixtureId, applied);
    return applied;
  };
  /** Runs what is scheduled now, and not what that schedules. */
  const step = (): void => {
    for (const task of tasks.splice(0)) task();
  };
  const settle = (): void => {
    while (tasks.length > 0) step();
  };
  const join = () => {
    const fake = fakeOutlet();
    return { ...fake, client: hub.add(fake.outlet) };
  };
  let lastId = 100;
  const subscribe = (client: Client, asked: Asked = {}, resume?: ResumeTokens) => {
    lastId += 1;
    const { fixtures, ...rest } = asked;
    const message = {
      op: 'subscribe' as const,
      id: lastId,
      channel: 'odds' as const,
      ...rest,
      ...(fixtures === undefined ? {} : { fixtures: [...fixtures] }),
    };
    return hub.subscribe(client, subscriptionOf(message), resume);
  };
  return { clock, store, sources, hub, publish, step, settle, join, subscribe };
}
