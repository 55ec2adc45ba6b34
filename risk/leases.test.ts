import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { LeaseBook, type Grant, type HostUse } from './leases.ts';

const POLICY = { budgetMinor: 1_000n, sliceMinor: 100n, leaseMs: 10 };
const use = (owner: string, usedMinor: bigint): HostUse => ({ owner, usedMinor });
const amounts = ({ leases }: Grant) =>
  Object.fromEntries(leases.map(({ owner, amountMinor }) => [owner, amountMinor]));

describe('leases', () => {
  test('grow a slice at a time ahead of what is used', () => {
    const book = new LeaseBook(POLICY);
    expect(amounts(book.grant(0, [use('a', 0n), use('b', 101n)]))).toEqual({ a: 100n, b: 300n });
    expect(amounts(book.grant(1, [use('a', 150n), use('b', 200n)]))).toEqual({ a: 300n, b: 300n });
  });

  test('share a short budget by turns, to the last unit', () => {
    const book = new LeaseBook({ ...POLICY, budgetMinor: 350n });
    const grant = book.grant(0, [use('b', 500n), use('a', 500n)]);
    expect(amounts(grant)).toEqual({ a: 200n, b: 150n });
  });

  test('a smaller lease frees its slices only when the larger one has expired', () => {
    const book = new LeaseBook({ ...POLICY, budgetMinor: 500n });
    book.grant(0, [use('a', 350n)]);
    expect(amounts(book.grant(1, [use('a', 0n), use('b', 0n)]))).toEqual({ a: 100n, b: 0n });
    expect(book.outstandingMinor(9)).toBe(500n);
    expect(amounts(book.grant(10, [use('a', 0n), use('b', 0n)]))).toEqual({ a: 100n, b: 100n });
  });

  test('bets that no live host owns keep their part of the budget', () => {
    const book = new LeaseBook({ ...POLICY, budgetMinor: 500n });
    expect(amounts(book.grant(0, [use('a', 300n)], 350n))).toEqual({ a: 150n });
    expect(amounts(book.grant(0, [use('b', 0n)], 900n))).toEqual({ b: 0n });
  });

  test('a restarted service counts with what was granted before', () => {
    const earlier = new LeaseBook({ ...POLICY, budgetMinor: 500n });
    earlier.grant(0, [use('a', 350n)]);
    const last = earlier.grant(1, [use('a', 0n)]);
    const book = new LeaseBook({ ...POLICY, budgetMinor: 500n });
    book.restore(last);
    expect(book.outstandingMinor(2)).toBe(500n);
    expect(amounts(book.grant(2, [use('b', 0n)]))).toEqual({ b: 0n });
    expect(amounts(book.grant(11, [use('b', 0n)]))).toEqual({ b: 100n });
  });

  const round = fc.record({
    wait: fc.nat(6),
    hosts: fc.uniqueArray(
      fc.record({
        owner: fc.constantFrom('a', 'b', 'c'),
        usedMinor: fc.bigInt({ min: 0n, max: 900n }),
      }),
      { selector: ({ owner }) => owner },
    ),
    orphanedMinor: fc.bigInt({ min: 0n, max: 300n }),
    lost: fc.boolean(),
  });

  property.prop([fc.array(round, { maxLength: 30 })])(
    'what hosts may rely on never passes the budget, however the rounds fall',
    (rounds) => {
      const book = new LeaseBook(POLICY);
      // A host relies on the last lease that it was told of, until that expires.
      const told = new Map<string, Readonly<{ amountMinor: bigint; expiresAt: number }>>();
      let now = 0;
      for (const { wait, hosts, orphanedMinor, lost } of rounds) {
        now += wait;
        const { leases, expiresAt } = book.grant(now, hosts, orphanedMinor);
        for (const { owner, amountMinor } of lost ? [] : leases) {
          told.set(owner, { amountMinor, expiresAt });
        }
        const valid = [...told.values()].filter((lease) => lease.expiresAt > now);
        const relied = valid.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        expect(relied).toBeLessThanOrEqual(book.outstandingMinor(now));
        expect(book.outstandingMinor(now)).toBeLessThanOrEqual(POLICY.budgetMinor);
      }
    },
  );
});
