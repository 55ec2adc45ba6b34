import { parseArgs } from 'node:util';

import type { FixtureId } from '#contracts/mod.ts';

export type LoadOptions = Readonly<{
  /** Sizes of the rounds: how many clients, one round after the other. */
  clients: readonly number[];
  fixtures: number;
  /** How many of the fixtures each client follows; each size of a crowd is played with each of these. */
  follow: readonly number[];
  /** Measured; five seconds of warm-up come before. */
  seconds: number;
  /** Messages per second to all clients together: how often something happens follows from it. */
  deliveries: number;
  /** What each client sees of every fixture. */
  view: View;
  /** Where to leave CPU profiles of host and gateway. */
  profileDir: string | undefined;
}>;

/** Throws RangeError for a size that makes no load. */
export function readOptions(args: readonly string[]): LoadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      clients: { type: 'string', default: '1000,5000' },
      fixtures: { type: 'string', default: '20' },
      follow: { type: 'string', default: '5,all' },
      seconds: { type: 'string', default: '30' },
      deliveries: { type: 'string', default: '20000' },
      view: { type: 'string', default: 'coupon' },
      profile: { type: 'string' },
    },
  });
  const fixtures = atLeast('--fixtures', values.fixtures, 1);
  return {
    clients: values.clients.split(',').map((text) => atLeast('--clients', text, PROBES + 1)),
    fixtures,
    follow: values.follow.split(',').map((text) => readFollow(text, fixtures)),
    seconds: atLeast('--seconds', values.seconds, 5),
    deliveries: atLeast('--deliveries', values.deliveries, 1),
    view: readView(values.view),
    profileDir: values.profile,
  };
}

/**
 * `coupon`: the main lines of the markets that a list of matches shows; `main`: of all markets; `all`: every
 * market.
 */
const VIEWS = {
  coupon: {
    marketTypes: ['match-result', 'total-goals', 'asian-handicap', 'both-teams-to-score'],
    mainOnly: true,
  },
  main: { mainOnly: true },
  all: {},
} as const;
export type View = keyof typeof VIEWS;

/** What a client with this view asks for, of these fixtures or of all. */
export const subscribeMessage = (view: View, fixtures?: readonly FixtureId[]): string =>
  JSON.stringify({ op: 'subscribe', id: 1, channel: 'odds', fixtures, ...VIEWS[view] });

function readFollow(text: string, fixtures: number): number {
  const follow = text === 'all' ? fixtures : atLeast('--follow', text, 1);
  if (follow <= fixtures) return follow;
  throw new RangeError(`--follow is "${text}"; there are ${String(fixtures)} --fixtures`);
}

function readView(text: string): View {
  if (Object.hasOwn(VIEWS, text)) return text as View;
  throw new RangeError(`--view is "${text}"; use one of ${Object.keys(VIEWS).join(', ')}`);
}

/** Clients that read every message; half of them connect before all others, half after. */
export const PROBES = 40;

function atLeast(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`${name} is "${text}"; it must be a whole number from ${String(least)}`);
}
