import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

import type { Msg } from '@nats-io/transport-node';

import type { DecideReply } from '#contracts/mod.ts';
import { connectNats } from '#platform/mod.ts';

import { offer } from '../load/helper-process.ts';
import { monotonicMs } from '../load/monotonic.ts';
import { stepForward } from '../load/priority.ts';

/** A request of its own, as JSON, and where it goes. */
export type Question = Readonly<{ subject: string; body: string }>;

export type Asking = Readonly<{
  natsUrl: string;
  perSecond: number;
  questions: readonly Question[];
  /** Answers come on `<answers>.<number of the question>`, where others may read them, too. */
  answers: string;
}>;

/** By question; milliseconds from when it was due. */
export type Asked = Readonly<{
  /** Where no answer came, the time that it was waited for. */
  latenciesMs: readonly number[];
  latenessMs: readonly number[];
  /** By what was said: `accept`, or why not. */
  said: Readonly<Record<string, number>>;
}>;

/** Asks at a fixed rate, whatever becomes of it, and stamps answers: with nothing else in its process. */
const OFFERS = { ask };
export type AskerOffers = typeof OFFERS;

/** Timers wake up to a millisecond late. This wakes on time, and what comes meanwhile is read at most so much later. */
const NAP_MS = 0.2;
/** How long answers are waited for after the last question. */
const DEADLINE_MS = 5_000;
const POLL_MS = 10;

stepForward();
offer(OFFERS);

async function ask({ natsUrl, perSecond, questions, answers }: Asking): Promise<Asked> {
  const nats = await connectNats({ url: natsUrl, name: 'bench-asker' });
  const arrivedMs = new Map<number, number>();
  const said: Record<string, number> = {};
  nats.connection.subscribe(`${answers}.*`, {
    callback: (_, message) => {
      arrivedMs.set(Number(message.subject.slice(answers.length + 1)), monotonicMs());
      const verdict = verdictOf(message);
      said[verdict] = (said[verdict] ?? 0) + 1;
    },
  });
  await nats.connection.flush();
  const dueMs: number[] = [];
  const latenessMs: number[] = [];
  const startMs = monotonicMs();
  for (const [number, { subject, body }] of questions.entries()) {
    const due = startMs + (number * 1_000) / perSecond;
    await napUntil(due);
    dueMs.push(due);
    latenessMs.push(monotonicMs() - due);
    nats.connection.publish(subject, body, { reply: `${answers}.${String(number)}` });
    // It must leave this process even when the next is due already.
    await turn();
  }
  const giveUpMs = monotonicMs() + DEADLINE_MS;
  while (arrivedMs.size < questions.length && monotonicMs() < giveUpMs) await pause(POLL_MS);
  await nats.close();
  const latenciesMs = dueMs.map((due, at) => (arrivedMs.get(at) ?? due + DEADLINE_MS) - due);
  return { latenciesMs, latenessMs, said };
}

function verdictOf(message: Msg): string {
  if (message.data.length === 0) return 'nobody-serves-it';
  const reply = message.json<DecideReply>();
  return reply.verdict === 'reject' ? reply.code : reply.verdict;
}

async function napUntil(dueMs: number): Promise<void> {
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  for (let leftMs = dueMs - monotonicMs(); leftMs > 0; leftMs = dueMs - monotonicMs()) {
    Atomics.wait(asleep, 0, 0, Math.min(leftMs, NAP_MS));
    await turn();
  }
}
