import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { parserOf } from './json.ts';
import type { Nats } from './nats.ts';
import { consumeJsonBatches } from './nats-batches.ts';
import { consumeJson } from './nats-consume.ts';
import { DEAD_LETTER_HEADERS, type DeadLetter } from './nats-dead-letter.ts';
import { followJson } from './nats-follow.ts';
import { ensureStreams, publishJson, sendJson } from './nats-publish.ts';
import { requestJson, serveJson } from './nats-request.ts';

const parse = parserOf(Type.Object({ n: Type.Integer() }, { additionalProperties: false }));
const MIB = 1_048_576;

let server: TestNats;
let nats: Nats;

beforeAll(async () => {
  server = await startTestNats();
  nats = server.nats;
  await ensureStreams(nats, [
    { name: 'T', subjects: ['t.>'], maxAgeMs: 600_000, maxBytes: 8 * MIB },
    { name: 'DEAD', subjects: ['dead.>'], maxAgeMs: 600_000, maxBytes: MIB },
  ]);
});

afterAll(() => server.stop());

const publishNumbers = async (subject: string, from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n += 1) await publishJson(nats, subject, { n });
};

test('streams are made, changed, and made again by many at once', async () => {
  const spec = { name: 'S', subjects: ['s.*'], maxAgeMs: 60_000, maxBytes: MIB };
  await Promise.all(Array.from({ length: 5 }, () => ensureStreams(nats, [spec])));
  await ensureStreams(nats, [{ ...spec, maxBytes: 2 * MIB, maxPerSubject: 1 }]);
  const { config } = await nats.jsm.streams.info('S');
  expect(config).toMatchObject({ max_bytes: 2 * MIB, max_msgs_per_subject: 1, subjects: ['s.*'] });
});

test('a repeated message id is stored once', async () => {
  const first = await publishJson(nats, 't.dedupe', { n: 1 }, { messageId: 'bet-1' });
  const second = await publishJson(nats, 't.dedupe', { n: 1 }, { messageId: 'bet-1' });
  expect(first.duplicate).toBe(false);
  expect(second).toEqual({ ...first, duplicate: true });
});

test('publishing where no stream listens fails', async () => {
  await expect(publishJson(nats, 'nobody.listens', {}, { timeoutMs: 500 })).rejects.toThrow();
});

