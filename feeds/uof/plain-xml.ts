import { ownText } from './own-text.ts';
import type { XmlElement, XmlLimits } from './xml-element.ts';

type Growing = { name: string; attributes: Record<string, string>; children: Growing[] };

const DECLARATION =
  /^<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>/u;
/** References, and characters that XML does not have. */
const UNUSUAL = /[&\uD800-\uDFFF\uFFFE\uFFFF]|[^\t\n\r\u0020-\u{10FFFF}]/u;

const [LESS, GREATER, SLASH, EQUALS, QUOTE, APOSTROPHE, SPACE] = [60, 62, 47, 61, 34, 39, 32];
const [TAB, NEW_LINE, RETURN] = [9, 10, 13];

const isWhite = (code: number): boolean =>
  code === SPACE || code === NEW_LINE || code === TAB || code === RETURN;

/** Letters and the underscore begin a name; digits, the hyphen and the full stop go on with it. */
const IS_START = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z_]/iu.test(String.fromCharCode(code)) ? 1 : 0,
);
const IS_NAME = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w.-]/u.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * Reads what nearly every message is: elements with names of ASCII and attributes, nothing but white space between them,
 * no references, comments or sections, all within the limits. Several times as fast as a whole parser, which says what
 * becomes of anything else.
 * @returns undefined for anything else, right or wrong.
 */
export function readPlainXml(text: string, limits: XmlLimits): XmlElement | undefined {
  if (UNUSUAL.test(text)) return undefined;
  const root: Growing = { name: '', attributes: {}, children: [] };
  const open: Growing[] = [];
  let parent = root;
  let at = DECLARATION.exec(text)?.[0].length ?? 0;
  let elements = 0;
  for (;;) {
    while (isWhite(text.charCodeAt(at))) at += 1;
    if (at === text.length) break;
    if (text.charCodeAt(at) !== LESS) return undefined;
    at += 1;
    if (text.charCodeAt(at) === SLASH) {
      const end = at + 1 + parent.name.length;
      const before = open.pop();
      if (before === undefined || !text.startsWith(parent.name, at + 1)) return undefined;
      if (text.charCodeAt(end) !== GREATER) return undefined;
      parent = before;
      at = end + 1;
      continue;
    }
    elements += 1;
    if (elements > limits.maxElements || open.length >= limits.maxDepth) return undefined;
    // One document has one element around all others.
    if (parent === root && root.children.length > 0) return undefined;
    const nameEnd = endOfName(text, at);
    if (nameEnd === at) return undefined;
    const element: Growing = { name: nameBetween(text, at, nameEnd), attributes: {}, children: [] };
    at = readAttributes(text, nameEnd, element.attributes, limits.maxAttributes);
    if (at < 0) return undefined;
    parent.children.push(element);
    if (text.charCodeAt(at) === SLASH) {
      if (text.charCodeAt(at + 1) !== GREATER) return undefined;
      at += 2;
      continue;
    }
    open.push(parent);
    parent = element;
    at += 1;
  }
  return parent === root ? root.children[0] : undefined;
}

/** Names that came, by a hash of where they are: the same few stand in every message. */
const names: string[] = Array.from({ length: 512 }, () => '');

/** The name between two places, always as the same string, by which properties are found at once. */
function nameBetween(text: string, from: number, to: number): string {
  const middle = text.charCodeAt((from + to) >> 1);
  const hash = (to - from) * 37 + text.charCodeAt(from) * 11 + middle * 5 + text.charCodeAt(to - 1);
  const known = names[hash & 511];
  if (known?.length === to - from && text.startsWith(known, from)) return known;
  const name = ownText(text.slice(from, to));
  names[hash & 511] = name;
  return name;
}

/** Where the name that begins here ends; here when none does. */
function endOfName(text: string, from: number): number {
  if (IS_START[text.charCodeAt(from)] !== 1) return from;
  let at = from + 1;
  while (IS_NAME[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

/** Reads attributes up to the end of the tag, and says where that is; -1 for what is not plain. */
function readAttributes(
  text: string,
  from: number,
  attributes: Record<string, string>,
  most: number,
): number {
  let at = from;
  for (let count = 0; ; count += 1) {
    const gap = at;
    while (isWhite(text.charCodeAt(at))) at += 1;
    const code = text.charCodeAt(at);
    if (code === SLASH || code === GREATER) return at;
    const nameEnd = endOfName(text, at);
    if (at === gap || nameEnd === at || count >= most) return -1;
    if (text.charCodeAt(nameEnd) !== EQUALS) return -1;
    const name = nameBetween(text, at, nameEnd);
    // Twice the same, or a name that every object has.
    if (name in attributes) return -1;
    const valueEnd = endOfValue(text, nameEnd + 1);
    if (valueEnd < 0) return -1;
    attributes[name] = text.slice(nameEnd + 2, valueEnd);
    at = valueEnd + 1;
  }
}

/** Where the quotation mark stands that ends the value which begins with one here; -1 for what is not plain. */
function endOfValue(text: string, from: number): number {
  const mark = text.charCodeAt(from);
  if (mark !== QUOTE && mark !== APOSTROPHE) return -1;
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === mark) return at;
    // White space other than a blank would become one.
    if (code === LESS || code < SPACE) return -1;
  }
  return -1;
}
