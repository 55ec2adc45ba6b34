import fastifyJwt from '@fastify/jwt';
import { fastify } from 'fastify';

import { ROLES, type Role } from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import type { User } from './users.ts';

/** What a token says; `expiresAt` is UTC milliseconds. */
export type Identity = User &
  Readonly<{
    expiresAt: number;
    /** The login that it belongs to, which may have ended since; undefined for one without. */
    sessionId: string | undefined;
  }>;

export type Tokens = Readonly<{
  sign(user: User, sessionId?: string): Readonly<{ token: string; expiresAt: number }>;
  /** Undefined when the token is not ours, was changed or is expired. */
  verify(token: string): Identity | undefined;
}>;

export type TokenOptions = Readonly<{ secret: string; lifeMs: number; clock: Clock }>;

type Claims = Readonly<{
  sub: string;
  name: string;
  role: string;
  acc: string;
  cur: string;
  exp: number;
  sid?: string;
}>;

const ISSUER = 'overround';
/** So many are remembered by their hashes, the ones used last. */
const KNOWN_TOKENS = 10_000;

/**
 * Signed logins (JWT, HS256). Made and read here only; the gateway reads them by `verify` with the same
 * secret. The plugin brings signing only as a part of a server, so a server that never listens carries it.
 */
export async function createTokens({ secret, lifeMs, clock }: TokenOptions): Promise<Tokens> {
  const server = fastify();
  await server.register(fastifyJwt, {
    secret,
    sign: { iss: ISSUER, algorithm: 'HS256' },
    // Options of a call would make a verifier and its key anew for every request; expiry goes by our clock.
    verify: {
      allowedIss: ISSUER,
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'sub'],
      ignoreExpiration: true,
      // Whoever bets sends the same token again and again, and a signature is a tenth of what a bet costs over HTTP.
      cache: KNOWN_TOKENS,
    },
  });
  await server.ready();
  const { jwt } = server;
  return {
    sign({ userId, username, role, accountId, currency }, sessionId) {
      const now = clock.now();
      const exp = Math.floor((now + lifeMs) / 1000);
      const iat = Math.floor(now / 1000);
      const token = jwt.sign({
        sub: userId,
        name: username,
        role,
        acc: accountId,
        cur: currency,
        iat,
        exp,
        ...(sessionId === undefined ? {} : { sid: sessionId }),
      });
      return { token, expiresAt: exp * 1000 };
    },
    verify(token) {
      try {
        const claims = jwt.verify<Claims>(token);
        return claims.exp * 1000 > clock.now() ? identityOf(claims) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

function identityOf(claims: Claims): Identity | undefined {
  const role = ROLES.find((known): known is Role => known === claims.role);
  if (role === undefined) return undefined;
  return {
    userId: claims.sub as Identity['userId'],
    username: claims.name,
    role,
    accountId: claims.acc as Identity['accountId'],
    currency: claims.cur as Identity['currency'],
    expiresAt: claims.exp * 1000,
    sessionId: claims.sid,
  };
}
