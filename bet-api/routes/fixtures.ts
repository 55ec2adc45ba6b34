import {
  closed,
  FixtureDetailSchema,
  FixtureIdSchema,
  FixtureListSchema,
  Refusal,
  type FixtureState,
} from '#contracts/mod.ts';

import type { FixtureView } from '../book/fixture-book.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, type App } from './route.ts';

export function fixtureRoutes(app: App, { book }: RoutePorts): void {
  app.get(
    '/v1/fixtures',
    {
      schema: {
        tags: ['fixtures'],
        summary: 'All fixtures, those in play first, then by kick-off',
        response: answers({ 200: FixtureListSchema }),
      },
    },
    () => ({
      fixtures: [...book.views()].sort(byInterest).map(({ fixtureId, info, state, markets }) => ({
        fixtureId,
        info,
        state,
        markets: markets.size,
      })),
    }),
  );

  app.get(
    '/v1/fixtures/:fixtureId',
    {
      schema: {
        tags: ['fixtures'],
        summary: 'One fixture with all its markets',
        params: closed({ fixtureId: FixtureIdSchema }),
        response: answers({ 200: FixtureDetailSchema }),
      },
    },
    ({ params }) => {
      const view = book.view(params.fixtureId);
      if (!view) throw new Refusal('FIXTURE_NOT_FOUND');
      return { ...view, markets: [...view.markets.values()] };
    },
  );
}

const isLive = ({ status }: FixtureState): boolean =>
  status === 'in-play' || status === 'interrupted';

const byInterest = (left: FixtureView, right: FixtureView): number =>
  Number(isLive(right.state)) - Number(isLive(left.state)) ||
  left.info.startsAt - right.info.startsAt ||
  (left.fixtureId < right.fixtureId ? -1 : 1);
