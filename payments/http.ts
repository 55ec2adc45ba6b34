import type { IncomingMessage, ServerResponse } from 'node:http';

/** No message of a provider, and none to it, is larger. */
const BODY_LIMIT_BYTES = 65_536;

export type HttpAnswer = Readonly<{ status: number; body?: unknown }>;
export type HttpRequest = Readonly<{
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}>;

/** Undefined when the body is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A listener of node:http around a function; what it throws is answered with 503, so that it is tried again. */
export function jsonListener(
  handle: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>,
  onError: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const body = await bodyOf(request);
    if (body === undefined) return { status: 413 };
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (!url) return { status: 400 };
    return handle({ method: request.method ?? 'GET', url, headers: request.headers, body });
  };
  return (request, response) => {
    answer(request)
      .catch((error: unknown): HttpAnswer => {
        onError(error);
        return { status: 503 };
      })
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body ?? {}));
      }, onError);
  };
}
