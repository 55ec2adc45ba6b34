import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';

import { follow } from './follow.ts';
import { tellPort } from '../../load/tell-port.ts';

type SocketIo = Readonly<{
  Server: new (
    http: ReturnType<typeof createServer>,
    options: Readonly<Record<string, unknown>>,
  ) => Readonly<{ emit(event: string, value: unknown): void }>;
}>;

/** A broadcast to everyone, over WebSockets alone. */
const http = createServer();
const { Server } = (await import(pathToFileURL(process.env['SOCKET_IO'] ?? '').href)) as SocketIo;
const hour = 3_600_000;
// The crowd answers no pings.
const io = new Server(http, { transports: ['websocket'], pingInterval: hour, pingTimeout: hour });
http.listen(0, '127.0.0.1');
await once(http, 'listening');
await follow((text) => {
  io.emit('odds', JSON.parse(text));
});
tellPort((http.address() as AddressInfo).port);
