import { fc } from '@fast-check/vitest';

import type { OddsMessage, PublishedMarket } from '#contracts/mod.ts';

import { boardOf, type HeldBoard } from './test-client.ts';
import { sampleMarketOf, sampleOdds } from './test-samples.ts';

/** One step of a host: a market set to a new value, or removed; or a new owner. */
export const hostStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      market: fc.nat(8),
      odds: fc.option(fc.integer({ min: 10_100, max: 99_999 })),
      status: fc.constantFrom('active' as const, 'suspended' as const, 'settled' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.constant('new-owner' as const) },
);
export type HostStep = typeof hostStep extends fc.Arbitrary<infer T> ? T : never;

/** Six lines of one type, two of another, and a market without a line. */
const NAMES = [
  ...['0.5', '0.75', '1', '1.5', '2.5', '3'].map((line) => ['total-goals', line] as const),
  ...['-0.5', '0.5'].map((line) => ['asian-handicap', line] as const),
  ['match-result', ''] as const,
];

export type Sent = Readonly<{ message: OddsMessage; image: OddsMessage }>;
export type Play = Readonly<{
  sent: readonly Sent[];
  boards: ReadonlyMap<string, HeldBoard | undefined>;
  image: () => OddsMessage;
}>;

export const boardName = ({ epoch, seq }: Readonly<{ epoch: number; seq: number }>): string =>
  `${String(epoch)}/${String(seq)}`;

/** Every message that the host sends in these steps, and the board that it has after each. */
export function playHost(steps: readonly HostStep[]): Play {
  const markets = new Map<string, PublishedMarket>();
  const sent: Sent[] = [];
  let [epoch, seq, version] = [1, 0, 0];
  const image = (): OddsMessage => sampleOdds({ epoch, seq, markets: [...markets.values()] });
  const boards = new Map<string, HeldBoard | undefined>();
  const send = (message: OddsMessage): void => {
    sent.push({ message, image: image() });
    boards.set(boardName({ epoch, seq }), boardOf(image()));
  };
  const marketOf = (index: number, fields: Parameters<typeof sampleMarketOf>[3] = {}) => {
    const [type, line] = NAMES[index] ?? ['match-result' as const, ''];
    return sampleMarketOf(type, line, version, fields);
  };
  send(image());
  for (const each of steps) {
    const prev = seq;
    seq += 1;
    if (each === 'new-owner') {
      [epoch, seq] = [epoch + 1, 0];
      send(image());
    } else if ('remove' in each) {
      const { key } = marketOf(each.remove);
      markets.delete(key);
      send(sampleOdds({ kind: 'delta', epoch, seq, prev, markets: [], removed: [key] }));
    } else {
      version += 1;
      const market = marketOf(each.market, { odds: each.odds, status: each.status });
      markets.set(market.key, market);
      send(sampleOdds({ kind: 'delta', epoch, seq, prev, markets: [market] }));
    }
  }
  return { sent, boards, image };
}

/** What the way to a gateway does to a message: any of it at any time. */
export const fate = fc.record({
  lost: fc.boolean(),
  twice: fc.boolean(),
  /** By how many messages it is overtaken. */
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
  /** The whole board is sent in its place. */
  asImage: fc.boolean(),
  /** What each of the readers does after it. */
  reads: fc.array(fc.constantFrom('no' as const, 'read' as const, 'move' as const), {
    minLength: 4,
    maxLength: 4,
  }),
});
export type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;

export function deliveries(sent: readonly Sent[], fates: readonly Fate[]) {
  return sent
    .flatMap(({ message, image }, index) => {
      const given = fates[index % fates.length];
      if (given === undefined || given.lost) return [];
      const { late, twice, asImage, reads } = given;
      const once = { message: asImage ? image : message, at: index + late, reads };
      return twice ? [once, { ...once, at: once.at + 2 }] : [once];
    })
    .sort((a, b) => a.at - b.at);
}

type Market = PublishedMarket;

/** Which markets of a board a reader with this filter is to see: the obvious way, from the whole board. */
export function visible(
  board: HeldBoard,
  filter: Readonly<{ types?: readonly string[]; mainOnly?: boolean }>,
): Readonly<Record<string, Market>> {
  const markets = Object.values(board.markets);
  const typeOf = ({ key }: Market): string => key.split('|')[0] ?? '';
  const lineOf = ({ key }: Market): number => Number(key.split('line=')[1] ?? 0);
  const rank = (market: Market): readonly number[] => {
    const odds = market.outcomes.map((outcome) => outcome.odds);
    const isOpen = market.status === 'active' || market.status === 'suspended';
    const [first = null, second = null] = odds;
    const isPriced = first !== null && second !== null;
    const spread = isPriced ? Math.abs(Math.log(first) - Math.log(second)) : 0;
    const quarter = lineOf(market) % 0.5 === 0 ? 0 : 0.05;
    return [isOpen ? 0 : 1, isPriced ? 0 : 1, spread + quarter];
  };
  const isBefore = (a: Market, b: Market): boolean => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, index) => Math.abs(value - (right[index] ?? 0)) > 1e-9);
    return at === -1 ? a.key < b.key : (left[at] ?? 0) < (right[at] ?? 0);
  };
  const isMain = (market: Market): boolean =>
    !market.key.includes('line=') ||
    markets.every(
      (other) =>
        other === market ||
        typeOf(other) !== typeOf(market) ||
        !other.key.includes('line=') ||
        isBefore(market, other),
    );
  const shown = markets.filter(
    (market) =>
      (filter.types?.includes(typeOf(market)) ?? true) &&
      (filter.mainOnly !== true || isMain(market)),
  );
  return Object.fromEntries(shown.map((market) => [market.key, market]));
}
