import { startFeeds, type FeedSource } from '#feeds/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

/** Matches of the league that are in play at any time, and that wait for kick-off. */
const IN_PLAY = 4;
const UPCOMING = 3;
/** A virtual round takes bets and client seeds for two minutes, and rests for half a minute after its end. */
const VIRTUAL = { openMs: 120_000, pauseMs: 30_000 };

/** The built-in feeds: recordings of real matches in turns, and the simulated league without end. */
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
  const feeds = await startFeeds({ clock, pool, nats, log, metrics, sources });
  return { stop: () => feeds.stop() };
}
