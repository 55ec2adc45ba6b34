import { expect, it } from 'vitest';

import type { BoardUpdate } from './boards.ts';
import { Boards } from './boards.ts';
import type { StreamEvent } from './events.ts';
import { Mailbox } from './mailbox.ts';
import { delta, image, market, suspended } from './test-world.ts';

const status = (word: 'live' | 'lost'): StreamEvent => ({ type: 'status', status: word });

function boardEvents(fixtureId: string): StreamEvent[] {
  const boards = new Boards();
  return [
    image(1, { fixtureId }),
    delta(2, { fixtureId, markets: [market(1, 2)], state: suspended }),
    delta(3, { fixtureId, markets: [market(2, 2)] }),
  ].map((message) => {
    const update: BoardUpdate | undefined = boards.receive(message, 0);
    if (update === undefined) throw new Error('not taken');
    return { type: 'board', fixtureId, ...update };
  });
}

async function drained(mailbox: Mailbox): Promise<StreamEvent[]> {
  mailbox.end();
  const events: StreamEvent[] = [];
  for await (const event of mailbox) events.push(event);
  return events;
}

it('gives a reader that waits what comes, at once', async () => {
  const mailbox = new Mailbox(() => undefined);
  const first = mailbox.next();
  const second = mailbox.next();
  mailbox.push(status('live'));
  mailbox.push(status('lost'));
  expect(await first).toEqual({ done: false, value: status('live') });
  expect(await second).toEqual({ done: false, value: status('lost') });
});

it('keeps one event per fixture, in order, with all that changed and the newest board', async () => {
  const mailbox = new Mailbox(() => undefined);
  const [a1, a2, a3] = boardEvents('a');
  const [b1] = boardEvents('b');
  for (const event of [a1, b1, a2, a3]) if (event) mailbox.push(event);
  const events = await drained(mailbox);
  expect(events).toMatchObject([
    { fixtureId: 'a', board: { seq: 3 }, closed: true, conflated: 'slow' },
    { fixtureId: 'b', board: { seq: 1 }, closed: false, conflated: undefined },
  ]);
  expect(events[0]).toHaveProperty('changed', new Set([market(1, 1).key, market(2, 1).key]));
});

it('forgets a board that has gone, and tells of one that came back', async () => {
  const mailbox = new Mailbox(() => undefined);
  const [a1] = boardEvents('a');
  if (a1 === undefined) throw new Error('no event');
  const gone: StreamEvent = { type: 'gone', fixtureId: 'a' };
  for (const event of [a1, gone, status('lost'), status('live')]) mailbox.push(event);
  expect((await mailbox.next()).value).toEqual(gone);
  mailbox.push(gone);
  mailbox.push(a1);
  expect(await drained(mailbox)).toEqual([status('live'), a1]);
});

it('ends waiting readers, and tells who made it, once', async () => {
  let ended = 0;
  const mailbox = new Mailbox(() => {
    ended += 1;
  });
  const waiting = mailbox.next();
  mailbox.end();
  mailbox.end();
  mailbox.push(status('live'));
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await mailbox.next()).toEqual({ done: true, value: undefined });
  expect(ended).toBe(1);
});

it('is left by a loop that breaks', async () => {
  let ended = 0;
  const mailbox = new Mailbox(() => {
    ended += 1;
  });
  mailbox.push(status('live'));
  mailbox.push({ type: 'gone', fixtureId: 'a' });
  for await (const _ of mailbox) break;
  expect(ended).toBe(1);
  expect(await mailbox.next()).toEqual({ done: true, value: undefined });
});
