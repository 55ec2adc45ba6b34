import { LayOffRequestSchema, MarketQuotesSchema, subjects } from '#contracts/mod.ts';
import { readEngineFixtures } from '#feeds/identity/mod.ts';
import {
  followJson,
  parserOf,
  repeat,
  secretOfSetting,
  serveJson,
  type Config,
} from '#platform/mod.ts';
import {
  betfairExchange,
  LayOffDesk,
  SimulatedMarkets,
  type ExchangePort,
} from '#risk/layoff/mod.ts';
import { DEFAULT_RATES, type TailBook } from '#risk/mod.ts';

import type { Context } from '../context.ts';
import { postLayOff } from './lay-off-ledger.ts';
import { ExchangeMarkets } from './lay-off-markets.ts';

const parseQuotes = parserOf(MarketQuotesSchema);
const parseRequest = parserOf(LayOffRequestSchema);

const FIXTURES_MS = 30_000;
const DELAYS_MS = 250;
/** As exchanges hold bets on football in play back. */
const IN_PLAY_DELAY_MS = 5_000;

type Shared = Pick<Context, 'nats' | 'pool' | 'clock' | 'random' | 'log'> &
  Readonly<{ config: Pick<Config, 'layOff'> }>;

type Exchange = Readonly<{
  port: ExchangePort;
  /** Hears what the real one shows; for the simulated one. */
  simulated: SimulatedMarkets | undefined;
}>;

function exchangeOf(
  settings: Exclude<Config['layOff'], { exchange: 'off' }>,
  { clock, random, log }: Shared,
): Exchange {
  if (settings.exchange !== 'betfair') {
    const simulated = new SimulatedMarkets({ clock, inPlayDelayMs: IN_PLAY_DELAY_MS });
    return { port: simulated, simulated };
  }
  const { apiUrl, stream, appKey, session } = settings;
  const port = betfairExchange({
    ...{ clock, random, apiUrl, stream },
    session: () => ({ appKey, token: secretOfSetting(session) }),
    onDown: (why) => {
      log.warn({ why }, 'the stream of orders is down');
    },
  });
  return { port, simulated: undefined };
}

/** The desk that lays risk off, with the quotes that it lays it off at; none where that is turned off. */
export async function startLayOff(
  context: Shared,
  tail: TailBook,
): Promise<Readonly<{ stop(): Promise<void> }> | undefined> {
  const { nats, pool, clock, log, config } = context;
  const settings = config.layOff;
  if (settings.exchange === 'off') return undefined;
  const { port, simulated } = exchangeOf(settings, context);
  const markets = new ExchangeMarkets();
  markets.renew(await readEngineFixtures(pool));
  const desk = new LayOffDesk({
    ...{ pool, clock, log, port, book: tail, exchange: settings.exchange },
    markets: () => markets.all(),
    post: postLayOff,
    currency: DEFAULT_RATES.house,
    commissionBps: settings.commissionBps,
  });
  const onError = (error: unknown): void => {
    log.error({ err: error }, 'laying off failed at a step');
  };
  const quotes = await followJson(nats, {
    stream: 'QUOTES',
    filter: subjects.quotesOf(settings.quotes),
    from: 'last-per-subject',
    parse: parseQuotes,
    handle: (each) => {
      const market = markets.take(each);
      if (market !== undefined) simulated?.show(market);
    },
    onError,
  });
  const fixtures = repeat(clock, {
    everyMs: FIXTURES_MS,
    work: async () => {
      markets.renew(await readEngineFixtures(pool));
    },
    onError,
  });
  const stopDelays = clock.every(DELAYS_MS, () => simulated?.tick());
  await desk.start();
  const answers = serveJson(nats, {
    subject: subjects.layOff,
    parse: parseRequest,
    handle: (request) => desk.answer(request),
    onError,
  });
  return {
    stop: async () => {
      stopDelays();
      await answers.stop();
      await Promise.all([quotes.stop(), fixtures.stop()]);
      await desk.stop();
    },
  };
}
