import { describe, expect, test } from 'vitest';

import { ERRORS, VOID_REASONS } from '#contracts/mod.ts';

import { projectFiles } from './project-files.ts';

/** The tables themselves, and what compares them with the documents, show no case. */
const TABLES = new Set([
  'contracts/errors.ts',
  'contracts/bet.ts',
  'bet-api/http/errors.test.ts',
  'test/tidy/error-codes.test.ts',
]);
const TEST = /\.test\.tsx?$/u;
const OF_TESTS = /\/testing\/|\/test-[^/]*$|^test\//u;

const files = projectFiles().filter(({ file }) => /\.tsx?$/u.test(file) && !TABLES.has(file));
const tests = files.filter(({ file }) => TEST.test(file));
const sources = files.filter(({ file }) => !TEST.test(file) && !OF_TESTS.test(file));

const standsIn = (all: typeof files, code: string): boolean => {
  const word = new RegExp(`\\b${code}\\b`, 'u');
  return all.some(({ text }) => word.test(text));
};

describe.each([
  ['refusals', Object.keys(ERRORS)],
  ['voids', Object.keys(VOID_REASONS)],
])('codes of %s', (_, codes) => {
  test('each is given by something', () => {
    expect(codes.filter((code) => !standsIn(sources, code))).toEqual([]);
  });

  test('each is shown by a test, so that none is given by accident', () => {
    expect(codes.filter((code) => !standsIn(tests, code))).toEqual([]);
  });
});
