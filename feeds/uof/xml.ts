import { SaxesParser } from 'saxes';

import { InvalidMessageError } from '#platform/mod.ts';

/** One element with its attributes and child elements. Text between elements says nothing in this protocol. */
export type XmlElement = Readonly<{
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
}>;

type XmlLimits = Readonly<{
  maxBytes: number;
  maxElements: number;
  maxAttributes: number;
  maxDepth: number;
}>;

/** For messages of the queue: the largest real ones are outrights of some hundred kilobytes. */
const MESSAGE_LIMITS: XmlLimits = {
  ...{ maxBytes: 4_194_304, maxElements: 100_000, maxAttributes: 40, maxDepth: 24 },
};
/** For answers of the REST interface: all market descriptions come at once. */
export const ANSWER_LIMITS: XmlLimits = {
  ...{ maxBytes: 67_108_864, maxElements: 2_000_000, maxAttributes: 60, maxDepth: 24 },
};

type Growing = { name: string; attributes: Record<string, string>; children: Growing[] };

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a document of our own small part of XML: elements and attributes. A document type, and with it every entity
 * that is not one of the five predefined, is refused, as is everything beyond the limits.
 * @throws InvalidMessageError
 */
export function parseXml(bytes: Uint8Array, limits: XmlLimits = MESSAGE_LIMITS): XmlElement {
  if (bytes.byteLength > limits.maxBytes)
    throw new InvalidMessageError(`longer than ${limits.maxBytes} bytes`);
  const root: Growing = { name: '', attributes: {}, children: [] };
  readInto(root, decoded(bytes), limits);
  const [document] = root.children;
  if (document === undefined) throw new InvalidMessageError('no XML element');
  return document;
}

function readInto(root: Growing, text: string, limits: XmlLimits): void {
  const open: Growing[] = [root];
  const parser = new SaxesParser<{ xmlns?: false; position: false }>({ position: false });
  let elements = 0;
  const refuse = (why: string): never => {
    throw new InvalidMessageError(why);
  };
  parser.on('error', ({ message }) => refuse(`XML: ${message.slice(0, 200)}`));
  parser.on('doctype', () => refuse('XML: a document type is refused'));
  parser.on('processinginstruction', () => refuse('XML: processing instructions are refused'));
  let attributesSeen = 0;
  parser.on('opentagstart', () => {
    attributesSeen = 0;
  });
  parser.on('attribute', ({ name }) => {
    attributesSeen += 1;
    if (attributesSeen > limits.maxAttributes)
      refuse(`more than ${limits.maxAttributes} attributes`);
    // Names of an attacker's choice must not reach the prototype of anything.
    if (name === '__proto__') refuse('XML: an attribute name is refused');
  });
  parser.on('opentag', ({ name, attributes }) => {
    elements += 1;
    if (elements > limits.maxElements) refuse(`more than ${limits.maxElements} elements`);
    if (open.length > limits.maxDepth) refuse(`deeper than ${limits.maxDepth} elements`);
    const element: Growing = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
}

function decoded(bytes: Uint8Array): string {
  try {
    // What stands before the declaration would make it none.
    return decoder.decode(bytes).trimStart();
  } catch {
    throw new InvalidMessageError('not UTF-8');
  }
}
