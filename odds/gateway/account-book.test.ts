import { describe, expect, it } from 'vitest';

import type { AccountReading, BetView } from '#contracts/mod.ts';

import { AccountBook, type AccountStep } from './account-book.ts';
import { sampleBet } from './test-accounts.ts';

const reading = (bets: readonly BetView[], balance = '100.00'): AccountReading => ({
  currency: 'EUR',
  balance,
  staked: '10.00',
  openBets: bets.length,
  bets: [...bets],
});
const told = (step: AccountStep | 'none' | undefined) =>
  typeof step === 'object'
    ? step.bets.map(({ betId, status }) => `${betId.slice(-1)} ${status}`)
    : step;

describe('an account as it was last read', () => {
  it('has bets that wait for a trader among the open ones', () => {
    const waiting = sampleBet(2, { status: 'referred', referredUntil: 9 });
    const book = new AccountBook(reading([waiting, sampleBet(1)]), 4);
    expect(told(book.image())).toEqual(['2 referred', '1 accepted']);
    expect(book.openBets()).toEqual([sampleBet(1).betId, waiting.betId]);
    book.take(reading([sampleBet(2, { status: 'rejected' }), sampleBet(1)]), 5);
    expect(told(book.deltaSince(4))).toEqual(['2 rejected']);
    expect(told(book.image())).toEqual(['1 accepted']);
  });

  it('tells of what changed after a position, and of nothing twice', () => {
    const book = new AccountBook(reading([sampleBet(1)]), 4);
    book.take(reading([sampleBet(2), sampleBet(1)], '90.00'), 6);
    expect(told(book.deltaSince(4))).toEqual(['2 accepted']);
    expect(book.deltaSince(6)).toBe('none');
    book.take(reading([], '0.00'), 6);
    expect(book.deltaSince(6)).toBe('none');
    for (const outside of [3, 7]) expect(book.deltaSince(outside)).toBeUndefined();
  });
});
