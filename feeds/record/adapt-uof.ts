import type { Clock, Logger } from '#platform/mod.ts';

import { makeCatalogueLines } from '../uof/catalogue-lines.ts';
import { makeUofTaker } from '../uof/client.ts';
import { makeDescriptions } from '../uof/descriptions.ts';
import { makeFixtureIdentity } from '../uof/identity.ts';
import { makeUofRest } from '../uof/rest.ts';
import { UofFeed, type UofOutputs } from '../uof/uof-feed.ts';
import { makeUnknownElements } from '../uof/unknown-elements.ts';
import { NOTHING, type Adapted } from './adapted.ts';
import type { TapeFrame } from './tape.ts';

export type AdaptUofOptions = Readonly<{
  clock: Clock;
  log: Logger;
  producer: string;
  /** Where fixtures, markets and variants are described: they are in no recording. */
  apiUrl: string;
  token: string;
}>;

const SWEEP_EVERY_MS = 600_000;

/**
 * What recorded messages of a Unified Odds Feed come to, from their beginning: the ids of facts are then those that a
 * feed has given live. Their times of receiving are the clock. Rejects with UofRestError when nothing is described.
 */
export async function* adaptUof(
  frames: AsyncIterable<TapeFrame>,
  { clock, log, producer, apiUrl, token }: AdaptUofOptions,
): AsyncGenerator<Adapted> {
  const unknown = makeUnknownElements();
  const rest = makeUofRest({ clock, baseUrl: apiUrl, token, unknown }, 1);
  const descriptions = makeDescriptions(await rest.descriptions());
  const feed = new UofFeed({
    ...{ producer, descriptions, lines: makeCatalogueLines(descriptions) },
    identity: makeFixtureIdentity(),
  });
  let [now, sweptAt] = [0, 0];
  let message: Adapted = NOTHING;
  const join = ({ drafts, quotes, settlements }: UofOutputs): void => {
    message = {
      ...message,
      drafts: [...message.drafts, ...drafts],
      quotes: [...message.quotes, ...quotes],
      settlements: [...message.settlements, ...settlements],
    };
  };
  const take = makeUofTaker({
    ...{ clock: { ...clock, now: () => now }, log, rest, feed, descriptions, unknown },
    producers: [],
    onOutputs: join,
    onProducer: () => undefined,
    onMessage: ({ timestamp: at }) => {
      message = { ...message, at };
    },
    onPoison: (poison) => {
      message = { ...message, poison: { ...poison, receivedAt: now } };
    },
  });
  for await (const { receivedAt, sentAt, key: routingKey, body } of frames) {
    message = NOTHING;
    now = receivedAt;
    await take({ routingKey, body, sentAt });
    yield message;
    if (now - sweptAt < SWEEP_EVERY_MS) continue;
    feed.sweep();
    sweptAt = now;
  }
}
