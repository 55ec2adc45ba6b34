import { Type, type Static, type TProperties, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** Named results of one calculation; values are numbers, decimal strings, booleans and nested forms. */
export type Output = Readonly<Record<string, unknown>>;

export type Operation = Readonly<{
  fields: readonly string[];
  /** @throws Error with a readable message when the input has other fields or forms than declared. */
  run: (input: unknown) => Output;
}>;

/** The calculations of one kind of file, by `input.op`. */
export type Kind = Readonly<Record<string, Operation>>;

/** An object that holds the given fields and no others. */
export const exactly = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

export const optional = Type.Optional;
export const number = Type.Number();
export const integer = Type.Integer();
export const flag = Type.Boolean();
export const text = Type.String();
export const decimal = Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' });
export const score = Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })]);
export const list = Type.Array;
export const record = Type.Record;
export const tuple = Type.Tuple;
export const anyOf = Type.Union;
export const oneOf = <Words extends string[]>(words: readonly [...Words]) => Type.Enum(words);

/** Declares the fields of a calculation; anything else in an input is an error. */
export function operation<P extends TProperties>(
  properties: P,
  run: (input: Static<ReturnType<typeof exactly<P>>>) => Output,
): Operation {
  const schema = exactly(properties);
  return {
    fields: Object.keys(properties),
    run: (input) => {
      if (Value.Check(schema, input)) return run(input);
      throw new Error(`input${complaint(schema, input)}`);
    },
  };
}

/** What is wrong with a value, in one line. */
export function complaint(schema: TSchema, value: unknown): string {
  const [error] = Value.Errors(schema, value);
  if (error === undefined) return ' does not fit';
  // A field that is not declared meets the schema `false`.
  const unknown = error.schemaPath.endsWith('additionalProperties') || error.keyword === 'boolean';
  const message = unknown ? 'unknown field' : error.message;
  const details = unknown ? '' : ` ${JSON.stringify(error.params)}`;
  return `${error.instancePath} ${message}${details}`;
}

/** Decimal strings at the edges, with enough digits for every tolerance. */
export const decimalText = (value: number, digits = 10): string => value.toFixed(digits);

/** Leaves out what a calculation does not define, so that it cannot match by accident. */
export const defined = (output: Output): Output =>
  Object.fromEntries(Object.entries(output).filter(([, value]) => value !== undefined));
