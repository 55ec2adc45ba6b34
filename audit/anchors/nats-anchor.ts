import { ensureStreams, publishJson, type Nats, type StreamSpec } from '#platform/mod.ts';

import { readCheckpoint, type SignedCheckpoint } from '../checkpoint.ts';
import type { Anchor, Anchored } from './anchor.ts';

/** Kept without an end in time: about a kilobyte each. */
const SEALS: StreamSpec = {
  name: 'SEALS',
  subjects: ['seal.checkpoint'],
  maxAgeMs: 0,
  maxBytes: 512 * 1_048_576,
};
const SUBJECT = 'seal.checkpoint';

/** The stream `SEALS`: checkpoints without their leaves, for whoever wants to follow along. */
export async function natsAnchor(nats: Nats): Promise<Anchor> {
  await ensureStreams(nats, [SEALS]);
  return {
    name: 'stream SEALS',
    last: async () => {
      const message = await nats.jsm.streams.getMessage(SEALS.name, { last_by_subj: SUBJECT });
      return message === null ? undefined : signedOf(message.json());
    },
    append: async (checkpoint) => {
      const { log, number } = readCheckpoint(checkpoint.body) ?? { log: '', number: 0 };
      await publishJson(nats, SUBJECT, checkpoint, { messageId: `seal:${log}:${number}` });
    },
    read: () => readStream(nats),
  };
}

async function* readStream({ jsm }: Nats): AsyncIterable<Anchored> {
  const { state } = await jsm.streams.info(SEALS.name);
  for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq += 1) {
    const message = await jsm.streams.getMessage(SEALS.name, { seq });
    const signed = message === null ? undefined : signedOf(message.json());
    if (signed) yield { signed, leaves: undefined };
  }
}

function signedOf(value: unknown): SignedCheckpoint | undefined {
  const { body, keyId, signature } = (value ?? {}) as Partial<
    Record<keyof SignedCheckpoint, unknown>
  >;
  return typeof body === 'string' && typeof keyId === 'string' && typeof signature === 'string'
    ? { body, keyId, signature }
    : undefined;
}
