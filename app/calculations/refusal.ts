import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

import { InputError, type InputCode } from '#contracts/mod.ts';

type Complaint = ReturnType<typeof Value.Errors>[number];
type Found = Readonly<{ code: InputCode; path: readonly string[]; why: string }>;

const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const at = (value: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string, unknown>)[step]
        : undefined,
    value,
  );

/** `legs[0].odds` from its steps. */
const fieldOf = (root: string, steps: readonly string[]): string =>
  steps
    .reduce((path, step) => (/^\d+$/u.test(step) ? `${path}[${step}]` : `${path}.${step}`), root)
    .replace(/^\./u, '');

/** What is wrong, in words: those which the schema itself has for it, where it has some. */
function found(
  { keyword, instancePath, schemaPath, params, message }: Complaint,
  schema: TSchema,
): Found {
  const path = stepsOf(instancePath);
  if (keyword === 'required') {
    const missing = params.requiredProperties.slice(0, 1);
    return { code: 'FORMAT_INVALID', path: [...path, ...missing], why: 'must be given' };
  }
  if (keyword === 'boolean' || keyword === 'additionalProperties') {
    return { code: 'FORMAT_INVALID', path, why: 'is an unknown field' };
  }
  if (keyword === 'enum') {
    const words = params.allowedValues.map(String).join(', ');
    return { code: 'FORMAT_INVALID', path, why: `must be one of ${words}` };
  }
  const { type, code, description } = at(schema, stepsOf(schemaPath)) as Readonly<{
    type?: string;
    code?: InputCode;
    description?: string;
  }>;
  const isNumber = type === 'number' || type === 'integer';
  const own = code ?? (isNumber ? 'NUMBER_INVALID' : 'FORMAT_INVALID');
  return { code: own, path, why: description ?? message };
}

/** The first thing that is wrong with a value that does not fit its schema; a form out of several counts whole. */
function firstOf(schema: TSchema, value: unknown): Found {
  const errors = Value.Errors(schema, value);
  const error = errors.find(({ keyword }) => keyword === 'anyOf') ?? errors[0];
  if (error === undefined) return { code: 'FORMAT_INVALID', path: [], why: 'does not fit' };
  return found(error, schema);
}

/** The refusal of a value that does not fit; `root` is its name when it is wrong as a whole. */
export function refusalOf(schema: TSchema, value: unknown, root: string): InputError {
  const { code, path, why } = firstOf(schema, value);
  const field = path.length === 0 ? root : fieldOf('', path);
  return new InputError(code, field, at(value, path), why);
}

/** What is wrong with a value, in one line that begins with a space or with the place. */
export function complaint(schema: TSchema, value: unknown): string {
  const { path, why } = firstOf(schema, value);
  return `${fieldOf('', path)} ${why}`;
}
