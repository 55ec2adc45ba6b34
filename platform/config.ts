import { join, resolve } from 'node:path';

import { ConfigError } from './config-error.ts';
import { BET_ENVIRONMENT, readBetSettings, type BetSettings } from './bet-settings.ts';
import { FEED_ENVIRONMENT, readFeedSettings, type FeedSettings } from './feed-settings.ts';
import {
  GATEWAY_ENVIRONMENT,
  readGatewaySettings,
  type GatewaySettings,
} from './gateway-settings.ts';
import {
  LAY_OFF_ENVIRONMENT,
  readLayOffSettings,
  type LayOffSettings,
} from './lay-off-settings.ts';
import {
  PAYMENT_ENVIRONMENT,
  readPaymentSettings,
  type PaymentSettings,
} from './payment-settings.ts';
import { readRiskSettings, RISK_ENVIRONMENT, type RiskSettings } from './risk-settings.ts';

export { ConfigError };

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the environment says. Absent server URLs mean: use the embedded servers. */
export type Config = Readonly<{
  databaseUrl: string | undefined;
  natsUrl: string | undefined;
  clickhouseUrl: string | undefined;
  /** Where the HTTP and WebSocket servers listen; 127.0.0.1 unless told otherwise. */
  host: string;
  apiPort: number;
  gatewayPort: number;
  /** Where browsers find the odds stream; the gateway's own address when undefined. */
  gatewayUrl: string | undefined;
  /** Undefined: this process serves no metrics of its own. */
  metricsPort: number | undefined;
  embeddedPorts: EmbeddedPorts;
  /** Absolute path of everything this installation writes. */
  dataDir: string;
  /** Absolute path to which signed checkpoints of the ledger are appended. */
  anchorDir: string;
  logLevel: LogLevel;
  jwtSecret: string | undefined;
  /** Whether `npm start` makes the demo logins. */
  demoUsers: boolean;
  /** Whether hosts and gateways ask for processors before other processes. */
  runsFirst: boolean;
  engine: EngineSettings;
  bets: BetSettings;
  risk: RiskSettings;
  layOff: LayOffSettings;
  gateway: GatewaySettings;
  payments: PaymentSettings;
  /** Feeds of providers beside the built-in ones. */
  providers: FeedSettings;
}>;

/** How this installation trades. Times are milliseconds of real time, also when matches are replayed faster. */
export type EngineSettings = Readonly<{
  betDelayMs: number;
  scoreHoldMs: number;
  /** Match minutes per real minute of the built-in feeds; 0 turns them off. */
  feedSpeed: number;
  /** Seed of the simulated league. */
  leagueSeed: string;
  /** First and last shard that a host process may own. */
  hostShards: readonly [first: number, last: number];
}>;

/** Ports of the embedded servers; 0 takes any free one. */
export type EmbeddedPorts = Readonly<{ postgres: number; nats: number; clickhouse: number }>;

