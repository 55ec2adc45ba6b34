import { CLOSE_CODES, SUBPROTOCOLS } from '#contracts/mod.ts';

import { MESSAGES, PARTS, withReferences, type JsonSchema } from './schemas.ts';

const HEADER =
  '// Written by scripts/write-stream-documents.ts from the schemas in contracts/. Not to be edited.';
const PARTS_FILE = 'wire-parts.ts';

/**
 * Types of the messages and of the parts that several of them have, as TypeScript without any import of ours, so
 * that the client can be published by itself; by the name of the file.
 */
export function wireTypes(): Readonly<Record<string, string>> {
  const parts = Object.entries(PARTS).map(([name, schema]) => declaration(name, schema));
  const messages = MESSAGES.map(({ name, schema, summary }) => declaration(name, schema, summary));
  const used = Object.keys(PARTS).filter((name) =>
    messages.some((text) => new RegExp(`\\b${name}\\b`, 'u').test(text)),
  );
  const union = (from: string): string =>
    MESSAGES.flatMap((each) => (each.from === from ? [each.name] : [])).join(' | ');
  return {
    [PARTS_FILE]: file(parts),
    'wire.ts': file([
      `import type { ${used.join(', ')} } from './${PARTS_FILE}';`,
      `export type * from './${PARTS_FILE}';`,
      ...messages,
      `export type ClientMessage = ${union('client')};`,
      `export type ServerMessage = ${union('gateway')};`,
      `/** WebSocket subprotocols by encoding. */
export const SUBPROTOCOLS = ${JSON.stringify(SUBPROTOCOLS)} as const;`,
      `/** Why the gateway ends connections, by close code. */
export const CLOSE_CODES: Readonly<Record<number, string>> = ${JSON.stringify(CLOSE_CODES)};`,
    ]),
  };
}

const file = (texts: readonly string[]): string => [HEADER, ...texts, ''].join('\n\n');

function declaration(name: string, schema: JsonSchema, summary?: string): string {
  const text = typeOf(withReferences(schema, (part) => part, name));
  return `${comment(summary)}export type ${name} = ${text};`;
}

const comment = (text: string | undefined): string =>
  text === undefined ? '' : `/** ${text} */\n`;

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((word) => JSON.stringify(word)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'array':
      return arrayType(schema);
    case 'object':
      return objectType(schema);
    case undefined:
      return 'unknown';
    default:
      throw new TypeError(`no TypeScript for the schema ${JSON.stringify(schema)}`);
  }
}

/** A list of schemas for the items is a tuple. */
const arrayType = ({ items = {} }: JsonSchema): string =>
  isTuple(items) ? `readonly [${items.map(typeOf).join(', ')}]` : `readonly (${typeOf(items)})[]`;

const isTuple = (items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] =>
  Array.isArray(items);

function objectType({ properties, patternProperties, required = [] }: JsonSchema): string {
  const [values] = Object.values(patternProperties ?? {});
  if (values !== undefined) return `Readonly<Record<string, ${typeOf(values)}>>`;
  const fields = Object.entries(properties ?? {}).map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?';
    return `${comment(schema.description)}${name}${mark}: ${typeOf(schema)};`;
  });
  return `Readonly<{\n${fields.join('\n')}\n}>`;
}
