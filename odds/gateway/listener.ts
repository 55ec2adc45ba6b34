import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

import { SUBPROTOCOLS } from '#contracts/mod.ts';
import { listen, type Listening, type Random } from '#platform/mod.ts';

import type { Pass, Rejection } from './admission.ts';
import type { Accepted } from './connection.ts';

export const STREAM_PATH = '/v1/stream';

export type ListenerOptions = Readonly<{
  port: number;
  host: string;
  messageBytes: number;
  /** Whether clients that can read it are offered compression. */
  compresses: boolean;
  /** Origins of pages that may connect; any page may when undefined. */
  allowedOrigins: readonly string[] | undefined;
  /** True while the gateway waits for its clients to leave. */
  isDraining: () => boolean;
  enter: (request: IncomingMessage) => Pass | Rejection;
  /** Spreads the return of those who are refused. */
  random: Random;
  onRefused: (why: RefusalReason) => void;
  onSocket: (accepted: Accepted, pass: Pass) => void;
}>;

export type RefusalReason = keyof typeof REFUSALS;

const REFUSALS = {
  path: '404 Not Found',
  origin: '403 Forbidden',
  protocol: '400 Bad Request',
  'address-full': '429 Too Many Requests',
  'address-rate': '429 Too Many Requests',
  full: '503 Service Unavailable',
  draining: '503 Service Unavailable',
} as const satisfies Record<string, string>;

/** A reader that has stopped never answers the closing handshake; it is cut off after so long. */
const CLOSE_TIMEOUT_MS = 5000;
/** Whom there is no room for is told to come again after this and up to as long again. */
const RETRY_AFTER_S = 3;

/** The HTTP side: upgrades to WebSockets at one path, refuses what may not in, answers /healthz. */
export async function openListener(options: ListenerOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    answerHttp(request, response, options.isDraining());
  });
  const socketOptions = {
    noServer: true,
    clientTracking: false,
    maxPayload: options.messageBytes,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (offered: ReadonlySet<string>) => [...offered].find(isKnownProtocol) ?? false,
    // Frames are compressed once for all clients, which they can read only without the context of earlier ones.
    perMessageDeflate: options.compresses && {
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      zlibInflateOptions: { chunkSize: 1024 },
    },
  };
  const sockets = new WebSocketServer(socketOptions);
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const pass = refusalOf(request, options) ?? options.enter(request);
    if (typeof pass === 'string') {
      options.onRefused(pass);
      refuse(stream, pass, options.random);
      return;
    }
    // Until the handshake is done there is no WebSocket that would say that the connection is gone.
    stream.once('close', pass.leave);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      options.onSocket({ socket, stream, canInflate: canInflate(request, socket) }, pass);
    });
  });
  return listen(server, options.port, options.host);
}

function answerHttp({ url }: IncomingMessage, response: ServerResponse, isDraining: boolean): void {
  const isHealth = url === '/healthz';
  if (isHealth) {
    response.writeHead(isDraining ? 503 : 200, { 'content-type': 'text/plain' });
    response.end(isDraining ? 'draining\n' : 'ok\n');
    return;
  }
  response.writeHead(426, { 'content-type': 'text/plain', upgrade: 'websocket' });
  response.end(`WebSockets only, at ${STREAM_PATH}\n`);
}

function refuse(stream: Duplex, why: RefusalReason, random: Random): void {
  const status = REFUSALS[why];
  const isLater = status.startsWith('429') || status.startsWith('503');
  const retryS = RETRY_AFTER_S + random.int(RETRY_AFTER_S + 1);
  const retry = isLater ? `retry-after: ${String(retryS)}\r\n` : '';
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\n${retry}connection: close\r\ncontent-length: 0\r\n\r\n`);
}

function refusalOf(
  { url = '', headers }: IncomingMessage,
  { allowedOrigins, isDraining }: ListenerOptions,
): RefusalReason | undefined {
  if (url.split('?', 1)[0] !== STREAM_PATH) return 'path';
  const { origin, 'sec-websocket-protocol': protocols } = headers;
  if (origin !== undefined && allowedOrigins?.includes(origin) === false) return 'origin';
  if (protocols !== undefined && !protocols.split(',').some(isKnownProtocol)) return 'protocol';
  return isDraining() ? 'draining' : undefined;
}

const isKnownProtocol = (name: string): boolean =>
  Object.values(SUBPROTOCOLS).includes(name.trim());

/** A client with a smaller window could not follow the references of what was compressed for all. */
const canInflate = (
  { headers }: IncomingMessage,
  { extensions }: Readonly<{ extensions: string }>,
): boolean =>
  extensions.includes('permessage-deflate') &&
  headers['sec-websocket-extensions']?.includes('server_max_window_bits') === false;
