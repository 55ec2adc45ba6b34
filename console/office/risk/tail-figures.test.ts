import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { amountText, shareOf, TAIL_HEADS, tailFigures } from './tail-figures.ts';

const minor = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const RISK = {
  bets: 3,
  stakedMinor: '30000',
  expectedMinor: '1500',
  var95Minor: '20000',
  cvar95Minor: '30000',
  var99Minor: '40000',
  cvar99Minor: '45000',
  worstMinor: '-9000',
};

describe('figures of the tail', () => {
  it('are results of the house in the order of their heads: a loss has a minus', () => {
    const figures = tailFigures(RISK, 'EUR');
    expect(figures).toHaveLength(TAIL_HEADS.length);
    expect(figures.map(({ text }) => text)).toEqual([
      '€15',
      '−€200',
      '−€300',
      '−€400',
      '−€450',
      '€90',
    ]);
    expect(figures.map(({ tone }) => tone)).toEqual([
      'profit',
      'loss',
      'loss',
      'loss',
      'loss',
      'profit',
    ]);
  });

  it('are exact in another currency', () => {
    expect(amountText(-764_205n, 'GBP')).toBe('−£7 642.05');
    expect(amountText(500n, 'JPY')).toBe('¥500');
  });

  property.prop([minor])('have the tone of their sign', (amount) => {
    const [expected] = tailFigures({ ...RISK, expectedMinor: String(amount) }, 'EUR');
    expect(expected?.tone).toBe(amount > 0n ? 'profit' : amount < 0n ? 'loss' : 'even');
  });

  it.each([
    ['1500', '6000', 0.25],
    ['-1500', '6000', -0.25],
    ['1500', '0', null],
    ['1500', '-10', null],
  ])('%s of %s is %s', (part, whole, share) => {
    expect(shareOf(part, whole)).toBe(share);
  });
});
