import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';

import type { TSchema } from 'typebox';

import { ErrorBodySchema } from '../http/errors.ts';

/** The application as routes see it: handlers get the static types of their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Responses of a route for the documents: what it answers, and that it may refuse. */
export const answers = <Responses extends Readonly<Record<number, TSchema>>>(
  responses: Responses,
): Responses & { '4xx': typeof ErrorBodySchema; '5xx': typeof ErrorBodySchema } => ({
  ...responses,
  '4xx': ErrorBodySchema,
  '5xx': ErrorBodySchema,
});

/** Marks a route as one that needs a token, in the documents. */
export const withToken = [{ token: [] }];
