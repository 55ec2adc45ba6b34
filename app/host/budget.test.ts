import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';

import { HostBudget } from './budget.ts';

const A = fixtureId('a');
const B = fixtureId('b');

const lease = (owner: string, amountMinor: string, version = 1, expiresAt = 10_000) => ({
  version,
  grantedAt: 0,
  expiresAt,
  leases: [{ owner, amountMinor, outstandingMinor: amountMinor }],
});

describe('the budget of a host', () => {
  it('is nothing without a lease, with another host’s lease, and after the lease has ended', () => {
    const budget = new HostBudget('me');
    expect(budget.for(A, 0).leasedMinor).toBe(0n);
    budget.take(lease('you', '500'));
    expect(budget.for(A, 0).leasedMinor).toBe(0n);
    budget.take(lease('me', '700', 2));
    expect(budget.for(A, 9_999).leasedMinor).toBe(700n);
    expect(budget.for(A, 10_000).leasedMinor).toBe(0n);
  });

  it('is what the newest message says, however late an older one comes', () => {
    const budget = new HostBudget('me');
    budget.take(lease('me', '300', 5));
    budget.take(lease('me', '900', 4));
    expect(budget.for(A, 0).leasedMinor).toBe(300n);
    budget.take(lease('me', '100', 6));
    expect(budget.for(A, 0).leasedMinor).toBe(100n);
  });

  it('lets the tail of the house grow by what it was told, less what was taken since', () => {
    const budget = new HostBudget('me');
    const told = (version: number, tailRoomMinor: string) => {
      const { leases, ...message } = lease('me', '700', version);
      budget.take({ ...message, leases: leases.map((mine) => ({ ...mine, tailRoomMinor })) });
    };
    expect(budget.for(A, 0).tailRoomMinor).toBeNull();
    budget.tailTaken(A, 40n);
    told(1, '100');
    expect(budget.for(A, 0).tailRoomMinor).toBe(100n);
    budget.tailTaken(A, 100n);
    budget.tailTaken(B, 30n);
    expect(budget.for(A, 0).tailRoomMinor).toBe(10n);
    told(2, '500');
    budget.tailTaken(B, 30n);
    expect(budget.for(B, 0).tailRoomMinor).toBe(500n);
  });

  it('counts the losses of the other fixtures, and a fixture that can only win not at all', () => {
    const budget = new HostBudget('me');
    budget.used(A, -250.2);
    budget.used(B, 90);
    expect(budget.for(A, 0).usedElsewhereMinor).toBe(0n);
    // A fraction of a minor unit is one that could be lost.
    expect(budget.for(B, 0).usedElsewhereMinor).toBe(251n);
    budget.forget(A);
    expect(budget.for(B, 0).usedElsewhereMinor).toBe(0n);
  });

  const fixtures = ['f1', 'f2', 'f3'].map(fixtureId);
  property.prop([
    fc.array(
      fc.tuple(fc.constantFrom(...fixtures), fc.integer({ min: -1_000, max: 1_000 }), fc.boolean()),
      { maxLength: 40 },
    ),
  ])('is always the sum of what was last said of each fixture', (steps) => {
    const budget = new HostBudget('me');
    const losses = new Map<string, number>();
    for (const [fixture, worst, gone] of steps) {
      if (gone) budget.forget(fixture);
      else budget.used(fixture, worst);
      losses.set(fixture, gone ? 0 : Math.max(0, -worst));
      for (const each of fixtures) {
        const others = fixtures.filter((other) => other !== each);
        const sum = others.reduce((total, other) => total + (losses.get(other) ?? 0), 0);
        expect(budget.for(each, 0).usedElsewhereMinor).toBe(BigInt(sum));
      }
    }
  });
});
