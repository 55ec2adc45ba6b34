import { describe, expect, it } from 'vitest';

import type { LayOffLimits, LayOffOrder, Odds } from '#contracts/mod.ts';

import { isAtWork, limitsText, matchedText, statusText } from './lay-off-text.ts';

const LIMITS: LayOffLimits = {
  automatic: false,
  bandMinor: '50000',
  leastOdds: 10_100 as Odds,
  smallestMinor: '200',
  orderMinor: '20000',
  matchMinor: '100000',
  dayMinor: '500000',
};
const orderOf = (changed: Partial<LayOffOrder>): LayOffOrder =>
  ({
    status: 'open',
    refusal: null,
    matchedMinor: '0',
    averageOdds: 0,
    profitMinor: null,
    currency: 'EUR',
    ...changed,
  }) as LayOffOrder;

describe('limits of laying off', () => {
  it('are a sentence with every amount, and say who sends', () => {
    expect(limitsText(LIMITS)).toBe(
      'A person approves each order: none up to €500.00 beyond the rest of a match, at odds from 1.01, ' +
        'of at least €2.00; at risk €200.00 an order, €1 000.00 a match, €5 000.00 a day.',
    );
    expect(limitsText({ ...LIMITS, automatic: true })).toMatch(/^The engine sends by itself/u);
    expect(limitsText(null)).toContain('nothing is sent');
  });
});

describe('an order', () => {
  it('says what became of it, and why not', () => {
    expect(statusText(orderOf({ status: 'done' }))).toBe('Done');
    expect(statusText(orderOf({ status: 'refused', refusal: 'INVALID_ODDS' }))).toBe(
      'Refused: INVALID_ODDS',
    );
  });

  it.each([
    [{}, 'nothing matched'],
    [{ matchedMinor: '500', averageOdds: 3.046 }, '€5.00 matched at 3.05'],
    [{ matchedMinor: '500', averageOdds: 3, profitMinor: '-500' }, 'came to −€5.00'],
  ])('%j: %s', (changed, text) => {
    expect(matchedText(orderOf(changed))).toBe(text);
  });

  it('can be cancelled while some of it may be matched', () => {
    const statuses = ['proposed', 'sending', 'open', 'done', 'refused'] as const;
    expect(statuses.filter((status) => isAtWork(orderOf({ status })))).toEqual(['sending', 'open']);
  });
});
