import { createServer } from 'node:net';
import { once } from 'node:events';

import { stepBack } from '../load/priority.ts';
import { BallastClient, type Position } from './ballast.ts';
import { answerParent } from './children.ts';

/** What the parent asks of the process that holds the many clients. */
export type BallastQuestion =
  | Readonly<{ ask: 'connect'; url: string; clients: number; subscribe: string }>
  | Readonly<{ ask: 'echo' }>
  | Readonly<{ ask: 'figures'; truth: Readonly<Record<string, Position>> }>;
export type BallastAnswer = Readonly<{
  /** Port of a bare echo server in this process. */
  port: number;
  frames: number;
  bytes: number;
  gaps: number;
  closed: number;
  /** Boards that do not end where the host's do, over all clients. */
  behind: number;
}>;

const CONNECT_AT_ONCE = 50;

const clients: BallastClient[] = [];
const echo = createServer((socket) => {
  socket.setNoDelay(true);
  // The other side goes when it has measured enough.
  socket.on('error', () => undefined);
  socket.pipe(socket);
});
let port = 0;

async function connectAll(url: URL, count: number, subscribe: string): Promise<void> {
  for (let left = count; left > 0; left -= CONNECT_AT_ONCE) {
    const batch = Array.from({ length: Math.min(left, CONNECT_AT_ONCE) }, () =>
      BallastClient.open(url, subscribe),
    );
    clients.push(...(await Promise.all(batch)));
  }
}

const sum = (of: (client: BallastClient) => number): number =>
  clients.reduce((total, client) => total + of(client), 0);

const behind = (client: BallastClient, truth: Readonly<Record<string, Position>>): number =>
  Object.entries(truth).filter(([fixture, [epoch, seq]]) => {
    const top = client.tops.get(fixture);
    return top?.[0] !== epoch || top[1] !== seq;
  }).length;

answerParent(async (question: BallastQuestion): Promise<BallastAnswer> => {
  if (question.ask === 'connect') {
    stepBack();
    await connectAll(new URL(question.url), question.clients, question.subscribe);
  }
  if (question.ask === 'echo') {
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = echo.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  }
  const truth = question.ask === 'figures' ? question.truth : {};
  return {
    port,
    frames: sum(({ frames }) => frames),
    bytes: sum(({ bytes }) => bytes),
    gaps: sum(({ gaps }) => gaps),
    closed: sum(({ isClosed }) => Number(isClosed)),
    behind: sum((client) => behind(client, truth)),
  };
});
