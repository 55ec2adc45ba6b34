/**
 * Arrays as parameters of a query. The driver looks through every element for what has to be escaped; ids and
 * numbers never have anything, and JSON has it at every name.
 */

/** The text of an array of ids, numbers and booleans; null stays null. Not for words: nothing is escaped. */
export const plainArray = (
  values: readonly (string | number | bigint | boolean | null)[],
): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** The elements as JSON, a line each, for `fromJsonLines`; JSON has no line breaks, and null is an empty line. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => (value === null ? '' : JSON.stringify(value))).join('\n');

/** The SQL of the array that `jsonLines` made the text of. */
export const fromJsonLines = (parameter: string, type: 'json' | 'jsonb'): string =>
  String.raw`string_to_array(${parameter}, E'\n', '')::${type}[]`;
