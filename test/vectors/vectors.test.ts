import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mismatches } from './compare.ts';
import { KINDS } from '#app/calculations/mod.ts';
import { runCases } from './run-file.ts';

const devig = { op: 'devig', method: 'power', odds: ['2', '2'] };
const caseOf = (change: object) => ({
  id: 'one',
  source: 'test',
  input: devig,
  expect: { bookSum: 1 },
  tol: 0,
  ...change,
});
const problemsOf = (one: object): readonly string[] =>
  runCases(KINDS['devig'] ?? {}, { about: '', units: '', cases: [one] })[0]?.problems ?? ['none'];

describe('runner', () => {
  test('a good case passes', () => {
    expect(problemsOf(caseOf({}))).toEqual([]);
  });

  test.each([
    ['a wrong number', { expect: { bookSum: 1.1 } }, 'bookSum: expected 1.1, got 1'],
    [
      'an expected field that is not computed',
      { expect: { what: 1 } },
      'what: expected 1, got nothing',
    ],
    ['an unknown op', { input: { op: 'what' } }, 'unknown op "what"'],
    ['an inherited name as op', { input: { op: 'constructor' } }, 'unknown op "constructor"'],
    ['an unknown field', { input: { ...devig, what: 1 } }, 'what is an unknown field; got 1'],
    ['an unknown word', { input: { ...devig, method: 'what' } }, 'method must be one of'],
    ['a missing field', { input: { op: 'devig', method: 'power' } }, 'odds must be given'],
    ['odds as numbers', { input: { ...devig, odds: [2, 2] } }, 'odds[0] must be decimal odds'],
    ['an unknown field of the case', { what: 1 }, 'what is an unknown field'],
  ])('%s fails', (...[, change, problem]) => {
    expect(problemsOf(caseOf(change)).join()).toContain(problem);
  });

  test('a refusal passes where its code is all that is expected', () => {
    const shin = { ...devig, method: 'shin', odds: ['3', '3', '4'] };
    const asked = (expect: object) => problemsOf(caseOf({ input: shin, expect }));
    expect(asked({ error: 'no-solution' })).toEqual([]);
    expect(asked({ error: 'odds-invalid' }).join()).toContain('NO_SOLUTION');
    expect(asked({ error: 'no-solution', bookSum: 1 }).join()).toContain('NO_SOLUTION');
  });

  test('a file without cases fails', () => {
    expect(runCases({}, { cases: [] })[0]?.problems).toHaveLength(1);
    expect(runCases({}, [])[0]?.problems).toHaveLength(1);
  });
});

describe('comparison', () => {
  test.each([
    [1, 1 + 1e-9, 1e-8, 0],
    [1, 1.1, 1e-8, 1],
    ['2.50', '2.5', 0, 0],
    ['2.50', 2.5, 0, 0],
    ['won', 'won', 1, 0],
    ['won', 'lost', 1, 1],
    [true, 1, 1, 1],
    [[1, 2], [1, 2, 3], 1, 1],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, 0, 0],
    [{ a: 1 }, {}, 0, 1],
    [1, Number.NaN, 1, 1],
    ['19/10', '19/10', 0, 0],
  ] as const)('%j against %j within %d', (...[expected, got, tolerance, count]) => {
    expect(mismatches(expected, got, tolerance)).toHaveLength(count);
  });
});

/** The exact cases lie beside the repository where the project is developed. */
const CASES = resolve(import.meta.dirname, '../../../shared/vectors');

describe.skipIf(!existsSync(CASES))(
  'all exact cases (skipped where ../shared/vectors is absent)',
  () => {
    const files = existsSync(CASES)
      ? readdirSync(CASES).filter((name) => name.endsWith('.json'))
      : [];

    test('every kind has a file', () => {
      expect(files.map((name) => name.replace('.json', '')).sort()).toEqual(
        Object.keys(KINDS).sort(),
      );
    });

    test.each(files)('%s', (name) => {
      const content: unknown = JSON.parse(readFileSync(resolve(CASES, name), 'utf8'));
      const reports = runCases(KINDS[name.replace('.json', '')] ?? {}, content);
      expect(reports.filter(({ problems }) => problems.length > 0)).toEqual([]);
      expect(reports.length).toBeGreaterThan(10);
    });
  },
);
