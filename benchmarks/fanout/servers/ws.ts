import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

import { follow } from './follow.ts';
import { tellPort } from '../../load/tell-port.ts';

/** What the README of ws shows: the same text is sent to each client. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await once(server, 'listening');
await follow((text) => {
  for (const client of server.clients) if (client.readyState === client.OPEN) client.send(text);
});
tellPort((server.address() as AddressInfo).port);
