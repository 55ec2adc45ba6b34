import { describe, expect, it } from 'vitest';

import { MAX_LINES, MAX_SELECTIONS } from '#contracts/mod.ts';

import { ConfigError, loadConfig } from './config.ts';

const settings = (env: Readonly<Record<string, string>>) => loadConfig(env).bets;

describe('settings of bets', () => {
  it('allow all that there is unless told otherwise', () => {
    const most = { maxLegs: MAX_SELECTIONS, maxLines: MAX_LINES };
    expect(settings({})).toEqual({ ...most, accumulatorBonus: true });
  });

  it('are read from the environment', () => {
    const env = {
      OVERROUND_BET_MAX_LEGS: '12',
      OVERROUND_BET_MAX_LINES: '247',
      OVERROUND_ACCUMULATOR_BONUS: 'off',
    };
    expect(settings(env)).toEqual({ maxLegs: 12, maxLines: 247, accumulatorBonus: false });
  });

  it.each([
    ['OVERROUND_BET_MAX_LEGS', '0'],
    ['OVERROUND_BET_MAX_LEGS', '64'],
    ['OVERROUND_BET_MAX_LEGS', '1.5'],
    ['OVERROUND_BET_MAX_LINES', '100001'],
    ['OVERROUND_BET_MAX_LINES', '-1'],
    ['OVERROUND_ACCUMULATOR_BONUS', 'yes'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(ConfigError);
    expect(() => settings({ [name]: value })).toThrow(`${name} is "${value}"`);
  });
});
