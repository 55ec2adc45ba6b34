import { LayOffQuerySchema, LayOffViewSchema } from '#contracts/mod.ts';

import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const USUAL_LIMIT = 100;

/** The bets of the house at an exchange, for the people who trade. */
export function layOffRoutes(app: App, { layOff, tokens }: RoutePorts): void {
  app.get(
    '/v1/trading/lay-off',
    {
      schema: {
        tags: ['trading'],
        summary: 'Orders of the house at an exchange, with what was matched, and their limits',
        security: withToken,
        querystring: LayOffQuerySchema,
        response: answers({ 200: LayOffViewSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      const { limit = USUAL_LIMIT } = request.query;
      const { limits, orders } = await layOff({ op: 'list', limit });
      return { limits, orders };
    },
  );
}
