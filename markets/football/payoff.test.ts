import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKey, oddsFromDecimal, outcomeId, type MarketKey } from '#contracts/mod.ts';

import { legFactor, rational, rationalToNumber } from '../arithmetic/mod.ts';
import { boardOf, gradeMarket, identifyMarket } from '../catalogue.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';
import { isCoreView } from './facts.ts';
import {
  codeOf,
  factorsAt,
  indexFor,
  KICK_OFF_CONTEXT,
  payoffContext,
  payoffTable,
  projectRecord,
  RESULT_BY_CODE,
} from './payoff.ts';
import { scoreOf, scorersOf } from '../record/views.ts';
import { buildFootballIndex, footballCell, NEXT_HOME } from '../spaces/football-index.ts';
import { goalEvent, phaseEvent, recordAfter, recordOf, sequence } from '../testing/events.ts';
import { randomMatch } from '../testing/random-match.ts';
import { oneOfEach } from '../testing/random-specifiers.ts';

const identity = (key: MarketKey) => {
  const found = identifyMarket(key);
  if (found === undefined) throw new Error(`unknown market ${key}`);
  return found;
};

const CORE = [...FOOTBALL_DEFINITIONS.values()].filter(({ reads }) => isCoreView(reads));

test('two thirds of the types read the core', () => {
  expect(CORE.length).toBeGreaterThan(60);
});

describe('grade(record) = payoff[project(record)]', () => {
  property.prop([randomMatch({ maxGoals: 9 }), fc.nat(60), oneOfEach(CORE)], { numRuns: 50 })(
    'for every core type, on the board or not, at every moment of a completed match',
    ({ drafts }, cut, others) => {
      const events = sequence(drafts);
      const final = recordAfter(events);
      const now = recordAfter(events.slice(0, cut % (events.length + 1)));
      const index = indexFor(final);
      // A correction may leave more goals now than in the end; then the present is no prefix of the end.
      const scorers = scorersOf(now);
      const isPrefix = scorers.every((side, at) => scorersOf(final)[at] === side);
      fc.pre(isPrefix);
      const cell = projectRecord(final, index, scorers.length);
      for (const key of new Set([...boardOf(now).map((market) => market.key), ...others])) {
        // The core holds the side of the next goal only: later ones are paid to both.
        if (Number(identity(key).specifiers['goal'] ?? 0) > scorers.length + 1) continue;
        const table = payoffTable(index, identity(key), payoffContext(now));
        if (table === undefined) continue;
        const paid = [...table].map(([outcome, codes]) => [
          outcome,
          RESULT_BY_CODE[codes[cell] ?? 9],
        ]);
        expect([key, paid]).toEqual([key, [...(gradeMarket(final, key) ?? [])]]);
      }
    },
  );

  property.prop([randomMatch({ maxGoals: 9 })])(
    'goals that have been scored already stay decided in the table',
    ({ drafts }) => {
      const final = recordAfter(sequence(drafts));
      const index = indexFor(final);
      const cell = projectRecord(final, index, scorersOf(final).length);
      scorersOf(final).forEach((side, at) => {
        const key = marketKey('next-goal', { goal: String(at + 1) });
        const table = payoffTable(index, identity(key), payoffContext(final));
        expect(table?.get(outcomeId(side))?.[cell]).toBe(codeOf('won'));
      });
    },
  );
});

describe('the index grows with the score', () => {
  const goals = (phase: 'first-half' | 'second-half', count: number) =>
    Array.from({ length: count }, (_, at) => goalEvent('home', phase, at));

  test('default at kick-off', () => {
    expect(indexFor(recordOf())).toBe(buildFootballIndex());
  });

  test.each([
    [2, 5],
    [3, 6],
    [6, 9],
    [14, 15],
    [20, 15],
  ])('%i goals in the first half give classes up to %i while it lasts', (scored, max) => {
    const drafts = [phaseEvent('first-half'), ...goals('first-half', scored)];
    expect(indexFor(recordOf(...drafts)).maxFirst).toBe(max);
    const kept = indexFor(recordOf(...drafts, phaseEvent('half-time'))).maxFirst;
    expect(kept).toBe(Math.min(15, Math.max(5, scored)));
  });

  test('the second half likewise', () => {
    const drafts = [phaseEvent('second-half'), ...goals('second-half', 5)];
    expect(indexFor(recordOf(...drafts)).maxSecond).toBe(8);
    expect(indexFor(recordOf(...drafts, phaseEvent('ended'))).maxSecond).toBe(6);
  });
});

describe('payoff tables', () => {
  test('are shared between markets that pay alike, and only between those', () => {
    const index = buildFootballIndex();
    const table = (key: MarketKey, scorers = KICK_OFF_CONTEXT.scorers) =>
      payoffTable(index, identity(key), { scorers });
    const handicap = (line: string, score: string) =>
      table(marketKey('asian-handicap', { line, score }));
    expect(handicap('-0.5', '0-0')).toBe(handicap('-0.5', '2-2'));
    expect(handicap('-0.5', '1-0')).toBe(handicap('-1.5', '0-0'));
    expect(handicap('-0.5', '1-0')).not.toBe(handicap('-0.5', '0-0'));
    const second = marketKey('next-goal', { goal: '2' });
    expect(table(second, ['home'])).not.toBe(table(second, ['home', 'away']));
  });

  test('pay both teams where the order of later goals is not known', () => {
    const index = buildFootballIndex();
    const third = payoffTable(index, identity(marketKey('next-goal', { goal: '3' })), {
      scorers: ['home'],
    });
    const cell = footballCell(index, { h1: 1, a1: 1, h2: 1, a2: 1 }, NEXT_HOME);
    const low = footballCell(index, { h1: 1, a1: 1, h2: 0, a2: 0 }, NEXT_HOME);
    const at = (where: number) =>
      [...(third?.values() ?? [])].map((codes) => RESULT_BY_CODE[codes[where] ?? 9]);
    expect(at(cell)).toEqual(['won', 'won', 'lost']);
    expect(at(low)).toEqual(['lost', 'lost', 'won']);
  });

  test.each(['1.01', '1.9', '2.37', '1000'])('factors at %s are those of settlement', (text) => {
    const odds = oddsFromDecimal(Number(text));
    if (odds === undefined) throw new Error('bad odds');
    const exact = RESULT_BY_CODE.map((result) =>
      rationalToNumber(legFactor({ odds: rational(BigInt(odds), 10_000n), result })),
    );
    factorsAt(odds).forEach((factor, code) => {
      expect(factor).toBeCloseTo(exact[code] ?? Number.NaN, 12);
    });
  });

  test('the projection of a match keeps its halves', () => {
    const record = recordOf(
      phaseEvent('first-half'),
      goalEvent('home', 'first-half', 1),
      phaseEvent('second-half'),
      goalEvent('away', 'second-half', 1),
      phaseEvent('ended'),
    );
    const index = buildFootballIndex();
    const cell = projectRecord(record, index, 1);
    expect([index.h1[cell], index.a1[cell], index.h2[cell], index.a2[cell]]).toEqual([1, 0, 0, 1]);
    expect(scoreOf(record).fullTime).toEqual({ home: 1, away: 1 });
  });
});
