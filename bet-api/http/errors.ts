import type { FastifyError, FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import {
  closed,
  ERRORS,
  httpStatusOf,
  messageOf,
  Refusal,
  words,
  type ErrorBody,
  type ErrorCode,
} from '#contracts/mod.ts';

import { isDatabaseAway } from '../database-errors.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

/** The body of every refusal. */
export const ErrorBodySchema = closed({
  code: words(CODES),
  message: Type.String(),
  detail: Type.Optional(Type.Unknown()),
});

export function errorBody(
  code: ErrorCode,
  detail: Readonly<Record<string, unknown>> = {},
): ErrorBody {
  const body = { code, message: messageOf(code) };
  return Object.keys(detail).length === 0 ? body : { ...body, detail };
}

/** Turns whatever was thrown into a refusal of the table; undefined when it is a failure of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (isDatabaseAway(error)) return new Refusal('UNAVAILABLE');
  if (!isFastifyError(error)) return undefined;
  const unknown = unknownPlace(error);
  if (unknown !== undefined) return new Refusal(unknown);
  if (error.validation)
    return new Refusal('BAD_REQUEST', {
      problems: problemsOf(error.validation, error.validationContext ?? 'request'),
    });
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('BODY_TOO_LARGE');
  if (error.statusCode === 429) return new Refusal('RATE_LIMITED');
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Refusal('BAD_REQUEST', { problems: [error.message] });
  return undefined;
}

/** An id that nothing can have is answered like one that nothing has. */
const UNKNOWN_IDS: Readonly<Record<string, ErrorCode>> = {
  '/betId': 'BET_NOT_FOUND',
  '/fixtureId': 'FIXTURE_NOT_FOUND',
  '/offerId': 'OFFER_NOT_FOUND',
  '/holdId': 'HOLD_NOT_FOUND',
};

const unknownPlace = ({ validation, validationContext }: FastifyError): ErrorCode | undefined =>
  validationContext === 'params' ? UNKNOWN_IDS[validation?.[0]?.instancePath ?? ''] : undefined;

type Problem = Readonly<{ instancePath: string; message?: string }>;

/** "body/odds must be >= 1.01". An unknown field is reported twice by the validator: by name is enough. */
function problemsOf(found: readonly Problem[], context: string): readonly string[] {
  const named = found.filter(({ message }) => message === UNKNOWN_FIELD);
  const others = found.filter(({ message }) => message !== UNKNOWN_FIELD && message !== CLOSED);
  return [
    ...named.map(({ instancePath }) => `${context}${instancePath} is not known`),
    ...others.map(
      ({ instancePath, message = 'is wrong' }) => `${context}${instancePath} ${message}`,
    ),
  ];
}
const UNKNOWN_FIELD = 'schema is false';
const CLOSED = 'must not have additional properties';

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && ('statusCode' in error || 'validation' in error);

/** Every error leaves as an ErrorBody; only failures of ours are logged, and their details stay in the log. */
export function installErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = refusalOf(error);
    if (!refusal) {
      request.log.error({ err: error }, 'a request failed');
      return reply.code(httpStatusOf('INTERNAL')).send(errorBody('INTERNAL'));
    }
    if (refusal.code === 'UNAVAILABLE') request.log.warn({ err: error }, 'a server is away');
    return reply.code(httpStatusOf(refusal.code)).send(errorBody(refusal.code, refusal.detail));
  });
}
