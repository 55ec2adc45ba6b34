import { describe, expect, it } from 'vitest';

import { ConfigError, loadConfig } from './config.ts';

const settings = (env: Readonly<Record<string, string>>) => loadConfig(env).risk;

describe('settings of risk', () => {
  it('have defaults', () => {
    expect(settings({})).toEqual({
      expectedHandleMinor: 1_000_000n,
      expectedHandles: new Map(),
      consensusBandBps: 100,
      consensusBooks: 2,
      quoteMaxAgeMs: 300_000,
      robustLossMinor: 500_000n,
      reviewEveryMs: 3_600_000,
      integrityEveryMs: 300_000,
    });
  });

  it('are read from the environment', () => {
    const env = {
      OVERROUND_EXPECTED_HANDLE: '250000.50',
      OVERROUND_EXPECTED_HANDLES: 'Cup = A=1.00; Serie B=2500.00;',
      OVERROUND_CONSENSUS_BAND_BPS: '0',
      OVERROUND_CONSENSUS_BOOKS: '1',
      OVERROUND_QUOTE_MAX_AGE_SECONDS: '30',
      OVERROUND_ROBUST_LOSS: '0.00',
      OVERROUND_REVIEW_MINUTES: '0',
      OVERROUND_INTEGRITY_MINUTES: '0',
    };
    expect(settings(env)).toEqual({
      expectedHandleMinor: 25_000_050n,
      expectedHandles: new Map([
        ['Cup = A', 100n],
        ['Serie B', 250_000n],
      ]),
      consensusBandBps: 0,
      consensusBooks: 1,
      quoteMaxAgeMs: 30_000,
      robustLossMinor: 0n,
      reviewEveryMs: 0,
      integrityEveryMs: 0,
    });
  });

  it.each([
    ['OVERROUND_EXPECTED_HANDLE', '0'],
    ['OVERROUND_EXPECTED_HANDLE', 'much'],
    ['OVERROUND_EXPECTED_HANDLES', 'Serie B'],
    ['OVERROUND_EXPECTED_HANDLES', '=5.00'],
    ['OVERROUND_EXPECTED_HANDLES', 'Serie B=0.00'],
    ['OVERROUND_EXPECTED_HANDLES', 'Serie B=1.00;Serie B=2.00'],
    ['OVERROUND_ROBUST_LOSS', '-1.00'],
    ['OVERROUND_ROBUST_LOSS', 'some'],
    ['OVERROUND_CONSENSUS_BAND_BPS', '5001'],
    ['OVERROUND_CONSENSUS_BAND_BPS', '-1'],
    ['OVERROUND_CONSENSUS_BOOKS', '0'],
    ['OVERROUND_REVIEW_MINUTES', '10081'],
    ['OVERROUND_QUOTE_MAX_AGE_SECONDS', '1.5'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(ConfigError);
  });
});
