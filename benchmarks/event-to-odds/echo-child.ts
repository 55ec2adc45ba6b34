import { once } from 'node:events';
import { createServer } from 'node:net';

import { stepForward } from '../load/priority.ts';
import { answerParent } from './children.ts';

/** The port of a bare echo server in this process. */
export type EchoAnswer = Readonly<{ port: number }>;

stepForward();
const echo = createServer((socket) => {
  socket.setNoDelay(true);
  // The other side goes when it has measured enough.
  socket.on('error', () => undefined);
  socket.pipe(socket);
});

answerParent(async (): Promise<EchoAnswer> => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0 };
});
