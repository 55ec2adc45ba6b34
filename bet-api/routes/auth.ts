import {
  LoginBodySchema,
  RegisterBodySchema,
  SessionSchema,
  type Session,
} from '#contracts/mod.ts';

import { logIn, registerUser, type User } from '../accounts/users.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, type App } from './route.ts';

export function authRoutes(app: App, { pool, newId, tokens, config }: RoutePorts): void {
  const sessionOf = (user: User): Session => ({
    ...tokens.sign(user),
    username: user.username,
    role: user.role,
  });
  const { authRateLimit: limit } = config;
  const options = {
    config: limit ? { rateLimit: { max: limit.max, timeWindow: limit.windowMs } } : {},
  };

  app.post(
    '/v1/auth/register',
    {
      ...options,
      schema: {
        tags: ['auth'],
        summary: 'Open an account with an empty wallet',
        body: RegisterBodySchema,
        response: answers({ 201: SessionSchema }),
      },
    },
    async ({ body }, reply) => {
      const user = await registerUser(pool, newId, { ...body, role: 'bettor' });
      return reply.code(201).send(sessionOf(user));
    },
  );

  app.post(
    '/v1/auth/login',
    {
      ...options,
      schema: {
        tags: ['auth'],
        summary: 'Get a token',
        body: LoginBodySchema,
        response: answers({ 200: SessionSchema }),
      },
    },
    async ({ body }) => sessionOf(await logIn(pool, body)),
  );
}
