import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ConfigError, loadConfig } from './config.ts';
import { jwtSecret, secretFile } from './secret-file.ts';

describe('loadConfig', () => {
  test('has a default for everything, and embedded servers without URLs', () => {
    expect(loadConfig({}, '/srv/overround')).toEqual({
      databaseUrl: undefined,
      natsUrl: undefined,
      clickhouseUrl: undefined,
      host: '127.0.0.1',
      apiPort: 7070,
      gatewayPort: 7071,
      gatewayUrl: undefined,
      metricsPort: undefined,
      embeddedPorts: { postgres: 7432, nats: 7422, clickhouse: 7423 },
      dataDir: '/srv/overround/.overround',
      anchorDir: '/srv/overround/.overround/anchors',
      layOff: { exchange: 'simulated', quotes: 'exchange', commissionBps: 200 },
      logLevel: 'info',
      jwtSecret: undefined,
      demoUsers: true,
      runsFirst: true,
      engine: {
        betDelayMs: 3_000,
        scoreHoldMs: 1_500,
        feedSpeed: 20,
        leagueSeed: 'overround',
        hostShards: [0, 63],
      },
      bets: {
        maxLegs: 63,
        maxLines: 100_000,
        accumulatorBonus: true,
        referAboveMinor: null,
        referForMs: 60_000,
        aloneUpToMinor: {},
      },
      risk: {
        expectedHandleMinor: 1_000_000n,
        expectedHandles: new Map(),
        consensusBandBps: 100,
        consensusBooks: 2,
        quoteMaxAgeMs: 300_000,
        robustLossMinor: 500_000n,
        reviewEveryMs: 3_600_000,
        integrityEveryMs: 300_000,
      },
      payments: {
        webhookPort: 7072,
        webhookUrl: undefined,
        providerUrl: undefined,
        simulatedPort: 7073,
        providerKey: undefined,
        webhookSecrets: [],
      },
      providers: { uof: undefined, exchange: undefined, folders: [] },
      gateway: {
        allowedOrigins: undefined,
        trustedProxies: 0,
        drainMs: 3_000,
        limits: expect.objectContaining({ connections: 10_000, heartbeatMs: 2_000 }) as unknown,
      },
    });
  });

  test('takes what the environment says; empty means absent', () => {
    const config = loadConfig({
      DATABASE_URL: 'postgres://u:p@db/over',
      NATS_URL: 'nats://a:4222,nats://b:4222',
      CLICKHOUSE_URL: '',
      OVERROUND_API_PORT: '0',
      OVERROUND_DATA_DIR: '/var/over',
      OVERROUND_LOG_LEVEL: 'debug',
    });
    expect(config.databaseUrl).toBe('postgres://u:p@db/over');
    expect(config.natsUrl).toBe('nats://a:4222,nats://b:4222');
    expect(config.clickhouseUrl).toBeUndefined();
    expect(config.apiPort).toBe(0);
    expect(config.dataDir).toBe('/var/over');
    expect(config.logLevel).toBe('debug');
  });

  test.each([
    [{ OVERROUND_API_PORT: '70a' }, 'OVERROUND_API_PORT is "70a"'],
    [{ OVERROUND_NATS_PORT: '65536' }, 'OVERROUND_NATS_PORT is "65536"'],
    [{ OVERROUND_LOG_LEVEL: 'loud' }, 'use one of trace, debug'],
    [{ OVERROUND_DEMO_USERS: 'yes' }, 'OVERROUND_DEMO_USERS is "yes"; use on or off'],
    [{ OVERROUND_FEED_SPEED: 'fast' }, 'OVERROUND_FEED_SPEED is "fast"'],
    [{ OVERROUND_HOST_SHARDS: '9-3' }, 'write a range such as 0-31'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be a URL that starts with postgres://'],
    [{ NATS_URL: 'nats://a,b' }, 'NATS_URL must be a URL'],
    [{ OVERROUND_JWT_SECRET: 'short' }, 'at least 32 characters'],
  ])('refuses %o and says why', (env, message) => {
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).toThrow(message);
  });

  test('never repeats a bad URL, which may hold a password', () => {
    let message = '';
    try {
      loadConfig({ DATABASE_URL: 'mysql://me:hunter2@db' });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('DATABASE_URL');
    expect(message).not.toContain('hunter2');
  });
});

describe('secrets', () => {
  test('are made once, for their owner only, and then kept', () => {
    const dir = mkdtempSync(join(tmpdir(), 'overround-secret-'));
    try {
      const secret = jwtSecret({ dataDir: dir, jwtSecret: undefined });
      expect(secret.length).toBeGreaterThanOrEqual(64);
      expect(jwtSecret({ dataDir: dir, jwtSecret: undefined })).toBe(secret);
      expect(statSync(join(dir, 'jwt.secret')).mode & 0o777).toBe(0o600);
      expect(secretFile(dir, 'other')).not.toBe(secret);
      expect(jwtSecret({ dataDir: dir, jwtSecret: 'from the environment' })).toBe(
        'from the environment',
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