/** Every variable that is read, with its default: `overround doctor` and the docs print this table. */
export const ENVIRONMENT = {
  DATABASE_URL: ['', 'PostgreSQL to use instead of the embedded one'],
  NATS_URL: ['', 'NATS server to use instead of the embedded one'],
  CLICKHOUSE_URL: ['', 'ClickHouse to use instead of the embedded one'],
  OVERROUND_HOST: ['127.0.0.1', 'address that the API, gateway and metrics listen on'],
  OVERROUND_API_PORT: ['7070', 'port of the HTTP API and the web pages'],
  OVERROUND_GATEWAY_PORT: ['7071', 'port of the odds WebSocket'],
  OVERROUND_GATEWAY_URL: ['', 'address of the odds WebSocket as browsers see it'],
  OVERROUND_METRICS_PORT: ['', 'port of the Prometheus metrics of this process; none unless set'],
  OVERROUND_POSTGRES_PORT: ['7432', 'port of the embedded PostgreSQL'],
  OVERROUND_NATS_PORT: ['7422', 'port of the embedded NATS server'],
  OVERROUND_CLICKHOUSE_PORT: ['7423', 'port of the embedded ClickHouse engine'],
  OVERROUND_DATA_DIR: ['.overround', 'folder for everything that is written'],
  OVERROUND_LOG_LEVEL: ['info', 'trace, debug, info, warn, error or silent'],
  OVERROUND_DEMO_USERS: ['on', 'on or off: whether npm start makes the demo logins'],
  OVERROUND_PRIORITY: [
    'on',
    'on or off: whether hosts and gateways ask for processors before others, where the user may',
  ],
  OVERROUND_BET_DELAY_MS: ['3000', 'how long an in-play bet waits before it is decided'],
  OVERROUND_SCORE_HOLD_MS: ['1500', 'how long prices stay away after a goal at least'],
  OVERROUND_FEED_SPEED: ['20', 'match minutes per minute of the built-in feeds; 0 turns them off'],
  OVERROUND_LEAGUE_SEED: ['overround', 'seed of the simulated league'],
  OVERROUND_HOST_SHARDS: ['0-63', 'shards that a host process may own'],
  OVERROUND_ANCHOR_DIR: [
    '',
    'folder of the checkpoints outside the database; anchors in the data folder unless set',
  ],
  OVERROUND_JWT_SECRET: ['', 'secret that signs logins; made once and kept in the data folder'],
  ...BET_ENVIRONMENT,
  ...RISK_ENVIRONMENT,
  ...LAY_OFF_ENVIRONMENT,
  ...GATEWAY_ENVIRONMENT,
  ...PAYMENT_ENVIRONMENT,
  ...FEED_ENVIRONMENT,
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

export type EnvironmentName = keyof typeof ENVIRONMENT;
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; relative folders are taken from `baseDir`. Throws ConfigError on a bad value. */
export function loadConfig(env: Environment = process.env, baseDir = process.cwd()): Config {
  // An empty variable means the same as none, as in compose files.
  const text = (name: EnvironmentName): string => {
    const value = env[name]?.trim() ?? '';
    return value === '' ? ENVIRONMENT[name][0] : value;
  };
  const url = (name: EnvironmentName, protocols: readonly string[]): string | undefined =>
    readUrl(name, text(name), protocols);
  const path = (name: EnvironmentName): string | undefined =>
    text(name) === '' ? undefined : resolve(baseDir, text(name));
  const port = (name: EnvironmentName): number => readPort(name, text(name));
  const jwtSecret = text('OVERROUND_JWT_SECRET');
  if (jwtSecret !== '' && jwtSecret.length < 32)
    throw new ConfigError('OVERROUND_JWT_SECRET must have at least 32 characters.');
  return {
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    natsUrl: url('NATS_URL', ['nats:', 'tls:']),
    clickhouseUrl: url('CLICKHOUSE_URL', ['http:', 'https:']),
    host: text('OVERROUND_HOST'),
    apiPort: port('OVERROUND_API_PORT'),
    gatewayPort: port('OVERROUND_GATEWAY_PORT'),
    gatewayUrl: url('OVERROUND_GATEWAY_URL', ['ws:', 'wss:']),
    metricsPort: text('OVERROUND_METRICS_PORT') === '' ? undefined : port('OVERROUND_METRICS_PORT'),
    embeddedPorts: {
      postgres: port('OVERROUND_POSTGRES_PORT'),
      nats: port('OVERROUND_NATS_PORT'),
      clickhouse: port('OVERROUND_CLICKHOUSE_PORT'),
    },
    dataDir: resolve(baseDir, text('OVERROUND_DATA_DIR')),
    anchorDir: resolve(
      baseDir,
      text('OVERROUND_ANCHOR_DIR') || join(text('OVERROUND_DATA_DIR'), 'anchors'),
    ),
    logLevel: readLogLevel(text('OVERROUND_LOG_LEVEL')),
    jwtSecret: jwtSecret === '' ? undefined : jwtSecret,
    demoUsers: readSwitch('OVERROUND_DEMO_USERS', text('OVERROUND_DEMO_USERS')),
    runsFirst: readSwitch('OVERROUND_PRIORITY', text('OVERROUND_PRIORITY')),
    engine: {
      betDelayMs: readNumber('OVERROUND_BET_DELAY_MS', text('OVERROUND_BET_DELAY_MS')),
      scoreHoldMs: readNumber('OVERROUND_SCORE_HOLD_MS', text('OVERROUND_SCORE_HOLD_MS')),
      feedSpeed: readNumber('OVERROUND_FEED_SPEED', text('OVERROUND_FEED_SPEED')),
      leagueSeed: text('OVERROUND_LEAGUE_SEED'),
      hostShards: readShards(text('OVERROUND_HOST_SHARDS')),
    },
    bets: readBetSettings(text),
    risk: readRiskSettings(text),
    layOff: readLayOffSettings({ text, url }),
    gateway: readGatewaySettings(text),
    payments: readPaymentSettings({ text, port, url }),
    providers: readFeedSettings({ text, url, path }),
  };
}

function readSwitch(name: EnvironmentName, text: string): boolean {
  if (text !== 'on' && text !== 'off')
    throw new ConfigError(`${name} is "${text}"; use on or off.`);
  return text === 'on';
}

function readNumber(name: EnvironmentName, text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value > 3_600_000)
    throw new ConfigError(`${name} is "${text}"; it must be a number from 0 to 3600000.`);
  return value;
}

function readShards(text: string): readonly [first: number, last: number] {
  const [first = Number.NaN, last = Number.NaN] = text.split('-').map(Number);
  if (!/^\d+-\d+$/.test(text) || first > last || last > 63)
    throw new ConfigError(`OVERROUND_HOST_SHARDS is "${text}"; write a range such as 0-31.`);
  return [first, last];
}

function readPort(name: EnvironmentName, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new ConfigError(
      `${name} is "${text}"; it must be a port from 0 (any free one) to 65535.`,
    );
  return port;
}

function readUrl(
  name: EnvironmentName,
  text: string,
  protocols: readonly string[],
): string | undefined {
  if (text === '') return undefined;
  // NATS takes a list of servers separated by commas; each must be a URL of its own.
  for (const part of text.split(',')) {
    const url = URL.parse(part.trim());
    // The value itself may hold a password, so it is not repeated.
    if (!url || !protocols.includes(url.protocol))
      throw new ConfigError(
        `${name} must be a URL that starts with ${protocols.join('// or ')}//.`,
      );
  }
  return text;
}

function readLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (!level)
    throw new ConfigError(`OVERROUND_LOG_LEVEL is "${text}"; use one of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

/** The environment of a child process of ours that uses these servers. */
export const childEnvironment = (
  urls: Readonly<{ databaseUrl: string; natsUrl: string; clickhouseUrl: string | undefined }>,
  env: Environment = process.env,
): Record<string, string | undefined> => ({
  ...env,
  DATABASE_URL: urls.databaseUrl,
  NATS_URL: urls.natsUrl,
  CLICKHOUSE_URL: urls.clickhouseUrl ?? '',
});
