import { fc } from '@fast-check/vitest';

import { InvalidMessageError } from '#platform/mod.ts';

import { makeCatalogueLines } from '../../uof/catalogue-lines.ts';
import { makeDescriptions, readDescriptions } from '../../uof/descriptions.ts';
import {
  readCodes,
  readFixtureAnswer,
  readPlayer,
  readProducers,
  readSchedule,
} from '../../uof/entities.ts';
import { makeFixtureIdentity } from '../../uof/identity.ts';
import { parseUofMessage } from '../../uof/parse-message.ts';
import {
  bytesOf,
  DESCRIPTIONS,
  FIXTURE,
  MESSAGES,
  OTHER_ANSWERS,
} from '../../uof/testing/messages.ts';
import { UofFeed } from '../../uof/uof-feed.ts';
import { makeUnknownElements } from '../../uof/unknown-elements.ts';
import { ANSWER_LIMITS, parseXml } from '../../uof/xml.ts';
import { mutatedText } from '../mutations.ts';
import { fuzzed, must, type Fuzzed } from './fuzzed.ts';

const NOW = 1_900_000_000_000;
const TIMES = { sentAt: NOW, receivedAt: NOW, dispatchedAt: NOW };
const EVENT = 'sr:match:1';
const fixture = readFixtureAnswer(parseXml(bytesOf(FIXTURE)), makeUnknownElements());
const described = readDescriptions(parseXml(bytesOf(DESCRIPTIONS)), makeUnknownElements());

/** Reads a message, has the feed take it, and looks at the odds that come out. */
function takeMessage(xml: string): void {
  const message = parseUofMessage(bytesOf(xml), makeUnknownElements());
  must(Number.isSafeInteger(message.timestamp) && message.timestamp >= 0, 'a time that is none');
  if (!('eventUrn' in message)) return;
  const descriptions = makeDescriptions(described);
  const lines = makeCatalogueLines(descriptions);
  const identity = makeFixtureIdentity();
  const feed = new UofFeed({ producer: 'uof', descriptions, lines, identity });
  const stamp = { occurredAt: NOW, receivedAt: NOW };
  feed.open(message.eventUrn, message.eventUrn === EVENT ? fixture : null, stamp);
  const { quotes, settlements } = feed.take(message, TIMES);
  for (const { outcomes } of quotes)
    for (const { back } of outcomes)
      must(back === null || (Number.isFinite(back.odds) && back.odds >= 1), 'odds that are none');
  must(settlements.length <= xml.length, 'more settlements than the message has letters');
}

const READERS = [
  ...[readFixtureAnswer, readSchedule, readPlayer, readCodes, readProducers, readDescriptions],
];

export const UOF: readonly Fuzzed[] = [
  fuzzed(
    'Unified Odds Feed messages',
    mutatedText(Object.values(MESSAGES)),
    [InvalidMessageError],
    takeMessage,
  ),
  fuzzed(
    'Unified Odds Feed answers',
    fc.tuple(
      fc.constantFrom(...READERS),
      mutatedText([FIXTURE, DESCRIPTIONS, ...Object.values(OTHER_ANSWERS)]),
    ),
    [InvalidMessageError],
    ([read, xml]) => void read(parseXml(bytesOf(xml), ANSWER_LIMITS), makeUnknownElements()),
  ),
];
