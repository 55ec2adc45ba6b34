import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError, outcomeId } from '#contracts/mod.ts';

import {
  betReturn,
  formatRational,
  legFactor,
  parseRational,
  placeOdds,
  rational,
  rule4Deduction,
} from '../arithmetic/mod.ts';
import type { Settled } from '../definition.ts';
import { placeTermsOf, settlePlacePart, standardPlaceTerms } from './each-way.ts';
import type { RunnerStatus } from './facts.ts';
import { gradeRacing } from './grade.ts';
import { races } from './testing/race.ts';

const field = (count: number, statuses: Readonly<Record<number, RunnerStatus>> = {}) =>
  Array.from({ length: count }, (_, at): RunnerStatus => statuses[at + 1] ?? 'ran');

describe('standard place terms', () => {
  test.each([
    [2, 'none', 'none'],
    [4, 'none', 'none'],
    [5, '2 at 1/4', '2 at 1/4'],
    [7, '2 at 1/4', '2 at 1/4'],
    [8, '3 at 1/5', '3 at 1/5'],
    [11, '3 at 1/5', '3 at 1/5'],
    [12, '3 at 1/5', '3 at 1/4'],
    [15, '3 at 1/5', '3 at 1/4'],
    [16, '3 at 1/5', '4 at 1/4'],
    [40, '3 at 1/5', '4 at 1/4'],
  ])('%d starters: %s, in a handicap %s', (starters, level, handicap) => {
    const text = (isHandicap: boolean) => {
      const terms = standardPlaceTerms(starters, isHandicap);
      return terms ? `${terms.places} at ${formatRational(terms.fraction)}` : 'none';
    };
    expect([text(false), text(true)]).toEqual([level, handicap]);
  });

  test.each([-1, 41, 7.5, NaN, Infinity])('%d starters are refused', (starters) => {
    expect(() => standardPlaceTerms(starters, true)).toThrow(InputError);
  });

  test('withdrawals change them', () => {
    const runners = field(8, { 8: 'non-runner' });
    expect(placeTermsOf({ runners: field(8), finish: [] }, false)?.places).toBe(3);
    expect(placeTermsOf({ runners, finish: [] }, false)?.places).toBe(2);
    const allButFour = field(6, { 5: 'non-runner', 6: 'non-runner' });
    expect(placeTermsOf({ runners: allButFour, finish: [] }, false)).toBeUndefined();
  });
});

describe('the place part', () => {
  const decimal = (text: string) => parseRational(text) ?? rational(0n);
  const leg = (odds: string, settled: Settled | undefined, rule4 = 0) => {
    const dead = typeof settled === 'object';
    return {
      odds: decimal(odds),
      result: dead ? ('dead-heat' as const) : (settled ?? 'void'),
      ...(dead ? { deadHeat: rational(BigInt(settled.places), BigInt(settled.tied)) } : {}),
      rule4: rational(BigInt(rule4)),
    };
  };

  test('20 each way at 16/1, tied third with one other: the place part pays 50', () => {
    const facts = { runners: field(9), finish: [[1], [2], [3, 4], [5], [6], [7], [8], [9]] };
    const fraction = rational(1n, 4n);
    const settled = settlePlacePart(facts, { places: 3, fraction })[2];
    const factor = legFactor({ ...leg('17', settled), odds: placeOdds(decimal('17'), fraction) });
    const bet = betReturn({ unitStakeMinor: 2000n, folds: [1], legs: [{ win: factor }] });
    expect(bet.returnMinor).toBe(5000n);
  });

  test('10 each way at 7/4, a fifth, 35 % withdrawn: 33.65 for a win', () => {
    const runners = field(10, { 10: 'non-runner' });
    const facts = { runners, finish: [[4], [2], [3], [1], [5], [6], [7], [8], [9]] };
    const terms = placeTermsOf(facts, false);
    expect(terms && formatRational(terms.fraction)).toBe('1/5');
    const rule4 = rule4Deduction(decimal('2.75'));
    const win = gradeRacing(facts, 'racing-win', { runners: '10' }).get(outcomeId('4'));
    const place = settlePlacePart(facts, terms)[3];
    const winLeg = legFactor(leg('2.75', win === 'undecided' ? 'void' : win, rule4));
    const placeLeg = legFactor({
      ...leg('2.75', place, rule4),
      odds: placeOdds(decimal('2.75'), terms?.fraction ?? rational(1n)),
    });
    const bet = { unitStakeMinor: 1000n, folds: [1], eachWay: true };
    expect(betReturn({ ...bet, legs: [{ win: winLeg, place: placeLeg }] }).returnMinor).toBe(3365n);
  });

  property.prop([races(6, 9), fc.integer({ min: 2, max: 4 })])(
    'pays like the place market unless the field is too small for that',
    (facts, places) => {
      const part = settlePlacePart(facts, { places, fraction: rational(1n, 5n) });
      const starters = facts.runners.filter((status) => status !== 'non-runner').length;
      if (starters <= places) return;
      const specifiers = { runners: String(facts.runners.length), places: String(places) };
      expect(part).toEqual([...gradeRacing(facts, 'racing-place', specifiers).values()]);
    },
  );

  test('win only returns the place stakes, unknown placings are refused', () => {
    const facts = { runners: field(5), finish: [[1], [2]] };
    expect(settlePlacePart(facts, undefined)).toEqual(field(5).map(() => 'void'));
    const terms = { places: 3, fraction: rational(1n, 5n) };
    expect(() => settlePlacePart(facts, terms)).toThrow(InputError);
    expect(() => settlePlacePart({ ...facts, finish: [[9]] }, terms)).toThrow(InputError);
  });
});
