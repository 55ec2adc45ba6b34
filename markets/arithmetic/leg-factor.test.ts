import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  deadHeatFactor,
  deadHeatPays,
  legFactor,
  legResultOf,
  LEG_RESULTS,
  oddsAfterRule4,
  placeOdds,
  reducedPrice,
  type LegOutcome,
} from './leg-factor.ts';
import {
  formatLine,
  handicapResult,
  lineResult,
  parseLine,
  totalResult,
  type LineResult,
} from './line.ts';
import {
  add,
  formatRational,
  isBelow,
  multiply,
  ONE,
  parseRational,
  rational,
} from './rational.ts';
import { rule4Deduction, rule4Total } from './rule4.ts';
import { scorelineResult } from './scoreline.ts';

const exact = (text: string) => {
  const value = parseRational(text);
  if (value === undefined) throw new RangeError(text);
  return value;
};
const HALF = rational(1n, 2n);
const odds = fc.integer({ min: 10_001, max: 500_000 }).map((n) => rational(BigInt(n), 10_000n));
const line = fc.integer({ min: -30, max: 30 });
const count = fc.integer({ min: -8, max: 8 });

describe('leg factors', () => {
  property.prop([odds])('a half result is the mean of the whole ones', (price) => {
    const of = (result: LegOutcome['result']) => legFactor({ odds: price, result });
    expect(of('half-won')).toEqual(multiply(HALF, add(of('won'), of('void'))));
    expect(of('half-lost')).toEqual(multiply(HALF, add(of('lost'), of('void'))));
  });

  property.prop([odds, fc.nat(90), fc.constantFrom(...LEG_RESULTS)])(
    'a deduction never helps and never touches what is void or lost',
    (price, percent, result) => {
      const leg = { odds: price, result, deadHeat: HALF };
      const cut = legFactor({ ...leg, rule4: rational(BigInt(percent)) });
      expect(isBelow(legFactor(leg), cut)).toBe(false);
      if (result === 'void' || result.endsWith('lost')) expect(cut).toEqual(legFactor(leg));
    },
  );

  property.prop([fc.constantFrom(0 as const, 1 as const), odds])(
    'feed numbers',
    (result, price) => {
      for (const [text, code] of [
        ['0', result === 1 ? 'won' : 'lost'],
        ['0.5', result === 1 ? 'half-won' : 'half-lost'],
        ['1', 'void'],
      ] as const) {
        const voidFactor = exact(text);
        expect(legResultOf({ result, voidFactor })).toBe(code);
        // f = v + (1 − v)·r·o
        const won = multiply(rational(BigInt(result)), price);
        const rest = {
          numerator: voidFactor.denominator - voidFactor.numerator,
          denominator: voidFactor.denominator,
        };
        expect(legFactor({ odds: price, result: code })).toEqual(
          add(voidFactor, multiply(rest, won)),
        );
      }
      expect(legResultOf({ result, voidFactor: rational(1n, 3n) })).toBeUndefined();
      expect(legResultOf({ result: 1, voidFactor: rational(0n), deadHeat: HALF })).toBe(
        'dead-heat',
      );
    },
  );

  test.each([
    ['reduce-stake', '3'],
    ['divide-profit', '7/2'],
    ['void-tie', '1'],
    ['all-win', '6'],
  ] as const)('dead heat by %s at 6.0 pays %s', (method, factor) => {
    expect(formatRational(deadHeatPays(exact('6'), deadHeatFactor(1, 2), method))).toBe(factor);
  });

  test('enough places for everybody is no dead heat; nonsense is refused', () => {
    expect(deadHeatFactor(3, 2)).toEqual(ONE);
    expect(() => deadHeatFactor(0, 2)).toThrow(RangeError);
    expect(() => deadHeatFactor(1.5, 2)).toThrow(RangeError);
    const leg = { odds: exact('2'), result: 'won' } as const;
    expect(() => legFactor({ ...leg, rule4: exact('101') })).toThrow(RangeError);
  });

  test('a half-won dead heat: half the stake is returned, of the other half its share stands', () => {
    const leg = { odds: exact('6'), result: 'half-won', deadHeat: exact('1/3') } as const;
    expect(formatRational(legFactor(leg))).toBe('3/2');
    expect(formatRational(legFactor({ ...leg, deadHeatMethod: 'all-win' }))).toBe('7/2');
  });

  test('published prices after deductions', () => {
    expect(formatRational(oddsAfterRule4(exact('2.25'), exact('80')))).toBe('5/4');
    expect(formatRational(placeOdds(exact('11'), exact('1/5')))).toBe('3');
    expect(formatRational(reducedPrice(exact('12'), exact('21.08')))).toBe('5919/625');
  });
});

