import { startFeeds, type FeedSource } from '#feeds/mod.ts';
import { secretOfSetting, type Config } from '#platform/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

/** Matches of the league that are in play at any time, and that wait for kick-off. */
const IN_PLAY = 4;
const UPCOMING = 3;
/** A virtual round takes bets and client seeds for two minutes, and rests for half a minute after its end. */
const VIRTUAL = { openMs: 120_000, pauseMs: 30_000 };

/** How often the exchange is asked to be heard. */
const EXCHANGE_HEARTBEAT_MS = 1_000;
/** Best prices with their sizes, definitions, and what was traded last. */
const EXCHANGE_FIELDS = ['EX_BEST_OFFERS', 'EX_MARKET_DEF', 'EX_LTP', 'SP_TRADED'];

/** Feeds of providers, as far as the settings name them. */
function providersOf({ uof, exchange, folders }: Config['providers']): readonly FeedSource[] {
  const sources: FeedSource[] = folders.map((folder) => ({ kind: 'folder', ...folder }));
  if (uof !== undefined) {
    const { token, ...rest } = uof;
    sources.push({ kind: 'uof', ...rest, token: secretOfSetting(token) });
  }
  if (exchange !== undefined) {
    const { session, marketFilter, ...rest } = exchange;
    const marketDataFilter = { fields: EXCHANGE_FIELDS, ladderLevels: 1 };
    sources.push({
      ...{ kind: 'exchange', ...rest, session: () => secretOfSetting(session) },
      subscription: { marketFilter, marketDataFilter, heartbeatMs: EXCHANGE_HEARTBEAT_MS },
    });
  }
  return sources;
}

/** The built-in feeds: recordings of real matches in turns, and the simulated league without end; and providers'. */
export async function startFeedsRole(context: Context): Promise<StartedRole> {
  const { clock, pool, nats, log, metrics, config } = context;
  const { feedSpeed: speed, leagueSeed: seed } = config.engine;
  const sources: FeedSource[] =
    speed === 0
      ? []
      : [
          { kind: 'recordings', speed },
          { kind: 'simulator', speed, seed, inPlay: IN_PLAY, upcoming: UPCOMING },
          { kind: 'virtual', speed, ...VIRTUAL },
        ];
  const feeds = await startFeeds({
    clock,
    pool,
    nats,
    log,
    metrics,
    sources: [...sources, ...providersOf(config.providers)],
  });
  return { stop: () => feeds.stop() };
}
