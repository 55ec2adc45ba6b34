import { fork } from 'node:child_process';
import { once } from 'node:events';

import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  type LayOffAnswer,
  type LayOffRequest,
} from '#contracts/mod.ts';
import { createPool, silentLogger, systemClock, systemRandom } from '#platform/mod.ts';

import { betfairExchange } from '../betfair/betfair-exchange.ts';
import { LayOffDesk } from '../desk.ts';
import type { ExchangeMarket } from '../exchange-market.ts';

export type DeskTask = Readonly<{
  databaseUrl: string;
  apiUrl: string;
  stream: Readonly<{ host: string; port: number; ca: string }>;
  session: string;
  /** What its clock shows beyond the time, so that nobody waits. */
  aheadMs: number;
}>;

/** Matched of each order that counts in the book, minor units. */
type Positions = Readonly<Record<string, string>>;
type Asked = LayOffRequest | 'positions';

const WORD = 'lay-off-desk';

/** A desk in a process of its own, which can be killed. The book wants 202.70 at 3.0 on the home team. */
export async function startDeskProcess(task: DeskTask) {
  const child = fork(import.meta.filename, [WORD, JSON.stringify(task)], { execArgv: [] });
  const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
  if (first !== 'ready') throw new Error('the desk did not start');
  const ask = async (asked: Asked): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(asked);
    return (await answered)[0];
  };
  return {
    /** Asks without hearing the answer. */
    tell: (request: LayOffRequest): void => void child.send(request),
    ask: async (request: LayOffRequest) => (await ask(request)) as LayOffAnswer,
    positions: async () => (await ask('positions')) as Positions,
    kill: async (): Promise<void> => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function runDesk({ databaseUrl, apiUrl, stream, session, aheadMs }: DeskTask): Promise<void> {
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const positions = new Map<string, string>();
  const desk = new LayOffDesk({
    ...{ pool: createPool({ url: databaseUrl }), clock, log: silentLogger(), exchange: 'betfair' },
    port: betfairExchange({
      ...{ clock, random: systemRandom, apiUrl, stream },
      session: () => ({ appKey: 'key', token: session }),
      onDown: () => undefined,
    }),
    book: {
      liabilitiesOn: () => () => ({ lossIfWonMinor: 40_000, gainIfLostMinor: 20_000 }),
      holdPosition: ({ orderId, matchedMinor }) => positions.set(orderId, matchedMinor),
      dropPosition: (id) => positions.delete(id),
    },
    markets: () => [marketAt(clock.now())],
    post: () => Promise.resolve(),
    ...{ currency: 'EUR', commissionBps: 200 },
  });
  await desk.start();
  process.on('message', (asked) => {
    const request = asked as Asked;
    if (request === 'positions') process.send?.(Object.fromEntries(positions));
    else void desk.answer(request).then((answer) => process.send?.(answer));
  });
  process.send?.('ready');
}

const marketAt = (at: number): ExchangeMarket => ({
  ...{ marketId: '1.5', fixtureId: fixtureId('league-1') },
  ...{ marketKey: marketKeyOf('match-result'), at, isOpen: true, inPlay: false },
  selections: [
    {
      ...{ outcomeId: outcomeId('home'), selectionId: 47972, lay: null, lastTraded: null },
      back: { odds: 3, sizeMinor: 1_000_000 },
    },
  ],
});

const [word, task] = process.argv.slice(2);
if (word === WORD && task !== undefined) await runDesk(JSON.parse(task) as DeskTask);
