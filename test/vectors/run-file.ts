import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

import { InputError } from '#contracts/mod.ts';

import { mismatches, type Mismatch } from './compare.ts';
import { complaint, exactly, type Kind } from '#app/calculations/mod.ts';

const Case = exactly({
  id: Type.String(),
  source: Type.Optional(Type.String()),
  input: Type.Intersect([
    Type.Object({ op: Type.String() }),
    Type.Record(Type.String(), Type.Unknown()),
  ]),
  expect: Type.Record(Type.String(), Type.Unknown()),
  tol: Type.Number({ minimum: 0 }),
});
type Case = Static<typeof Case>;

const File = exactly({
  about: Type.Optional(Type.String()),
  units: Type.Optional(Type.String()),
  cases: Type.Array(Type.Unknown(), { minItems: 1 }),
});

export type CaseReport = Readonly<{ id: string; problems: readonly string[] }>;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const describe = ({ path, expected, got }: Mismatch): string =>
  `${path}: expected ${shown(expected)}, got ${shown(got)}`;

function runCase(kind: Kind, { input, expect, tol }: Case): readonly string[] {
  const { op, ...fields } = input;
  const operation = Object.hasOwn(kind, op) ? kind[op] : undefined;
  if (operation === undefined) return [`unknown op "${op}"`];
  try {
    return mismatches(expect, operation.run(fields), tol).map(describe);
  } catch (error) {
    if (isExpected(error, expect)) return [];
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** A refusal is what a case expects that names its code, as `{"error": "no-solution"}`. */
const isExpected = (error: unknown, { error: expected, ...rest }: Case['expect']): boolean =>
  error instanceof InputError &&
  error.code.toLowerCase().replaceAll('_', '-') === expected &&
  Object.keys(rest).length === 0;

/** Runs the cases of one parsed file; each report with problems is a failure. */
export function runCases(kind: Kind, content: unknown): readonly CaseReport[] {
  if (!Value.Check(File, content)) {
    return [{ id: 'file', problems: ['the file must hold about, units and a list of cases'] }];
  }
  return content.cases.map((item, at) => {
    if (Value.Check(Case, item)) return { id: item.id, problems: runCase(kind, item) };
    return { id: `case ${String(at)}`, problems: [complaint(Case, item)] };
  });
}
