import type { FastifyRequest } from 'fastify';

import { Refusal, type Role } from '#contracts/mod.ts';

import type { Identity, Tokens } from '../accounts/tokens.ts';

/** Who asks; throws UNAUTHENTICATED. Only `Authorization: Bearer` is read: no cookies, so no forged forms. */
export function identify(tokens: Tokens, request: FastifyRequest): Identity {
  const identity = peek(tokens, request);
  if (!identity) throw new Refusal('UNAUTHENTICATED');
  return identity;
}

/** Like identify, for the role; throws FORBIDDEN. */
export function identifyAs(role: Role, tokens: Tokens, request: FastifyRequest): Identity {
  const identity = identify(tokens, request);
  if (identity.role !== role) throw new Refusal('FORBIDDEN');
  return identity;
}

/** Who asks, if they say so. */
export function peek(tokens: Tokens, request: FastifyRequest): Identity | undefined {
  const token = /^Bearer ([^ ]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return token === undefined ? undefined : tokens.verify(token);
}

/** Ours is stricter than the draft: long enough to be unique, short and plain enough for any log. */
const KEY = /^[\x21-\x7e]{8,64}$/;

/** The Idempotency-Key header; throws IDEMPOTENCY_KEY_MISSING also when it has the wrong form. */
export function idempotencyKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY.test(key)) throw new Refusal('IDEMPOTENCY_KEY_MISSING');
  return key;
}
