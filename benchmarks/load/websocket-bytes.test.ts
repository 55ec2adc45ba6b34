import { fc, test as property } from '@fast-check/vitest';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';

import { clientFrame, upgradeRequest } from './websocket-bytes.ts';

property.prop([fc.string({ unit: 'binary', maxLength: 300 })])(
  'a frame is final, masked and as long as its text',
  (text) => {
    const frame = clientFrame(text);
    const length = Buffer.byteLength(text);
    const headerBytes = length < 126 ? 2 : 4;
    expect(frame[0]).toBe(0x81);
    expect(frame[1]).toBe(0x80 | (length < 126 ? length : 126));
    if (headerBytes === 4) expect(frame.readUInt16BE(2)).toBe(length);
    expect(frame.subarray(headerBytes + 4).equals(Buffer.from(text))).toBe(true);
  },
);

it('a text that is too long for one is refused', () => {
  expect(() => clientFrame('x'.repeat(0x10000))).toThrow(RangeError);
});

it('a server understands the request and the frames', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const texts = ['short', 'é'.repeat(200), ''];
  const heard = new Promise<string[]>((resolve) => {
    const got: string[] = [];
    server.on('connection', (client, { url }) => {
      got.push(url ?? '');
      client.on('message', (data: Buffer) => {
        if (got.push(data.toString()) > texts.length) resolve(got);
      });
    });
  });
  const socket = connect(port, '127.0.0.1');
  socket.write(upgradeRequest('/v1/stream', port));
  await once(socket, 'data');
  for (const text of texts) socket.write(clientFrame(text));
  expect(await heard).toEqual(['/v1/stream', ...texts]);
  socket.destroy();
  server.close();
});
