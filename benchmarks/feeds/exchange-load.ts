import type { Random } from '#platform/mod.ts';

const START = 1_900_000_000_000;

/** Steps of the exchange's price ladder around the middle: enough for the depth that busy markets show. */
const PRICES = Array.from({ length: 90 }, (_, at) => Number((1.1 + at * 0.1).toFixed(2)));

export type ExchangeLoadOptions = Readonly<{
  random: Random;
  markets: number;
  runners: number;
  messages: number;
}>;

export type ExchangeLoad = Readonly<{ lines: readonly string[]; runnerChanges: number }>;

/**
 * A stream in the shape of the open recordings: an image of all markets, then messages of one to four runner
 * changes, each of one to three prices on a side, now and then a trade, rarely a definition.
 */
export function exchangeLoad(options: ExchangeLoadOptions): ExchangeLoad {
  const { random, markets, runners, messages } = options;
  let runnerChanges = 0;
  const marketId = (at: number): string => `1.${100_000_000 + at}`;
  const size = (): number => Math.round(100 * random.exponential(0.02)) / 100;
  const prices = (from: number, count: number, isNew: boolean): readonly (readonly number[])[] =>
    Array.from({ length: count }, () => [
      PRICES[from + random.int(45)] ?? 2,
      isNew || random.int(3) > 0 ? size() : 0,
    ]);
  const definition = (version: number): object => ({
    ...{ status: 'OPEN', inPlay: version > 1, eventId: '1', eventTypeId: '7', bettingType: 'ODDS' },
    ...{ marketType: 'WIN', marketTime: '2030-01-01T12:00:00.000Z', numberOfWinners: 1, version },
    runners: Array.from({ length: runners }, (_, at) => ({
      ...{ id: at + 1, status: 'ACTIVE', sortPriority: at + 1, adjustmentFactor: 100 / runners },
    })),
  });
  const change = (id: number, isNew: boolean): object => {
    runnerChanges += 1;
    const count = isNew ? 20 : 1 + random.int(3);
    const side = random.int(2) === 0 ? 'atb' : 'atl';
    const from = side === 'atb' ? 0 : 45;
    const trade = { ltp: random.pick(PRICES), tv: size(), trd: prices(0, 1, true) };
    return { id, [side]: prices(from, count, isNew), ...(random.int(6) === 0 ? trade : {}) };
  };
  const image = {
    ...{ op: 'mcm', id: 1, initialClk: 'image', clk: 'c', pt: START, ct: 'SUB_IMAGE' },
    mc: Array.from({ length: markets }, (_, at) => ({
      ...{ id: marketId(at), img: true, marketDefinition: definition(1) },
      rc: Array.from({ length: 2 * runners }, (_, runner) => change((runner % runners) + 1, true)),
    })),
  };
  const deltas = Array.from({ length: messages }, (_, at) => ({
    ...{ op: 'mcm', id: 1, clk: `c${at}`, pt: START + 10 * at },
    mc: [
      {
        id: marketId(random.int(markets)),
        ...(random.int(500) === 0 ? { marketDefinition: definition(2) } : {}),
        rc: Array.from({ length: 1 + random.int(4) }, () => change(1 + random.int(runners), false)),
      },
    ],
  }));
  return { lines: [image, ...deltas].map((message) => JSON.stringify(message)), runnerChanges };
}
