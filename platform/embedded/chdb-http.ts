import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { newId } from '../id.ts';
import type { ChdbEngine, EngineAnswer, EngineRequest } from './chdb-engine.ts';
import { inspectSql } from './chdb-guard.ts';

const BODY_LIMIT_BYTES = 256 * 1024 * 1024;

/** Parameters of ClickHouse's HTTP interface that mean nothing here, or that are answered by the front. */
const IGNORED = new Set([
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'http_response_buffer_size',
  'buffer_size',
  'query_id',
  'add_http_cors_header',
]);

/** A refusal before the engine is asked, in ClickHouse's form. */
class FrontError extends Error {
  readonly status: number;

  constructor(status: number, code: number, text: string, name: string) {
    super(`Code: ${String(code)}. DB::Exception: ${text}. (${name})`);
    this.name = 'FrontError';
    this.status = status;
  }
}

/** The part of ClickHouse's HTTP interface that its official client uses. */
export function chdbHandler(engine: ChdbEngine, token: string): RequestListener {
  const expected = digest(token);
  return (request, response) => {
    answer(engine, expected, request, response).catch((error: unknown) => {
      fail(response, error);
    });
  };
}

async function answer(
  engine: ChdbEngine,
  expected: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/ping') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('Ok.\n');
    return;
  }
  if (!timingSafeEqual(digest(passwordOf(request)), expected))
    throw new FrontError(
      403,
      516,
      'Authentication failed: wrong password',
      'AUTHENTICATION_FAILED',
    );
  const job = toEngineRequest(url.searchParams, await readBody(request));
  if (request.method !== 'POST' && !(request.method === 'GET' && isRead(job.sql)))
    throw new FrontError(405, 164, 'only reading is possible without POST', 'READONLY');
  const result = await engine.run(job);
  await send(request, response, url.searchParams, result);
}

function toEngineRequest(params: URLSearchParams, body: Buffer): EngineRequest {
  const query = params.get('query');
  const parameters = new Map<string, string>();
  for (const [name, value] of params) {
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value);
    else if (!KNOWN.has(name) && !IGNORED.has(name))
      throw new FrontError(
        400,
        36,
        `the embedded engine takes settings only inside the SQL: SETTINGS ${name} = …`,
        'BAD_ARGUMENTS',
      );
  }
  const isInsert = query !== null && /^\s*INSERT\b/i.test(query);
  return {
    sql: isInsert ? query : `${query ?? ''}${query === null ? '' : '\n'}${body.toString('utf8')}`,
    data: isInsert ? body : undefined,
    database: params.get('database') ?? undefined,
    parameters,
    defaultFormat: params.get('default_format') ?? undefined,
  };
}

const isRead = (sql: string): boolean =>
  ['select', 'with', 'show', 'describe', 'desc', 'explain', 'exists'].includes(
    inspectSql(sql).verb,
  );

const KNOWN = new Set(['query', 'database', 'default_format', 'enable_http_compression']);

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (request.headers['content-encoding'] !== 'gzip') return body;
  try {
    return await promisify(gunzip)(body, { maxOutputLength: BODY_LIMIT_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new FrontError(400, 354, 'the body is not valid gzip', 'ZLIB_INFLATE_FAILED');
  }
}

const tooLarge = (): FrontError =>
  new FrontError(413, 307, `the body is over ${String(BODY_LIMIT_BYTES)} bytes`, 'TOO_MANY_BYTES');

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  params: URLSearchParams,
  result: EngineAnswer,
): Promise<void> {
  const compress =
    params.get('enable_http_compression') === '1' &&
    (request.headers['accept-encoding'] ?? '').includes('gzip');
  const body = compress ? await promisify(gzip)(result.body) : result.body;
  response.writeHead(200, {
    'content-length': body.byteLength,
    ...(compress ? { 'content-encoding': 'gzip' } : {}),
    'x-clickhouse-query-id': params.get('query_id') ?? newId(),
    'x-clickhouse-timezone': 'UTC',
    'x-clickhouse-summary': summary(result),
  });
  response.end(body);
}

const summary = (result: EngineAnswer): string =>
  JSON.stringify({
    read_rows: String(result.readRows),
    read_bytes: String(result.readBytes),
    written_rows: String(result.writtenRows),
    written_bytes: String(result.writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(result.readRows),
    result_bytes: String(result.body.byteLength),
    elapsed_ns: String(result.elapsedNs),
  });

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  const message = text.startsWith('Code: ')
    ? text
    : `Code: 1001. DB::Exception: ${text}. (STD_EXCEPTION)`;
  const code = /^Code: (\d+)/.exec(message)?.[1] ?? '1001';
  response.writeHead(error instanceof FrontError ? error.status : 500, {
    'content-type': 'text/plain; charset=UTF-8',
    'x-clickhouse-exception-code': code,
    // What was not read of a refused body must not be taken for the next request.
    connection: 'close',
  });
  response.end(message);
}

function passwordOf(request: IncomingMessage): string {
  const key = request.headers['x-clickhouse-key'];
  if (typeof key === 'string') return key;
  const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return '';
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
