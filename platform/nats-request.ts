import { NoRespondersError, RequestError, TimeoutError, type Msg } from '@nats-io/transport-node';
import { decodeJson, encodeJson, InvalidMessageError, type Parse } from './json.ts';
import type { Nats } from './nats.ts';
import { toHeaders } from './nats-publish.ts';

export type RequestFailureKind = 'no-responders' | 'timeout' | 'refused';

/** A request without an answer. `refused` means that the other side could not read or handle it. */
export class RequestFailedError extends Error {
  readonly kind: RequestFailureKind;

  constructor(kind: RequestFailureKind, subject: string, detail: string, cause?: unknown) {
    super(`request on ${subject}: ${detail}`, { cause });
    this.name = 'RequestFailedError';
    this.kind = kind;
  }
}

export type RequestOptions<Reply> = Readonly<{ deadlineMs: number; parse: Parse<Reply> }>;

/** Asks and waits at most `deadlineMs`. An answer after that is lost: the caller must treat it as unknown. */
export async function requestJson<Reply>(
  { connection }: Nats,
  subject: string,
  body: unknown,
  options: RequestOptions<Reply>,
): Promise<Reply> {
  let reply: Msg;
  try {
    reply = await connection.request(subject, encodeJson(body), { timeout: options.deadlineMs });
  } catch (error) {
    if (
      error instanceof NoRespondersError ||
      (error instanceof RequestError && error.isNoResponders())
    )
      throw new RequestFailedError('no-responders', subject, 'nobody serves it', error);
    if (error instanceof TimeoutError)
      throw new RequestFailedError(
        'timeout',
        subject,
        `no answer in ${String(options.deadlineMs)} ms`,
        error,
      );
    throw error;
  }
  const failure = reply.headers?.get(FAILURE_HEADER);
  if (failure) throw new RequestFailedError('refused', subject, failure);
  return decodeJson(reply.data, options.parse);
}

export type ServeOptions<Request, Reply> = Readonly<{
  subject: string;
  /** Copies with the same queue share the requests. */
  queue?: string;
  parse: Parse<Request>;
  handle: (request: Request, subject: string) => Reply | Promise<Reply>;
  onError?: (error: unknown, subject: string) => void;
}>;

const FAILURE_HEADER = 'overround-failure';

/** Answers requests, concurrently, until `stop`. A failure is told to the caller instead of silence. */
export function serveJson<Request, Reply>(
  { connection }: Nats,
  options: ServeOptions<Request, Reply>,
): { stop(): Promise<void> } {
  const answer = async (message: Msg): Promise<void> => {
    try {
      const request = decodeJson(message.data, options.parse);
      message.respond(encodeJson(await options.handle(request, message.subject)));
    } catch (error) {
      options.onError?.(error, message.subject);
      message.respond('', { headers: failureHeaders(error) });
    }
  };
  const subscription = connection.subscribe(options.subject, {
    ...(options.queue === undefined ? {} : { queue: options.queue }),
    callback: (error, message) => {
      if (error) options.onError?.(error, options.subject);
      else void answer(message);
    },
  });
  return { stop: () => subscription.drain() };
}

function failureHeaders(error: unknown): ReturnType<typeof toHeaders> {
  // Details of our own failures stay in our log; what is wrong with the request helps its sender.
  const reason = error instanceof InvalidMessageError ? error.message : 'the handler failed';
  return toHeaders({ [FAILURE_HEADER]: reason });
}
