import { InvalidMessageError } from '#platform/mod.ts';

import type { XmlElement } from './xml.ts';

/** Readers of attributes: null where one is absent or empty, an InvalidMessageError where it says nothing sensible. */
type Reader<T> = (element: XmlElement, name: string) => T | null;

const refuse = ({ name }: XmlElement, attribute: string, why: string): never => {
  throw new InvalidMessageError(`${name}/@${attribute} ${why}`);
};

const MAX_TEXT = 4_000;

export const text: Reader<string> = (element, name) => {
  const value = element.attributes[name];
  if (value === undefined || value === '') return null;
  return value.length > MAX_TEXT ? refuse(element, name, `is longer than ${MAX_TEXT}`) : value;
};

const numberLike =
  (pattern: RegExp, what: string): Reader<number> =>
  (element, name) => {
    const value = element.attributes[name];
    if (value === undefined || value === '') return null;
    const number = pattern.test(value) ? Number(value) : NaN;
    return Number.isFinite(number) ? number : refuse(element, name, `must be ${what}`);
  };

export const integer = numberLike(/^[+-]?\d{1,15}$/u, 'a whole number');
/** Also as `8.97094E-4`. */
export const decimal = numberLike(
  /^[+-]?\d{1,15}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?$/u,
  'a number',
);

export const flag: Reader<boolean> = (element, name) => {
  switch (element.attributes[name]) {
    case undefined:
    case '':
      return null;
    case '1':
    case 'true':
      return true;
    case '0':
    case 'false':
      return false;
    default:
      return refuse(element, name, 'must be 0 or 1');
  }
};

/** An ISO time as UTC milliseconds. */
export const isoTime: Reader<number> = (element, name) => {
  const value = text(element, name);
  if (value === null) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? refuse(element, name, 'must be a time') : time;
};

/** The attribute, which must be there. */
export function needed<T>(read: Reader<T>, element: XmlElement, name: string): T {
  return read(element, name) ?? refuse(element, name, 'is missing');
}

/** A word for a code; null for one that is absent or that we have no word for. */
export function worded<Word>(
  words: Readonly<Partial<Record<number, Word>>>,
  element: XmlElement,
  name: string,
): Word | null {
  const code = integer(element, name);
  return code === null ? null : (words[code] ?? null);
}
