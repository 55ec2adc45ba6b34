import { existsSync } from 'node:fs';
import { join } from 'node:path';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { httpStatusOf } from '#contracts/mod.ts';

import { errorBody } from './errors.ts';

/**
 * Serves the built web pages, where there are some; addresses that are no file and no API answer with the
 * page itself, which routes in the browser. Everything else unknown is NOT_FOUND.
 */
export async function servePages(app: FastifyInstance, dir: string | undefined): Promise<void> {
  const hasPages = dir !== undefined && existsSync(join(dir, 'index.html'));
  if (hasPages)
    await app.register(fastifyStatic, {
      root: dir,
      wildcard: false,
      // The names of built files carry the hash of their content.
      setHeaders: (reply, path) => {
        const forever = path.includes(join(dir, 'assets'));
        reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler(async (request, reply) => {
    if (hasPages && wantsPage(request)) return reply.sendFile('index.html');
    return reply.code(httpStatusOf('NOT_FOUND')).send(errorBody('NOT_FOUND'));
  });
}

const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' &&
  !url.startsWith('/v1/') &&
  !/\.[a-z0-9]+(?:$|\?)/i.test(url) &&
  (headers.accept ?? '').includes('text/html');
