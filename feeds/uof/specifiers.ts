import { InvalidMessageError } from '#platform/mod.ts';

import { ownText } from './own-text.ts';

export type UofSpecifiers = Readonly<Record<string, string>>;

const NONE: UofSpecifiers = Object.freeze({});
const MAX_SPECIFIERS = 16;

/** `total=2.5|goalnr=1` as a record; the text may be absent. @throws InvalidMessageError */
export function parseSpecifiers(text: string | null): UofSpecifiers {
  if (text === null) return NONE;
  const found: Record<string, string> = {};
  const parts = text.split('|');
  if (parts.length > MAX_SPECIFIERS)
    throw new InvalidMessageError(`more than ${MAX_SPECIFIERS} specifiers`);
  for (const part of parts) {
    const split = part.indexOf('=');
    const name = part.slice(0, split);
    if (split < 1 || !/^[a-z_]\w*$/iu.test(name) || name === '__proto__' || name in found)
      throw new InvalidMessageError(`specifiers cannot be read: ${text.slice(0, 100)}`);
    found[name] = part.slice(split + 1);
  }
  return found;
}

/** A market line of one event: equal for the same question in whatever order its specifiers come. */
export function lineKey(marketId: number, specifiers: UofSpecifiers): string {
  const names = Object.keys(specifiers);
  if (names.length > 1) names.sort();
  let key = String(marketId);
  for (const name of names) key += `|${name}=${specifiers[name] ?? ''}`;
  return key;
}

type LineRef = Readonly<{ marketId: number; specifiers: UofSpecifiers; key: string }>;

/** How many lines are remembered by what was written of them. */
const MAX_REMEMBERED = 20_000;

/** A market line as it is written, read once however often it comes: the same few stand in every message. */
const remembered = new Map<number, Map<string, LineRef>>();
let rememberedLines = 0;

/** A market and its written specifiers as a line; null is without any. @throws InvalidMessageError */
export function lineOf(marketId: number, text: string | null): LineRef {
  const written = text ?? '';
  const known = remembered.get(marketId)?.get(written);
  if (known !== undefined) return known;
  const own = ownText(written);
  const specifiers = parseSpecifiers(text === null ? null : own);
  const line = Object.freeze({ marketId, specifiers, key: lineKey(marketId, specifiers) });
  if (rememberedLines >= MAX_REMEMBERED) {
    remembered.clear();
    rememberedLines = 0;
  }
  const ofMarket = remembered.get(marketId) ?? new Map<string, LineRef>();
  remembered.set(marketId, ofMarket.set(own, line));
  rememberedLines += 1;
  return line;
}
