import { FeedHealthSchema } from '#contracts/mod.ts';

import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { readFeedHealth } from '../trading/feed-health.ts';
import { answers, withToken, type App } from './route.ts';

/** How the feeds are, for the people who trade on them. */
export function feedRoutes(app: App, { pool, book, tokens, metrics, clock }: RoutePorts): void {
  app.get(
    '/v1/trading/feeds',
    {
      schema: {
        tags: ['trading'],
        summary: 'State, lag and gaps of the feeds of open fixtures',
        security: withToken,
        response: answers({ 200: FeedHealthSchema }),
      },
    },
    (request) => {
      identifyAs('trader', tokens, request);
      return readFeedHealth({ db: pool, book, metrics, at: clock.now() });
    },
  );
}
