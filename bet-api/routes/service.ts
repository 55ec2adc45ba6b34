import { Type } from 'typebox';

import { closed, ConfigSchema, Refusal } from '#contracts/mod.ts';

import type { RoutePorts } from '../ports.ts';
import { answers, type App } from './route.ts';

const HealthSchema = closed({ status: Type.Literal('ok'), fixtures: Type.Integer() });

export function serviceRoutes(app: App, { pool, book, config, metrics, log }: RoutePorts): void {
  app.get(
    '/v1/config',
    {
      schema: {
        tags: ['service'],
        summary: 'What the web app needs before it can start',
        response: answers({ 200: ConfigSchema }),
      },
    },
    () => ({
      gatewayUrl: config.gatewayUrl,
      attributions: [...config.attributions],
      accumulatorBonus: config.accumulatorBonus,
    }),
  );

  app.get(
    '/healthz',
    {
      schema: {
        tags: ['service'],
        summary: 'Whether bets can be stored',
        response: answers({ 200: HealthSchema }),
      },
      config: { rateLimit: false },
    },
    async () => {
      // Anybody may ask, so the answer does not repeat what the database said; the log does.
      await pool.query('SELECT 1').catch((cause: unknown) => {
        log.warn({ err: cause }, 'PostgreSQL does not answer');
        throw new Refusal('UNAVAILABLE');
      });
      return { status: 'ok' as const, fixtures: book.views().length };
    },
  );

  app.get(
    '/metrics',
    { schema: { hide: true }, config: { rateLimit: false } },
    async (_, reply) => {
      const text = await metrics.registry.metrics();
      return reply.type(metrics.registry.contentType).send(text);
    },
  );
}
