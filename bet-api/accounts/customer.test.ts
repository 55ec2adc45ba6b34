import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { accountId } from '#contracts/mod.ts';

import {
  checkHeldRules,
  checkStakeRules,
  dayOf,
  leftToStake,
  withStakeHeld,
  withStakeReleased,
  type Customer,
} from './customer.ts';

const DAY_MS = 86_400_000;
const customer = (changed: Partial<Customer> = {}): Customer => ({
  accountId: accountId('01990000-0000-7000-8000-000000000001'),
  currency: 'EUR',
  status: 'open',
  excludedUntil: null,
  dailyStakeLimitMinor: null,
  stakeDay: 10,
  stakedTodayMinor: 0n,
  balanceMinor: 10_000n,
  floorMinor: 0n,
  ...changed,
});
const today = 10 * DAY_MS + 5;

describe('checkStakeRules', () => {
  test('closed before limit before funds, each with the largest stake that fits', () => {
    const poor = customer({
      dailyStakeLimitMinor: 500n,
      stakedTodayMinor: 200n,
      balanceMinor: 250n,
    });
    expect(checkStakeRules({ ...poor, status: 'closed' }, 400n, today)).toEqual({
      code: 'ACCOUNT_CLOSED',
      detail: {},
    });
    expect(checkStakeRules(poor, 400n, today)).toEqual({
      code: 'ACCOUNT_STAKE_LIMIT',
      detail: { maxStake: '3.00' },
    });
    expect(checkStakeRules(poor, 300n, today)).toEqual({
      code: 'INSUFFICIENT_FUNDS',
      detail: { maxStake: '2.50' },
    });
    expect(checkStakeRules(poor, 250n, today)).toBeUndefined();
  });

  test('a floor above zero is not money to stake, and what is left is never below zero', () => {
    const kept = customer({ balanceMinor: 300n, floorMinor: 400n });
    expect(checkStakeRules(kept, 1n, today)?.detail).toEqual({ maxStake: '0.00' });
  });

  test('the limit of yesterday is forgotten', () => {
    const full = customer({ dailyStakeLimitMinor: 500n, stakedTodayMinor: 500n });
    expect(leftToStake(full, today)).toBe(0n);
    expect(leftToStake(full, today + DAY_MS)).toBe(500n);
    expect(checkHeldRules({ ...full, stakedTodayMinor: 501n }, today)?.code).toBe(
      'ACCOUNT_STAKE_LIMIT',
    );
    expect(checkHeldRules({ ...full, stakedTodayMinor: 501n }, today + DAY_MS)).toBeUndefined();
  });
});

describe('the daily counter', () => {
  const stake = fc.bigInt({ min: 1n, max: 1_000n });
  const day = fc.integer({ min: 10, max: 13 });
  property.prop([fc.array(fc.tuple(stake, day), { maxLength: 20 })])(
    'holding and releasing leaves nothing behind, whatever the days',
    (bets) => {
      const ordered = [...bets].sort(([, left], [, right]) => left - right);
      const held = ordered.reduce(
        (row, [minor, on]) => withStakeHeld(row, minor, on * DAY_MS),
        customer(),
      );
      const last = ordered.at(-1)?.[1] ?? 10;
      expect(held.stakedTodayMinor).toBe(
        ordered.filter(([, on]) => on === last).reduce((sum, [minor]) => sum + minor, 0n),
      );
      const released = ordered.reduce(
        (row, [minor, on]) => withStakeReleased(row, minor, on * DAY_MS),
        held,
      );
      expect(released.balanceMinor).toBe(10_000n);
      expect(released.stakedTodayMinor).toBe(0n);
    },
  );

  test('a stake of yesterday that comes back today does not make room today', () => {
    const held = withStakeHeld(customer(), 300n, today);
    const tomorrow = withStakeHeld(held, 100n, today + DAY_MS);
    expect(tomorrow).toMatchObject({ stakeDay: dayOf(today) + 1, stakedTodayMinor: 100n });
    expect(withStakeReleased(tomorrow, 300n, today).stakedTodayMinor).toBe(100n);
  });
});
