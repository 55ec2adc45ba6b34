import { Type } from 'typebox';

import {
  LoginBodySchema,
  NewPasswordBodySchema,
  RefreshBodySchema,
  Refusal,
  RegisterBodySchema,
  SessionSchema,
  type Session,
} from '#contracts/mod.ts';

import { countAttempt, forgetAttempts } from '../accounts/login-attempts.ts';
import { passwordProblem } from '../accounts/password-rules.ts';
import {
  endAllSessions,
  endSessionOf,
  openSession,
  refreshSession,
  requireSession,
  type OpenSession,
} from '../accounts/sessions.ts';
import { changePassword, logIn, registerUser, userById, type User } from '../accounts/users.ts';
import { DeviceHeadersSchema } from '../http/device-header.ts';
import { identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

type Limited = Readonly<{ config: Readonly<{ rateLimit?: object }> }>;

/** Every answer that opens a session. */
type Sessions = Readonly<{
  start: (user: User) => Promise<Session>;
  view: (user: User, session: OpenSession) => Session;
}>;

export function authRoutes(app: App, ports: RoutePorts): void {
  const { pool, newId, tokens, clock } = ports;
  const { authRateLimit: limit } = ports.config;
  const limited: Limited = {
    config: limit ? { rateLimit: { max: limit.max, timeWindow: limit.windowMs } } : {},
  };
  const view: Sessions['view'] = (user, { sessionId, refreshToken, refreshExpiresAt }) => ({
    ...tokens.sign(user, sessionId),
    username: user.username,
    role: user.role,
    refreshToken,
    refreshExpiresAt,
  });
  const start: Sessions['start'] = async (user) => {
    const at = { sessionId: newId(), now: clock.now() };
    return view(user, await openSession(pool, user.userId, at));
  };
  enterRoutes(app, ports, { start, limited });
  sessionRoutes(app, ports, { view, limited });
  passwordRoute(app, ports, { start, limited });
}

function enterRoutes(
  app: App,
  { pool, newId, clock, devices }: RoutePorts,
  { start, limited }: Pick<Sessions, 'start'> & Readonly<{ limited: Limited }>,
): void {
  app.post(
    '/v1/auth/register',
    {
      ...limited,
      schema: {
        tags: ['auth'],
        summary: 'Open an account with an empty wallet',
        headers: DeviceHeadersSchema,
        body: RegisterBodySchema,
        response: answers({ 201: SessionSchema }),
      },
    },
    async ({ body, headers }, reply) => {
      refuseWeak(body.password, body.username);
      const user = await registerUser(pool, newId, { ...body, role: 'bettor' });
      devices.note(user.accountId, headers['x-device-id']);
      return reply.code(201).send(await start(user));
    },
  );
  app.post(
    '/v1/auth/login',
    {
      ...limited,
      schema: {
        tags: ['auth'],
        summary: 'Get a token',
        headers: DeviceHeadersSchema,
        body: LoginBodySchema,
        response: answers({ 200: SessionSchema }),
      },
    },
    async ({ body, headers }) => {
      await countAttempt(pool, body.username, clock.now());
      const user = await logIn(pool, body);
      await forgetAttempts(pool, body.username);
      devices.note(user.accountId, headers['x-device-id']);
      return start(user);
    },
  );
}

function sessionRoutes(
  app: App,
  { pool, clock }: RoutePorts,
  { view, limited }: Pick<Sessions, 'view'> & Readonly<{ limited: Limited }>,
): void {
  app.post(
    '/v1/auth/refresh',
    {
      ...limited,
      schema: {
        tags: ['auth'],
        summary: 'Exchange a refresh token for a new token and a new refresh token',
        body: RefreshBodySchema,
        response: answers({ 200: SessionSchema }),
      },
    },
    async ({ body }) => {
      const session = await refreshSession(pool, body.refreshToken, clock.now());
      const user = await userById(pool, session.userId);
      if (!user) throw new Refusal('UNAUTHENTICATED');
      return view(user, session);
    },
  );
  app.post(
    '/v1/auth/logout',
    {
      ...limited,
      schema: {
        tags: ['auth'],
        summary: 'End a session',
        body: RefreshBodySchema,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ body }, reply) => {
      await endSessionOf(pool, body.refreshToken, clock.now());
      return reply.code(204).send(null);
    },
  );
}

function passwordRoute(
  app: App,
  { pool, tokens, clock }: RoutePorts,
  { start, limited }: Pick<Sessions, 'start'> & Readonly<{ limited: Limited }>,
): void {
  app.post(
    '/v1/auth/password',
    {
      ...limited,
      schema: {
        tags: ['auth'],
        summary: 'Change the password, which ends all sessions and opens a new one',
        security: withToken,
        body: NewPasswordBodySchema,
        response: answers({ 200: SessionSchema }),
      },
    },
    async (request) => {
      const { username, sessionId, userId } = identify(tokens, request);
      const { password, newPassword } = request.body;
      await requireSession(pool, sessionId, clock.now());
      await countAttempt(pool, username, clock.now());
      const user = await logIn(pool, { username, password });
      await forgetAttempts(pool, username);
      refuseWeak(newPassword, username);
      await changePassword(pool, userId, newPassword);
      await endAllSessions(pool, userId, clock.now());
      return start(user);
    },
  );
}

function refuseWeak(password: string, username: string): void {
  const why = passwordProblem(password, username);
  if (why !== undefined) throw new Refusal('PASSWORD_WEAK', { why });
}
