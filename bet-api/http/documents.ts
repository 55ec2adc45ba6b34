import { createHash } from 'node:crypto';

import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** OpenAPI 3.1 at /openapi.json; routes registered later are in it. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Overround betting API',
        version: '1',
        description:
          'Money is a decimal string in the currency of the account, odds are numbers with at most four decimals, times are UTC milliseconds. Every refusal has a stable `code`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      tags: [
        { name: 'auth', description: 'Register and log in' },
        { name: 'account', description: 'Own account and money' },
        { name: 'fixtures', description: 'What can be bet on' },
        { name: 'bets', description: 'Place and see bets' },
        { name: 'trading', description: 'For traders' },
        { name: 'operations', description: 'For operators: what waits for a decision' },
        { name: 'virtual', description: 'The virtual league: commitments, seeds and results' },
        { name: 'service', description: 'For operators and the web app' },
      ],
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** A page that reads /openapi.json, with all its parts from this server: no fonts, proxies or telemetry elsewhere. */
export async function serveReference(app: FastifyInstance): Promise<void> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_, reply, payload) => {
      if (typeof payload === 'string') allowInlineScripts(reply, payload);
      return payload;
    });
    await scope.register(scalar, { routePrefix: '/reference', configuration: REFERENCE });
  });
}

const REFERENCE = {
  url: '/openapi.json',
  pageTitle: 'Overround betting API',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  documentDownloadType: 'json',
} as const;

/** The page starts itself by a script in the page: exactly that one is allowed, by its hash. */
function allowInlineScripts(reply: FastifyReply, html: string): void {
  const policy = reply.getHeader('content-security-policy');
  if (typeof policy !== 'string') return;
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  if (hashes.length === 0) return;
  const allowed = policy.replace(/script-src [^;]*/, (rule) => `${rule} ${hashes.join(' ')}`);
  reply.header('content-security-policy', allowed);
}
