import { readDescriptions } from '../uof/descriptions.ts';
import { readFixtureAnswer, readPlayer } from '../uof/entities.ts';
import { parseUofMessage } from '../uof/parse-message.ts';
import { makeUnknownElements, type UnknownElements } from '../uof/unknown-elements.ts';
import { ANSWER_LIMITS, parseXml, type XmlElement } from '../uof/xml.ts';
import { rowOf, verdictOf, whyOf, type CheckRow } from './check-row.ts';

/** Answers of the REST interface by their first element; all others are messages of the queue. */
const ANSWERS: Readonly<Record<string, (root: XmlElement, unknown: UnknownElements) => unknown>> = {
  market_descriptions: readDescriptions,
  fixtures_fixture: readFixtureAnswer,
  player_profile: readPlayer,
};

/** Reads a message of the Unified Odds Feed, or an answer of its REST interface; all of it must be known. */
export function checkUof(file: string, bytes: Uint8Array): CheckRow {
  const unknown = makeUnknownElements();
  try {
    const root = parseXml(bytes, ANSWER_LIMITS);
    const answer = Object.hasOwn(ANSWERS, root.name) ? ANSWERS[root.name] : undefined;
    if (answer === undefined) parseUofMessage(bytes, unknown);
    else answer(root, unknown);
  } catch (error) {
    return rowOf(file, 'uof', { messages: 1, verdict: 'unreadable', reasons: [whyOf(error)] });
  }
  const reasons = [...unknown.counts()].map(([path, count]) => `${count} unknown ${path}`);
  const agreeing = reasons.length === 0 ? 1 : 0;
  const counts = { messages: 1, understood: 1, units: 1, agreeing };
  return rowOf(file, 'uof', { ...counts, verdict: verdictOf(counts), reasons });
}