describe('consumeJson', () => {
  test('is in order, and goes on behind the last acknowledged message', async () => {
    await publishNumbers('t.order', 1, 50);
    const seen: number[] = [];
    const options = {
      stream: 'T',
      durable: 'order',
      filter: 't.order',
      parse,
      handle: ({ n }: { n: number }) => void seen.push(n),
    };
    const first = await consumeJson(nats, options);
    await expect.poll(() => seen.length).toBe(50);
    await first.stop();
    await publishNumbers('t.order', 51, 60);
    const second = await consumeJson(nats, options);
    await expect.poll(() => seen.length).toBe(60);
    await second.stop();
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  test('what does not validate becomes a dead letter with its reason; the rest goes on', async () => {
    const seen: number[] = [];
    const letters: DeadLetter[] = [];
    await publishJson(nats, 't.bad.x', { n: 1 });
    await nats.js.publish('t.bad.x', 'not json');
    await publishJson(nats, 't.bad.x', { n: 'two' });
    await publishJson(nats, 't.bad.x', { n: 3 });
    const consumption = await consumeJson(nats, {
      stream: 'T',
      durable: 'bad',
      filter: 't.bad.*',
      parse,
      handle: ({ n }) => void seen.push(n),
      onDeadLetter: (letter) => letters.push(letter),
    });
    await expect.poll(() => seen).toEqual([1, 3]);
    await consumption.stop();
    expect(letters.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('JSON'),
      expect.stringContaining('/n'),
    ]);
    const dead = await nats.jsm.streams.getMessage('DEAD', { last_by_subj: 'dead.t.bad.x' });
    expect(dead?.string()).toBe('{"n":"two"}');
    expect(dead?.header.get(DEAD_LETTER_HEADERS.reason)).toBe(letters[1]?.reason);
    expect(dead?.header.get(DEAD_LETTER_HEADERS.consumer)).toBe('bad');
    const { num_ack_pending: unfinished } = await nats.jsm.consumers.info('T', 'bad');
    expect(unfinished).toBe(0);
  });

  test('a handler that fails gets the message again; one that always fails gives it up', async () => {
    await publishNumbers('t.retry', 1, 2);
    const attempts: number[] = [];
    const letters: DeadLetter[] = [];
    const errors: unknown[] = [];
    const consumption = await consumeJson(nats, {
      stream: 'T',
      durable: 'retry',
      filter: 't.retry',
      parse,
      maxDeliveries: 3,
      handle: ({ n }, { deliveries }) => {
        attempts.push(n);
        if (n === 1 || deliveries < 2) throw new Error(`no ${String(n)}`);
      },
      onDeadLetter: (letter) => letters.push(letter),
      onError: (error) => errors.push(error),
    });
    await expect.poll(() => letters.length, { timeout: 10_000 }).toBe(1);
    await consumption.stop();
    expect(attempts.toSorted()).toEqual([1, 1, 1, 2, 2]);
    expect(letters[0]?.reason).toBe('failed 3 times: no 1');
    expect(errors).toHaveLength(4);
  });
});

describe('consumeJsonBatches', () => {
  test('hands over full batches, then what is left after the wait', async () => {
    await publishNumbers('t.batch', 1, 25);
    const batches: number[][] = [];
    const consumption = await consumeJsonBatches(nats, {
      stream: 'T',
      durable: 'batch',
      filter: 't.batch',
      parse,
      maxItems: 10,
      maxWaitMs: 50,
      handleBatch: (items) => {
        batches.push(items.map(({ value }) => value.n));
        return Promise.resolve();
      },
    });
    await expect.poll(() => batches.flat().length).toBe(25);
    await consumption.stop();
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(batches.flat()).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    const { num_ack_pending: unfinished } = await nats.jsm.consumers.info('T', 'batch');
    expect(unfinished).toBe(0);
  });

  test('a batch that fails comes again as a whole, and nothing is lost', async () => {
    await publishNumbers('t.again', 1, 6);
    const stored: number[] = [];
    let failures = 0;
    const consumption = await consumeJsonBatches(nats, {
      stream: 'T',
      durable: 'again',
      filter: 't.again',
      parse,
      maxItems: 3,
      maxWaitMs: 20,
      handleBatch: (items) => {
        if (failures < 2) {
          failures += 1;
          return Promise.reject(new Error('database is away'));
        }
        stored.push(...items.map(({ value }) => value.n));
        return Promise.resolve();
      },
    });
    await expect.poll(() => stored.length, { timeout: 10_000 }).toBe(6);
    await consumption.stop();
    expect(stored.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('followJson', () => {
  const follow = async (subject: string, from: Parameters<typeof followJson>[1]['from']) => {
    const seen: number[] = [];
    const errors: unknown[] = [];
    let caughtUpAt = -1;
    const consumption = await followJson(nats, {
      stream: 'T',
      filter: subject,
      from,
      parse,
      handle: ({ n }) => void seen.push(n),
      onError: (error) => errors.push(error),
      onCaughtUp: () => (caughtUpAt = seen.length),
    });
    return { seen, errors, consumption, caughtUpAt: () => caughtUpAt };
  };

  test('reads all, says when it has caught up, skips what is invalid and goes on', async () => {
    await publishNumbers('t.follow', 1, 3);
    await nats.js.publish('t.follow', '{}');
    const all = await follow('t.follow', 'all');
    await expect.poll(all.caughtUpAt).toBe(3);
    await publishNumbers('t.follow', 4, 5);
    await expect.poll(() => all.seen).toEqual([1, 2, 3, 4, 5]);
    expect(all.errors).toHaveLength(1);
    await all.consumption.stop();
  });

  test('reads the newest of each subject, only new ones, or from a place', async () => {
    await publishNumbers('t.state.a', 1, 3);
    await publishNumbers('t.state.b', 10, 12);
    const [last, fresh] = await Promise.all([
      follow('t.state.*', 'last-per-subject'),
      follow('t.state.*', 'new'),
    ]);
    await expect.poll(last.caughtUpAt).toBe(2);
    expect(fresh.caughtUpAt()).toBe(0);
    const { sequence } = await publishJson(nats, 't.state.a', { n: 4 });
    await expect.poll(() => fresh.seen).toEqual([4]);
    // The two readers are independent: the one having seen 4 says nothing of the other.
    await expect.poll(() => last.seen.toSorted((a, b) => a - b)).toEqual([3, 4, 12]);
    const place = await follow('t.state.*', { sequence: sequence - 1 });
    await expect.poll(() => place.seen).toEqual([12, 4]);
    for (const { consumption } of [last, fresh, place]) await consumption.stop();
  });
});

describe('requests', () => {
  test('are answered concurrently by the copies of a queue', async () => {
    const double = serveJson(nats, {
      subject: 'double.*',
      queue: 'q',
      parse,
      handle: ({ n }) => ({ n: n * 2 }),
    });
    const replies = await Promise.all(
      [1, 2, 3].map((n) => requestJson(nats, 'double.0', { n }, { deadlineMs: 2_000, parse })),
    );
    expect(replies).toEqual([{ n: 2 }, { n: 4 }, { n: 6 }]);
    await double.stop();
  });

  test('say why there is no answer', async () => {
    const ask = (subject: string, body: unknown) =>
      requestJson(nats, subject, body, { deadlineMs: 200, parse });
    await expect(ask('nobody', { n: 1 })).rejects.toMatchObject({ kind: 'no-responders' });
    const slow = serveJson(nats, {
      subject: 'slow',
      parse,
      handle: () => new Promise(() => undefined),
    });
    await expect(ask('slow', { n: 1 })).rejects.toMatchObject({ kind: 'timeout' });
    await slow.stop();
    const errors: unknown[] = [];
    const failing = serveJson(nats, {
      subject: 'failing',
      parse,
      handle: () => {
        throw new Error('the password is hunter2');
      },
      onError: (error) => errors.push(error),
    });
    await expect(ask('failing', { n: 'x' })).rejects.toThrow(/refused|\/n/);
    const error: unknown = await ask('failing', { n: 1 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'refused' });
    expect(String(error)).not.toContain('hunter2');
    expect(errors).toHaveLength(2);
    await failing.stop();
  });
});

test('after the server was away, consumers and followers go on without loss', async () => {
  const consumed: number[] = [];
  const followed: number[] = [];
  const consumption = await consumeJson(nats, {
    stream: 'T',
    durable: 'away',
    filter: 't.away',
    parse,
    handle: ({ n }) => void consumed.push(n),
  });
  const following = await followJson(nats, {
    stream: 'T',
    filter: 't.away',
    from: 'new',
    parse,
    handle: ({ n }) => void followed.push(n),
    onError: () => undefined,
  });
  await publishNumbers('t.away', 1, 3);
  await expect.poll(() => followed.length).toBe(3);
  await server.restart(async () => {
    await expect(publishJson(nats, 't.away', { n: 0 }, { timeoutMs: 200 })).rejects.toThrow();
  });
  await expect
    .poll(
      () =>
        publishJson(nats, 't.away', { n: 4 }, { messageId: 'four' }).then(
          () => true,
          () => false,
        ),
      {
        timeout: 20_000,
      },
    )
    .toBe(true);
  await publishNumbers('t.away', 5, 6);
  await expect.poll(() => consumed, { timeout: 30_000 }).toEqual([1, 2, 3, 4, 5, 6]);
  await expect.poll(() => followed, { timeout: 30_000 }).toEqual([1, 2, 3, 4, 5, 6]);
  await consumption.stop();
  await following.stop();
});

test('sendJson reaches a stream without waiting', async () => {
  sendJson(nats, 't.sent', { n: 9 });
  await nats.connection.flush();
  const stored = await nats.jsm.streams.getMessage('T', { last_by_subj: 't.sent' });
  expect(stored?.json()).toEqual({ n: 9 });
});
