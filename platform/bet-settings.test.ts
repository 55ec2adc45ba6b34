import { describe, expect, it } from 'vitest';

import { MAX_LINES, MAX_SELECTIONS } from '#contracts/mod.ts';

import { ConfigError, loadConfig } from './config.ts';

const settings = (env: Readonly<Record<string, string>>) => loadConfig(env).bets;

describe('settings of bets', () => {
  it('allow all that there is unless told otherwise', () => {
    const most = { maxLegs: MAX_SELECTIONS, maxLines: MAX_LINES };
    expect(settings({})).toEqual({
      ...most,
      accumulatorBonus: true,
      referAboveMinor: null,
      referForMs: 60_000,
      aloneUpToMinor: {},
    });
  });

  it('are read from the environment', () => {
    const env = {
      OVERROUND_BET_MAX_LEGS: '12',
      OVERROUND_BET_MAX_LINES: '247',
      OVERROUND_ACCUMULATOR_BONUS: 'off',
      OVERROUND_REFER_ABOVE: '500.00',
      OVERROUND_REFER_SECONDS: '15',
      OVERROUND_APPROVE_ABOVE: 'EUR=1000.00, JPY=150000',
    };
    expect(settings(env)).toEqual({
      maxLegs: 12,
      maxLines: 247,
      accumulatorBonus: false,
      referAboveMinor: 500_00n,
      referForMs: 15_000,
      aloneUpToMinor: { EUR: 1_000_00n, JPY: 150_000n },
    });
  });

  it.each([
    ['OVERROUND_BET_MAX_LEGS', '0'],
    ['OVERROUND_BET_MAX_LEGS', '64'],
    ['OVERROUND_BET_MAX_LEGS', '1.5'],
    ['OVERROUND_BET_MAX_LINES', '100001'],
    ['OVERROUND_BET_MAX_LINES', '-1'],
    ['OVERROUND_ACCUMULATOR_BONUS', 'yes'],
    ['OVERROUND_REFER_ABOVE', '-1'],
    ['OVERROUND_REFER_ABOVE', '5.001'],
    ['OVERROUND_REFER_SECONDS', '0'],
    ['OVERROUND_REFER_SECONDS', '3601'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(ConfigError);
    expect(() => settings({ [name]: value })).toThrow(`${name} is "${value}"`);
  });

  it.each(['EUR', 'EUR=', 'EUR=1.001', 'JPY=1.5', 'XYZ=5', 'EUR=-1', 'EUR=1;GBP=2'])(
    'refuse amounts like %s',
    (value) => {
      expect(() => settings({ OVERROUND_APPROVE_ABOVE: value })).toThrow(ConfigError);
    },
  );
});
