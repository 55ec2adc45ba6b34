import { beforeEach, describe, expect, it } from 'vitest';

import { fixtureId, marketKey, outcomeId, type BetView } from '#contracts/mod.ts';

import {
  acceptPrice,
  changeEntry,
  checkPrice,
  setStake,
  slip,
  togglePick,
  type Pick,
  type Problem,
} from './slip.ts';
import { potentialReturn, stakeOf } from './stake.ts';

const pick = (outcome: string): Pick => ({
  fixtureId: fixtureId('match-1'),
  marketKey: marketKey('match-result'),
  outcomeId: outcomeId(outcome),
  odds: 21_000,
  fixture: 'A – B',
  market: 'Match result',
  outcome,
});
const first = () => slip.get()[0];
const problem = (retryKey: string | null): Problem => ({
  code: retryKey === null ? 'PRICE_CHANGED' : 'OFFLINE',
  message: '',
  detail: {},
  retryKey,
});

beforeEach(() => {
  slip.set(togglePick([], pick('home')));
});

describe('the slip', () => {
  it('takes a pick, and gives it back when it is pressed again', () => {
    expect(slip.get()).toHaveLength(1);
    slip.update((entries) => togglePick(entries, pick('draw')));
    slip.update((entries) => togglePick(entries, pick('home')));
    expect(slip.get().map(({ outcome }) => outcome)).toEqual(['draw']);
  });

  it('does not let go of a bet that is being placed', () => {
    changeEntry(first()?.id ?? '', () => ({ phase: { step: 'placing' } }));
    slip.update((entries) => togglePick(entries, pick('home')));
    expect(slip.get()).toHaveLength(1);
  });

  it('clears accepted bets when something new is picked', () => {
    changeEntry(first()?.id ?? '', () => ({ phase: { step: 'accepted', bet: {} as BetView } }));
    slip.update((entries) => togglePick(entries, pick('away')));
    expect(slip.get().map(({ outcome }) => outcome)).toEqual(['away']);
  });

  it('forgets a problem when the stake changes, but not one that may have placed the bet', () => {
    const id = first()?.id ?? '';
    changeEntry(id, () => ({ phase: { step: 'open', problem: problem(null) } }));
    setStake(id, '12,5');
    expect(first()).toMatchObject({ stake: '12.5', phase: { step: 'open', problem: null } });
    changeEntry(id, () => ({ phase: { step: 'open', problem: problem('key') } }));
    setStake(id, '20');
    expect(first()).toMatchObject({ phase: { problem: { retryKey: 'key' } } });
  });

  it('takes a new price with the bettor’s leave', () => {
    acceptPrice(first()?.id ?? '', 19_000);
    expect(first()?.odds).toBe(19_000);
  });
});

it.each([
  ['none', 20_000, 20_000, 'same'],
  ['none', 20_000, 21_000, 'ask'],
  ['none', 20_000, 19_000, 'ask'],
  ['higher', 20_000, 21_000, 'taken'],
  ['higher', 20_000, 19_000, 'ask'],
  ['any', 20_000, 19_000, 'taken'],
] as const)('with policy %s a price that went from %i to %i is %s', (policy, seen, now, check) => {
  expect(checkPrice(seen, now, policy)).toBe(check);
});

describe('stakes', () => {
  it.each([
    ['10', 'EUR', 1000n],
    ['0.01', 'EUR', 1n],
    [' 5 ', 'EUR', 500n],
    ['10.5', 'JPY', undefined],
    ['0', 'EUR', undefined],
    ['-1', 'EUR', undefined],
    ['1e3', 'EUR', undefined],
    ['', 'EUR', undefined],
  ] as const)('%j in %s is %s', (text, currency, amount) => {
    expect(stakeOf(text, currency)).toBe(amount);
  });

  it('return what the contract would pay', () => {
    expect(potentialReturn('10', 21_500, 'EUR')).toBe(2150n);
    expect(potentialReturn('0.01', 15_000, 'EUR')).toBe(2n);
    expect(potentialReturn('ten', 21_500, 'EUR')).toBeUndefined();
  });
});
