import { duplexPair, type Duplex } from 'node:stream';

import { expect, test } from 'vitest';

import { ManualClock, systemRandom } from '#platform/mod.ts';

import { runOrderStream } from './order-stream.ts';

/** What the exchange says to each request, and that it hangs up after the last answer. */
const answering = (answers: Readonly<Record<string, object>>, last: string): Duplex => {
  const [ours, theirs] = duplexPair();
  const say = (message: object): void => {
    if (!theirs.writableEnded) theirs.write(`${JSON.stringify(message)}\r\n`);
  };
  theirs.on('data', (bytes: Buffer) => {
    for (const line of bytes.toString().split('\r\n').filter(Boolean)) {
      const { op } = JSON.parse(line) as { op: string };
      say(answers[op] ?? {});
      if (op === last) theirs.end();
    }
  });
  say({ op: 'connection' });
  return ours;
};

const SUCCESS = { op: 'status', statusCode: 'SUCCESS' };
const TAKEN = { authentication: { ...SUCCESS, id: 1 }, orderSubscription: { ...SUCCESS, id: 2 } };

/** The waits between so many connections, of which no random part is left out. */
async function waitsOf(connect: () => Duplex, connections: number): Promise<readonly number[]> {
  const clock = new ManualClock();
  const stop = new AbortController();
  const waits: number[] = [];
  await runOrderStream(
    {
      clock: {
        ...{ now: () => 0, monotonic: () => 0, every: (ms, tick) => clock.every(ms, tick) },
        sleep: (ms) => {
          waits.push(ms);
          if (waits.length === connections) stop.abort();
          return Promise.resolve();
        },
      },
      random: { ...systemRandom, next: () => 0 },
      ...{ connect, session: () => ({ appKey: 'key', token: 'token' }), signal: stop.signal },
      onDown: () => undefined,
    },
    { report: () => undefined, gap: () => undefined },
  );
  return waits;
}

test('a connection on which nothing happened was one all the same: the next is tried at once', async () => {
  const connect = () => answering(TAKEN, 'orderSubscription');
  expect(await waitsOf(connect, 4)).toEqual([500, 500, 500, 500]);
});

test.each([
  ['refuses the session', { ...SUCCESS, id: 1, statusCode: 'FAILURE' }, 'authentication'],
  ['hangs up before it has taken the subscription', TAKEN.authentication, 'authentication'],
])('an exchange that %s is tried more and more rarely', async (_, authentication, last) => {
  const connect = () => answering({ ...TAKEN, authentication }, last);
  expect(await waitsOf(connect, 8)).toEqual([500, 1e3, 2e3, 4e3, 8e3, 16e3, 30e3, 30e3]);
});

test('a line that is no text is refused like one that is no message', async () => {
  const downs: string[] = [];
  const stop = new AbortController();
  const [ours, theirs] = duplexPair();
  theirs.write(Buffer.from([0x7b, 0xff, 0x0a]));
  await runOrderStream(
    {
      ...{ clock: new ManualClock(), random: systemRandom, connect: () => ours },
      ...{ session: () => ({ appKey: 'key', token: 'token' }), signal: stop.signal },
      onDown: (why) => {
        downs.push(why);
        stop.abort();
      },
    },
    { report: () => undefined, gap: () => undefined },
  );
  expect(downs).toEqual(['invalid message: the line is not UTF-8']);
});
