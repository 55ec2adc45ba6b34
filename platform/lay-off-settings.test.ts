import { describe, expect, test } from 'vitest';

import { loadConfig } from './config.ts';

const layOff = (env: Record<string, string>) => loadConfig(env).layOff;
const BETFAIR = {
  OVERROUND_LAY_OFF: 'betfair',
  OVERROUND_EXCHANGE_KEY: 'key',
  OVERROUND_EXCHANGE_SESSION: 'token',
};

describe('settings of laying off', () => {
  test('send nothing anywhere unless they say so', () => {
    expect(layOff({})).toEqual({ exchange: 'simulated', quotes: 'exchange', commissionBps: 200 });
    expect(layOff({ OVERROUND_LAY_OFF: 'off' }).exchange).toBe('off');
  });

  test('name the exchange, its key and its session', () => {
    expect(layOff(BETFAIR)).toMatchObject({
      exchange: 'betfair',
      apiUrl: 'https://api.betfair.com/exchange/betting/json-rpc/v1',
      stream: { host: 'stream-api.betfair.com', port: 443 },
      appKey: 'key',
      session: { value: 'token' },
    });
  });

  test.each([
    { OVERROUND_LAY_OFF: 'yes' },
    { OVERROUND_LAY_OFF_COMMISSION_BPS: '10000' },
    { OVERROUND_LAY_OFF_COMMISSION_BPS: '1.5' },
    { ...BETFAIR, OVERROUND_EXCHANGE_KEY: '' },
    { ...BETFAIR, OVERROUND_EXCHANGE_SESSION: '' },
    { ...BETFAIR, OVERROUND_EXCHANGE_SESSION_FILE: '/run/session' },
    { ...BETFAIR, OVERROUND_LAY_OFF_API: 'http://api.betfair.com/exchange' },
    { ...BETFAIR, OVERROUND_LAY_OFF_STREAM: 'https://stream-api.betfair.com' },
  ])('refuses %j', (env) => {
    expect(() => layOff(env)).toThrow(/OVERROUND_/u);
  });
});
