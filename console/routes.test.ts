import { expect, it } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';

import { parsePath, pathOf } from './routes.ts';

it.each([
  ['/', { page: 'board' }],
  ['/match/cup-1', { page: 'match', fixtureId: fixtureId('cup-1') }],
  ['/bets', { page: 'bets' }],
  ['/approvals', { page: 'office', office: 'approvals' }],
  ['/referrals', { page: 'office', office: 'referrals' }],
  ['/customers', { page: 'office', office: 'customers' }],
  ['/feeds', { page: 'office', office: 'feeds' }],
  ['/risk', { page: 'office', office: 'risk' }],
  ['/trade', { page: 'trade', fixtureId: undefined }],
  ['/trade/cup-1', { page: 'trade', fixtureId: fixtureId('cup-1') }],
] as const)('%s is a page, and the page has that address', (path, route) => {
  expect(parsePath(path)).toEqual(route);
  expect(pathOf(route)).toBe(path);
});

it('shows the board at an address that is none', () => {
  expect(parsePath('/nowhere')).toEqual({ page: 'board' });
  expect(parsePath('/match/NOT AN ID')).toEqual({ page: 'board' });
});
