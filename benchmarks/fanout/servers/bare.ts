import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

import { follow } from './follow.ts';
import { tellPort } from '../../load/tell-port.ts';

const FIN_TEXT = 0x81;
const TWO_BYTES = 126;

/** What Node itself takes: one frame made for all, and nothing but the stream's `write` for each. */
const streams = new Set<Duplex>();
const sockets = new WebSocketServer({ noServer: true, clientTracking: false });
const server = createServer();
server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
  sockets.handleUpgrade(request, stream, head, () => {
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
await follow((text) => {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length < TWO_BYTES ? [FIN_TEXT, length] : [FIN_TEXT, TWO_BYTES, length >> 8, length & 0xff];
  const frame = Buffer.concat([Buffer.from(head), payload]);
  for (const stream of streams) stream.write(frame);
});
tellPort((server.address() as AddressInfo).port);
