import type { Command } from 'commander';

import { DEMO_USERS } from '#bet-api/mod.ts';
import { createLogger, deleteStackData, loadConfig, systemClock } from '#platform/mod.ts';

import { onStop } from '../processes/on-stop.ts';
import { startAll, type RunningEngine } from '../processes/start-all.ts';

export function addStart(program: Command): void {
  program
    .command('start')
    .description('Start everything: servers, hosts, gateway, services and web pages')
    .option('--fresh', 'delete the data of earlier runs first')
    .option('--json', 'print one JSON object when ready, and nothing else')
    .action(async (options: { fresh?: boolean; json?: boolean }) => {
      await start(options);
    });
}

async function start(options: { fresh?: boolean; json?: boolean }): Promise<void> {
  const config = loadConfig();
  const log = createLogger({
    name: 'start',
    level: config.logLevel,
    format: process.stderr.isTTY ? 'text' : 'json',
  });
  const startedAt = systemClock.monotonic();
  const seconds = (): string => ((systemClock.monotonic() - startedAt) / 1000).toFixed(1);
  const progress = (line: string): void => {
    if (options.json !== true) console.log(`[${seconds().padStart(5)} s] ${line}`);
  };
  if (options.fresh === true) {
    progress('Deleting the data of earlier runs');
    deleteStackData(config.dataDir);
  }
  const engine = await startAll({ config, clock: systemClock, log, progress });
  if (options.json === true) {
    console.log(JSON.stringify({ ready: true, seconds: Number(seconds()), ...engine.addresses }));
  } else {
    console.log(welcome(engine, seconds(), config.demoUsers));
  }
  await new Promise<void>((stopped) => {
    onStop({ clock: systemClock, delayMs: 15_000 }, async (failure) => {
      if (failure !== undefined) log.error({ err: failure }, 'stopping after a failure');
      progress('Stopping');
      await engine.stop();
      progress('Stopped');
      stopped();
    });
  });
}

function welcome(
  { addresses, analytics }: RunningEngine,
  seconds: string,
  demoUsers: boolean,
): string {
  const api = addresses['api'] ?? '';
  const logins = demoUsers
    ? DEMO_USERS.map(({ username, password, role }) => `${username} / ${password} (${role})`)
    : ['none (OVERROUND_DEMO_USERS=off)'];
  return `
Overround is running after ${seconds} s. Ctrl-C stops it; the data is kept.

  Bettor's page     ${api}/
  Trading console   ${api}/trade
  API reference     ${api}/reference
  Odds stream       ${addresses['gateway'] ?? ''}
  Demo logins       ${logins.join('\n                    ')}

Try next:
  - open the bettor's page, log in as bettor, back a team and watch the bet being settled
  - open the trading console, log in as trader, change a margin or press S to suspend
  - npm run overround -- replay milan-liverpool-2005 --speed 60
  - ${analytics ? 'npm run overround -- query "SELECT kind, count() FROM feed_event GROUP BY kind"' : 'analytics is off on this platform: set CLICKHOUSE_URL to turn it on'}
  - npm run overround -- verify ledger
`;
}
