import { stepBack } from '../load/priority.ts';
import { BallastClient, type Position } from './ballast.ts';
import { answerParent } from './children.ts';
import type { Wish } from './wishes.ts';

/** What the parent asks of the process that holds the many clients. */
export type BallastQuestion =
  | Readonly<{ ask: 'connect'; url: string; wishes: readonly Wish[] }>
  | Readonly<{ ask: 'figures'; truth: Readonly<Record<string, Position>> }>;
export type BallastAnswer = Readonly<{
  frames: number;
  bytes: number;
  gaps: number;
  closed: number;
  /** Boards that do not end where the host's do, over all clients. */
  behind: number;
}>;

const CONNECT_AT_ONCE = 50;

const READ_EVERY_MS = 10;
const clock = new Int32Array(new SharedArrayBuffer(4));

const clients: BallastClient[] = [];

/**
 * Looks after its sockets every so often and sleeps in between: a reader that waits at them would be woken by every
 * write, and on one machine whoever writes pays for that, as no server does whose clients are elsewhere.
 */
function readInTurns(): void {
  Atomics.wait(clock, 0, 0, READ_EVERY_MS);
  setImmediate(readInTurns);
}

async function connectAll(url: URL, wishes: readonly Wish[]): Promise<void> {
  for (let first = 0; first < wishes.length; first += CONNECT_AT_ONCE) {
    const batch = wishes.slice(first, first + CONNECT_AT_ONCE);
    clients.push(...(await Promise.all(batch.map((wish) => BallastClient.open(url, wish)))));
  }
}

const sum = (of: (client: BallastClient) => number): number =>
  clients.reduce((total, client) => total + of(client), 0);

const behind = (client: BallastClient, truth: Readonly<Record<string, Position>>): number =>
  client.wish.fixtures.filter((fixture) => {
    const [[epoch, seq], top] = [truth[fixture] ?? [], client.tops.get(fixture)];
    return epoch === undefined || top?.[0] !== epoch || top[1] !== seq;
  }).length;

answerParent(async (question: BallastQuestion): Promise<BallastAnswer> => {
  if (question.ask === 'connect') {
    stepBack();
    readInTurns();
    await connectAll(new URL(question.url), question.wishes);
  }
  const truth = question.ask === 'figures' ? question.truth : {};
  return {
    frames: sum(({ frames }) => frames),
    bytes: sum(({ bytes }) => bytes),
    gaps: sum(({ gaps }) => gaps),
    closed: sum(({ isClosed }) => Number(isClosed)),
    behind: sum((client) => behind(client, truth)),
  };
});
