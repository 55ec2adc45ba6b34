import type { ErrorCode } from '#contracts/mod.ts';

/** A refusal by the API, or no answer at all (`OFFLINE`). */
export class ApiError extends Error {
  readonly code: ErrorCode | 'OFFLINE';
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode | 'OFFLINE',
    detail: Readonly<Record<string, unknown>> = {},
    message = 'Something failed on our side; try again.',
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.detail = detail;
  }
}

/** Whether the request may have been done: it must be sent again with the same key, or not at all. */
export const isUndecided = ({ code }: ApiError): boolean =>
  code === 'OFFLINE' || code === 'INTERNAL' || code === 'UNAVAILABLE' || code === 'IN_PROGRESS';

export type Call = Readonly<{
  method?: 'GET' | 'POST';
  token?: string | undefined;
  body?: unknown;
  idempotencyKey?: string;
  deviceId?: string | undefined;
  signal?: AbortSignal;
}>;

const TIMEOUT_MS = 15_000;

/** Calls the API; throws ApiError and nothing else. The types of answers are the API's promise. */
export async function call<Answer>(path: string, options: Call = {}): Promise<Answer> {
  const { method = 'GET', token, body, idempotencyKey, deviceId, signal } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        ...(deviceId === undefined ? {} : { 'x-device-id': deviceId }),
      },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    answer = await response.json();
  } catch {
    throw new ApiError('OFFLINE', {}, 'The server does not answer; try again.');
  }
  if (!response.ok) throw refusalOf(answer);
  return answer as Answer;
}

function refusalOf(answer: unknown): ApiError {
  const { code, message, detail } = isRecord(answer) ? answer : {};
  if (typeof code !== 'string' || typeof message !== 'string') return new ApiError('INTERNAL');
  // The sentence is the server's, so that the table of all codes need not come with every page.
  return new ApiError(code as ErrorCode, isRecord(detail) ? detail : {}, message);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
