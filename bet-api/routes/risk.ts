import { RiskQuerySchema, RiskViewSchema } from '#contracts/mod.ts';

import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { riskView } from '../trading/risk-view.ts';
import { answers, withToken, type App } from './route.ts';

/** What the house could lose, for the people who trade. */
export function riskRoutes(app: App, { pool, tail, tokens }: RoutePorts): void {
  app.get(
    '/v1/trading/risk',
    {
      schema: {
        tags: ['trading'],
        summary:
          'Value at risk, expected result and worst case of the open bets, and what drives them',
        security: withToken,
        querystring: RiskQuerySchema,
        response: answers({ 200: RiskViewSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      return riskView(pool, await tail({ of: 'book', ...request.query }));
    },
  );
}
