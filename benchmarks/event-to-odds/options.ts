import { parseArgs } from 'node:util';

export type LoadOptions = Readonly<{
  /** Sizes of the rounds: how many clients, one round after the other. */
  clients: readonly number[];
  fixtures: number;
  /** Measured; three seconds of warm-up come before. */
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
      seconds: { type: 'string', default: '30' },
      deliveries: { type: 'string', default: '20000' },
      view: { type: 'string', default: 'coupon' },
      profile: { type: 'string' },
    },
  });
  return {
    clients: values.clients.split(',').map((text) => atLeast('--clients', text, PROBES + 1)),
    fixtures: atLeast('--fixtures', values.fixtures, 1),
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

/** What a client with this view asks for. */
export const subscribeMessage = (view: View): string =>
  JSON.stringify({ op: 'subscribe', id: 1, channel: 'odds', ...VIEWS[view] });

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
