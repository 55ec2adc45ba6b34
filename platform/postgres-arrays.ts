/**
 * Arrays as parameters of a query. The driver looks through every element for what has to be escaped; ids and
 * numbers never have anything, and JSON has it at every name.
 */

/** The text of an array of ids, numbers and booleans; null stays null. Not for words: nothing is escaped. */
export const plainArray = (
  values: readonly (string | number | bigint | boolean | null)[],
): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`;

const NEEDS_NO_QUOTES = /^(?!null$)[\w.:=|+-]+$/i;

/** The text of an array of any words; most are ids and codes, which need no quotes. */
export const wordArray = (words: readonly string[]): string => `{${words.map(quoted).join(',')}}`;

const quoted = (word: string): string =>
  NEEDS_NO_QUOTES.test(word) ? word : `"${word.replace(/[\\"]/g, String.raw`\$&`)}"`;

/** The elements as JSON, a line each, for `fromJsonLines`; JSON has no line breaks, and null is an empty line. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => (value === null ? '' : JSON.stringify(value))).join('\n');

/** The SQL of the array that `jsonLines` made the text of. */
export const fromJsonLines = (parameter: string, type: 'json' | 'jsonb' | 'text'): string =>
  String.raw`string_to_array(${parameter}, E'\n', '')::${type}[]`;
