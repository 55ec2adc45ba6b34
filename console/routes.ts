import { isFixtureId, type FixtureId } from '#contracts/mod.ts';

/** Pages of the staff beside the trading desk. */
export const OFFICES = ['referrals', 'risk', 'customers', 'feeds', 'approvals'] as const;
export type Office = (typeof OFFICES)[number];

/** The pages. Addresses are real paths, so the server answers every one of them with the same document. */
export type Route =
  | Readonly<{ page: 'board' }>
  | Readonly<{ page: 'match'; fixtureId: FixtureId }>
  | Readonly<{ page: 'bets' }>
  | Readonly<{ page: 'trade'; fixtureId: FixtureId | undefined }>
  | Readonly<{ page: 'office'; office: Office }>;

export function parsePath(path: string): Route {
  const [first = '', second = ''] = path.split('/').filter((part) => part !== '');
  const fixtureId = isFixtureId(second) ? second : undefined;
  if (first === 'match' && fixtureId !== undefined) return { page: 'match', fixtureId };
  if (first === 'bets') return { page: 'bets' };
  if (first === 'trade') return { page: 'trade', fixtureId };
  const office = OFFICES.find((each) => each === first);
  return office === undefined ? { page: 'board' } : { page: 'office', office };
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'board':
      return '/';
    case 'match':
      return `/match/${route.fixtureId}`;
    case 'bets':
      return '/bets';
    case 'trade':
      return route.fixtureId === undefined ? '/trade' : `/trade/${route.fixtureId}`;
    case 'office':
      return `/${route.office}`;
  }
}
