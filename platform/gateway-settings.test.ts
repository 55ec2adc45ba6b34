import { describe, expect, it } from 'vitest';

import { ConfigError, ENVIRONMENT, loadConfig } from './config.ts';
import { GATEWAY_ENVIRONMENT } from './gateway-settings.ts';

const settings = (env: Readonly<Record<string, string>>) => loadConfig(env).gateway;

describe('settings of the gateway', () => {
  it('are read from the environment, each into its own place', () => {
    const names = Object.keys(GATEWAY_ENVIRONMENT).filter((name) => !name.endsWith('ORIGINS'));
    const before = settings({});
    const flat = ({ limits, trustedProxies, drainMs }: typeof before) =>
      Object.entries({ trustedProxies, drainMs, ...limits });
    const changed = names.map((name) => {
      const [fallback = ''] =
        Object.entries(ENVIRONMENT).find(([each]) => each === name)?.[1] ?? [];
      const after = settings({ [name]: String(Number(fallback) + 1) });
      const differing = flat(after).filter(([field, value], index) => {
        const [, old] = flat(before)[index] ?? [field, Number.NaN];
        return value !== old;
      });
      expect(differing, name).toHaveLength(1);
      expect(differing[0]?.[1], name).toBe(Number(fallback) + 1);
      return differing[0]?.[0];
    });
    expect(new Set(changed).size).toBe(flat(before).length);
  });

  it('name origins as browsers write them', () => {
    const text = 'https://bets.example.org, http://localhost:5173';
    expect(settings({ OVERROUND_GATEWAY_ORIGINS: text }).allowedOrigins).toEqual([
      'https://bets.example.org',
      'http://localhost:5173',
    ]);
    expect(settings({ OVERROUND_GATEWAY_ORIGINS: ' ' }).allowedOrigins).toBeUndefined();
  });

  it.each([
    ['CONNECTIONS', '0', 'must be a whole number from 1 to 1000000'],
    ['CONNECTIONS', '1e3', 'is "1e3"'],
    ['HEARTBEAT_MS', '12.5', 'is "12.5"'],
    ['HEARTBEAT_MS', '-2000', 'from 200 to 60000'],
    ['DRAIN_MS', '999999999999999999', 'from 0 to 60000'],
    ['TRUSTED_PROXIES', 'all', 'is "all"'],
    ['CLOSE_ABOVE_BYTES', '65536', 'must be more than OVERROUND_GATEWAY_MERGE_ABOVE_BYTES, 65536'],
    ['ORIGINS', 'bets.example.org', 'has "bets.example.org"; write scheme, host'],
    ['ORIGINS', 'https://bets.example.org/', 'write scheme, host'],
    ['ORIGINS', 'https://bets.example.org:443', 'write scheme, host'],
    ['ORIGINS', 'https://a.example,*', 'has "*"'],
    ['ORIGINS', 'https://Bets.example', 'has "https://Bets.example"'],
  ])('refuse %s=%s and say why', (name, value, message) => {
    const env = { [`OVERROUND_GATEWAY_${name}`]: value };
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).toThrow(`OVERROUND_GATEWAY_${name}`);
    expect(() => loadConfig(env)).toThrow(message);
  });
});
