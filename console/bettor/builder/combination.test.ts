import { fc, test as property } from '@fast-check/vitest';
import { beforeEach, describe, expect, it } from 'vitest';

import {
  fixtureId,
  marketKeyOf,
  MAX_BUILDER_LEGS,
  messageOf,
  outcomeId,
  type ErrorCode,
} from '#contracts/mod.ts';

import { ApiError } from '../../api/http.ts';
import {
  additions,
  clearLegs,
  combination,
  legId,
  legStateOf,
  startCombining,
  stopCombining,
  takeAdvice,
  toggleLeg,
  type Leg,
} from './combination.ts';
import { refusalText } from './refusal-text.ts';

const leg = (market: string, outcome: string): Leg => ({
  marketKey: marketKeyOf(market),
  outcomeId: outcomeId(outcome),
  market: `Market ${market}`,
  outcome: `Outcome ${outcome}`,
});
const HOME = leg('match-result', 'home');
const OVER = leg('total-goals|line=2.5', 'over');
const legs = () => combination.get()?.legs ?? [];
const advice = (...all: readonly (readonly [Leg, boolean])[]) => ({
  combinable: all.map(([{ marketKey, outcomeId: outcome }, implied]) => ({
    marketKey,
    outcomeId: outcome,
    odds: 2,
    implied,
  })),
});

beforeEach(() => {
  startCombining(fixtureId('match-1'));
});

describe('a combination', () => {
  it('takes legs, gives them back, and ends', () => {
    toggleLeg(HOME);
    toggleLeg(OVER);
    expect(legs()).toEqual([HOME, OVER]);
    toggleLeg(HOME);
    expect(legs()).toEqual([OVER]);
    clearLegs();
    expect(combination.get()).toEqual({ fixtureId: 'match-1', legs: [] });
    stopCombining();
    toggleLeg(HOME);
    clearLegs();
    expect(combination.get()).toBeNull();
  });

  property.prop([fc.array(fc.nat(20), { maxLength: 60 })])(
    'holds what was pressed an odd number of times, and never more than can be priced',
    (pressed) => {
      startCombining(fixtureId('match-1'));
      const held = new Set<number>();
      for (const each of pressed) {
        toggleLeg(leg('exact-goals', String(each)));
        if (!held.delete(each) && held.size < MAX_BUILDER_LEGS) held.add(each);
      }
      expect(legs().map(({ outcomeId: id }) => Number(id))).toEqual([...held]);
    },
  );

  it('knows how an outcome stands to its legs', () => {
    expect(legStateOf(legId(HOME))).toBe('unknown');
    takeAdvice(advice([HOME, false], [OVER, true]));
    expect(legStateOf(legId(HOME))).toBe('free');
    expect(legStateOf(legId(OVER))).toBe('implied');
    expect(legStateOf('match-result/away')).toBe('excluded');
    toggleLeg(HOME);
    expect(legStateOf(legId(HOME))).toBe('picked');
  });

  it('of another match begins without what was said of the first', () => {
    takeAdvice(advice([HOME, false]));
    startCombining(fixtureId('match-2'));
    expect(additions.get()).toBeNull();
  });
});

describe('a refusal', () => {
  const refused = (detail: Record<string, unknown>, code: ErrorCode = 'LEG_NOT_COMBINABLE') =>
    new ApiError(code, detail, messageOf(code));

  it('names the leg and the reason in the host’s words', () => {
    const message =
      'LEG_NOT_COMBINABLE: legs[1] may be void or half won, so it cannot be combined; got "draw-no-bet home"';
    expect(refusalText(refused({ field: 'legs[1]', message }), [HOME, OVER])).toBe(
      'Outcome over, Market total-goals|line=2.5: may be void or half won, so it cannot be combined.',
    );
  });

  it('names the market that is closed', () => {
    const closed = refused({ marketKey: 'match-result' }, 'MARKET_SUSPENDED');
    expect(refusalText(closed, [HOME])).toBe(
      'Market match-result: The market is suspended; wait until it is active.',
    );
    expect(refusalText(closed, [])).toBe('The market is suspended; wait until it is active.');
  });

  it.each([{}, { field: 'legs[7]', message: 'X: y z' }, { field: 3, message: null }])(
    'without a known leg (%o) is the sentence of its code',
    (detail) => {
      expect(refusalText(refused(detail), [HOME])).toBe(
        'A leg cannot stand in one bet with the others.',
      );
    },
  );

  it('that is no answer of the API is told as it is', () => {
    expect(refusalText(new Error('broken'), [])).toBe('broken');
  });
});
