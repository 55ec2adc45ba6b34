import type { JsMsg } from '@nats-io/jetstream';
import type { Nats } from './nats.ts';
import { toHeaders } from './nats-publish.ts';

export const DEAD_LETTER_HEADERS = {
  reason: 'overround-reason',
  stream: 'overround-stream',
  sequence: 'overround-sequence',
  consumer: 'overround-consumer',
} as const;

export type DeadLetter = Readonly<{
  subject: string;
  stream: string;
  sequence: number;
  consumer: string;
  reason: string;
}>;

/**
 * Stores the message, byte for byte, under `dead.<its subject>` with the reason in a header. The id makes a
 * second attempt harmless. Rejects when it could not be stored: the caller must then keep the original.
 */
export async function deadLetter(nats: Nats, message: JsMsg, reason: string): Promise<DeadLetter> {
  const { stream, consumer } = message.info;
  const letter = { subject: message.subject, stream, sequence: message.seq, consumer, reason };
  await nats.js.publish(`dead.${message.subject}`, message.data, {
    msgID: `${stream}/${consumer}/${String(message.seq)}`,
    headers: toHeaders({
      [DEAD_LETTER_HEADERS.reason]: reason,
      [DEAD_LETTER_HEADERS.stream]: stream,
      [DEAD_LETTER_HEADERS.sequence]: String(message.seq),
      [DEAD_LETTER_HEADERS.consumer]: consumer,
    }),
  });
  return letter;
}
