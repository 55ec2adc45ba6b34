import { runningStack, type Config } from '#platform/mod.ts';

import type { ServerUrls } from '../context.ts';
import { UsageError } from './usage-error.ts';

const NO_SERVERS = 'No servers: run "npm start" in another terminal first, or set';

/** The database alone, for commands that need nothing else. */
export function databaseUrl(config: Config): string {
  const url = config.databaseUrl ?? runningStack(config.dataDir)?.databaseUrl;
  if (url === undefined) throw new UsageError(`${NO_SERVERS} DATABASE_URL.`);
  return url;
}

/** The servers to use: those of the environment, else those of an engine that runs with this data folder. */
export function serverUrls(config: Config): ServerUrls {
  const running = runningStack(config.dataDir);
  const database = config.databaseUrl ?? running?.databaseUrl;
  const natsUrl = config.natsUrl ?? running?.natsUrl;
  if (database === undefined || natsUrl === undefined) {
    throw new UsageError(`${NO_SERVERS} DATABASE_URL and NATS_URL.`);
  }
  return {
    databaseUrl: database,
    natsUrl,
    clickhouseUrl: config.clickhouseUrl ?? running?.clickhouseUrl,
  };
}