describe('Rule 4(c)', () => {
  test.each([
    ['1.11', 90],
    ['1.18', 85],
    ['1.182', 85],
    ['1.19', 80],
    ['1.25', 80],
    ['1.30', 75],
    ['1.40', 70],
    ['1.53', 65],
    ['1.62', 60],
    ['1.63', 55],
    ['1.80', 55],
    ['1.95', 50],
    ['1.9524', 50],
    ['1.96', 45],
    ['2.20', 45],
    ['2.50', 40],
    ['2.75', 35],
    ['3.25', 30],
    ['4.00', 25],
    ['5.00', 20],
    ['6.50', 15],
    ['10.00', 10],
    ['15.00', 5],
    ['15.50', 0],
  ])('a runner withdrawn at %s costs %d %%', (price, percent) => {
    expect(rule4Deduction(exact(price))).toBe(percent);
  });

  test('deductions add up to 90 at most', () => {
    const total = (...percents: readonly string[]): string =>
      formatRational(rule4Total(percents.map(exact)));
    expect(total()).toBe('0');
    expect(total('30', '5')).toBe('35');
    expect(total('60', '55')).toBe('90');
    // In doubles it would be 30.299999999999997.
    expect(total('10.1', '20.2')).toBe('303/10');
  });
});

describe('lines', () => {
  const SCORES: Readonly<Record<LineResult, number>> = {
    won: 2,
    'half-won': 1,
    void: 0,
    'half-lost': -1,
    lost: -2,
  };

  property.prop([count, line])('a quarter line is half of each neighbour', (at, threshold) => {
    const odd = 2 * threshold + 1;
    const whole = (quarters: number) => Math.sign(4 * at - quarters);
    expect(SCORES[lineResult(at, odd, 'above')]).toBe(whole(odd - 1) + whole(odd + 1));
  });

  property.prop([count, line])('what one side wins the other loses', (at, quarters) => {
    const mirrored = (left: LineResult, right: LineResult): void => {
      expect(SCORES[left]).toBe(0 - SCORES[right]);
    };
    mirrored(handicapResult('home', quarters, at), handicapResult('away', -quarters, at));
    mirrored(totalResult('over', quarters, at), totalResult('under', quarters, at));
  });

  property.prop([line])('survive their text', (quarters) => {
    expect(parseLine(formatLine(quarters))).toBe(quarters);
  });

  test.each([
    ['-0.75', -3],
    ['+1.5', 6],
    ['2.50', 10],
    ['-0', 0],
    ['3', 12],
  ])('%s is %d quarters', (text, quarters) => {
    expect(parseLine(text)).toBe(quarters);
  });

  test.each(['', '0.3', '1.125', 'x', '1.', '--1', '1e1'])('%j is not a line', (text) => {
    expect(parseLine(text)).toBeUndefined();
  });
});

describe('selections on a scoreline', () => {
  const goals = fc.nat(6);
  property.prop([goals, goals])('exactly one pick of a closed market wins', (home, away) => {
    const wins = (picks: readonly Parameters<typeof scorelineResult>[0][]) =>
      picks.filter((pick) => scorelineResult(pick, home, away) === 'won').length;
    expect(wins((['home', 'draw', 'away'] as const).map((pick) => ({ market: '1x2', pick })))).toBe(
      1,
    );
    expect(
      wins((['1X', '12', 'X2'] as const).map((pick) => ({ market: 'double-chance', pick }))),
    ).toBe(2);
    expect(wins((['yes', 'no'] as const).map((pick) => ({ market: 'btts', pick })))).toBe(1);
    expect(wins((['odd', 'even'] as const).map((pick) => ({ market: 'odd-even', pick })))).toBe(1);
    expect(wins([{ market: 'correct-score', home, away }])).toBe(1);
    expect(wins([{ market: 'exact-total', goals: home + away }])).toBe(1);
    const clean = (['home', 'away'] as const).map(
      (pick) => ({ market: 'clean-sheet', pick }) as const,
    );
    expect(wins(clean)).toBe(Number(away === 0) + Number(home === 0));
  });

  test('draw no bet gives the stake back on a draw', () => {
    expect(scorelineResult({ market: 'draw-no-bet', pick: 'home' }, 1, 1)).toBe('void');
    expect(scorelineResult({ market: 'win-to-nil', pick: 'away' }, 0, 2)).toBe('won');
    expect(scorelineResult({ market: 'win-to-nil', pick: 'away' }, 1, 2)).toBe('lost');
    const team = { market: 'team-total', team: 'away', pick: 'over', line: 6 } as const;
    expect(scorelineResult(team, 0, 2)).toBe('won');
  });
});
