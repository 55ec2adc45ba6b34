import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

import { listen, type Listening } from '#platform/mod.ts';

export const STREAM_PATH = '/v1/stream';

export type ListenerOptions = Readonly<{
  port: number;
  host: string;
  messageBytes: number;
  /** Origins of pages that may connect; any page may when undefined. */
  allowedOrigins: readonly string[] | undefined;
  isFull: () => boolean;
  onRefused: (why: Refusal['why']) => void;
  onSocket: (socket: WebSocket) => void;
}>;

type Refusal = Readonly<{ status: string; why: 'path' | 'origin' | 'full' }>;

/** The HTTP side: upgrades to WebSockets at one path, refuses what may not in, answers /healthz. */
export async function openListener(options: ListenerOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    const isHealth = request.url === '/healthz';
    response.writeHead(isHealth ? 200 : 426, {
      'content-type': 'text/plain',
      ...(isHealth ? {} : { upgrade: 'websocket' }),
    });
    response.end(isHealth ? 'ok\n' : `WebSockets only, at ${STREAM_PATH}\n`);
  });
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // A compressor per connection costs a megabyte each and hides what is still unsent.
    perMessageDeflate: false,
    maxPayload: options.messageBytes,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, options);
    if (refusal === undefined) {
      sockets.handleUpgrade(request, socket, head, options.onSocket);
      return;
    }
    options.onRefused(refusal.why);
    socket.on('error', () => socket.destroy());
    socket.end(`HTTP/1.1 ${refusal.status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  return listen(server, options.port, options.host);
}

function refusalOf(
  { url = '', headers: { origin } }: IncomingMessage,
  { allowedOrigins, isFull }: ListenerOptions,
): Refusal | undefined {
  if (url.split('?', 1)[0] !== STREAM_PATH) return { status: '404 Not Found', why: 'path' };
  if (origin !== undefined && allowedOrigins?.includes(origin) === false)
    return { status: '403 Forbidden', why: 'origin' };
  return isFull() ? { status: '503 Service Unavailable', why: 'full' } : undefined;
}
