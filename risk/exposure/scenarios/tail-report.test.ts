import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';

import { marketKeyOf } from '#contracts/mod.ts';

import { FIXTURES, play, step } from '../../testing/book-steps.ts';
import { DEFAULT_RATES } from '../house-money.ts';
import type { ScenarioBook } from './scenario-book.ts';
import { TailReport } from './tail-report.ts';

describe('a tail report', () => {
  const scopesOf = (book: ScenarioBook) => [
    { of: 'book' } as const,
    { of: 'currency', currency: 'GBP' } as const,
    { of: 'competition', competition: 'competition 0' } as const,
    { of: 'day', day: '2026-06-02' } as const,
    ...book.fixtureIds().map((id) => ({ of: 'fixture', fixtureId: id }) as const),
  ];

  property.prop([fc.array(step, { maxLength: 25 })], { numRuns: 40 })(
    'the bets that drive a figure add up to it',
    (steps) => {
      const { book } = play(steps);
      const report = new TailReport(book, DEFAULT_RATES);
      for (const scope of scopesOf(book)) {
        const risk = report.risk(scope);
        for (const of of ['expected', 'cvar95', 'cvar99', 'worst'] as const) {
          const drivers = report.drivers(scope, of, Infinity);
          const sum = drivers.reduce((total, { contribution }) => total + contribution, 0);
          expect(sum).toBeCloseTo(risk[of], 4);
          expect(drivers).toHaveLength(risk.bets);
          const [top, next] = drivers;
          if (top && next) {
            expect(Math.sign(top.contribution - next.contribution)).not.toBe(
              of === 'expected' ? 1 : -1,
            );
          }
        }
      }
    },
  );

  property.prop([fc.array(step, { maxLength: 20 })], { numRuns: 40 })(
    'a scope counts the bets with an open leg in it, in house money',
    (steps) => {
      const { book } = play(steps);
      const report = new TailReport(book, DEFAULT_RATES);
      const marketKey = marketKeyOf('total-goals|line=2.25');
      for (const scope of FIXTURES.map(
        (id) => ({ of: 'market', fixtureId: id, marketKey }) as const,
      )) {
        const asking = [...book.entries()].filter(({ ticket }) =>
          ticket.selections.some(
            ({ paid, fixtureId: on, backed }) =>
              paid === null && on === scope.fixtureId && backed.marketKey === marketKey,
          ),
        );
        const staked = asking.reduce(
          (sum, { ticket }) =>
            sum + (ticket.stake * Number(DEFAULT_RATES.microsPerMinor[ticket.currency])) / 1e6,
          0,
        );
        const risk = report.risk(scope);
        expect(risk.bets).toBe(asking.length);
        expect(risk.staked).toBeCloseTo(staked, 6);
        expect(risk.worst).toBeGreaterThanOrEqual(risk.cvar99 - 1e-6);
        expect(risk.cvar99).toBeGreaterThanOrEqual(risk.cvar95 - 1e-6);
      }
    },
  );
});
