import { Type, type Static } from 'typebox';

import { FixtureEventSchema, InputError } from '#contracts/mod.ts';
import { InvalidMessageError, parserOf } from '#platform/mod.ts';

import { readFeedLine } from '../normaliser.ts';
import type { EventDraft } from '../script.ts';
import { expressionOf } from './expression.ts';

/** How the messages of a provider become canonical events, without code; docs/feeds.md explains the fields. */
const MappingSchema = Type.Object(
  {
    format: Type.Literal('overround-mapping-1'),
    producer: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }),
    /** What stands in a message: one item, or a list of them; the whole message when absent. */
    items: Type.Optional(Type.String({ minLength: 1 })),
    /** The canonical event of an item, or a list of them; nothing for an item that says nothing. */
    event: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
);
export type MappingConfig = Static<typeof MappingSchema>;
const parseMapping = parserOf(MappingSchema);

export type MappedItem =
  Readonly<{ draft: EventDraft }> | Readonly<{ reason: string; item: unknown; index: number }>;
export type Mapping = Readonly<{
  producer: string;
  /** The events of one message, and why items of it could not be read. Never throws. */
  read: (message: unknown, receivedAt: number) => Promise<readonly MappedItem[]>;
}>;

const MAX_ITEMS = 50_000;

/** Reads a configuration and compiles its expressions. @throws InputError with the field that is wrong */
export function mappingOf(config: unknown): Mapping {
  let parsed: MappingConfig;
  try {
    parsed = parseMapping(config);
  } catch (error) {
    if (!(error instanceof InvalidMessageError)) throw error;
    throw new InputError('FORMAT_INVALID', 'mapping', config ?? null, error.reason);
  }
  const { producer } = parsed;
  const itemsOf = expressionOf(parsed.items ?? '$', 'mapping.items');
  const eventOf = expressionOf(parsed.event, 'mapping.event');
  const read = async (message: unknown, receivedAt: number): Promise<readonly MappedItem[]> => {
    const found: MappedItem[] = [];
    let items: readonly unknown[];
    try {
      items = listOf(await itemsOf(message));
      if (items.length > MAX_ITEMS) throw new Error(`more than ${MAX_ITEMS} items in a message`);
    } catch (error) {
      return [{ reason: reasonOf(error), item: message, index: 0 }];
    }
    for (const [index, item] of items.entries()) {
      try {
        for (const event of listOf(await eventOf(item)))
          found.push({ draft: draftOf({ producer, ...(event as object) }, producer, receivedAt) });
      } catch (error) {
        found.push({ reason: reasonOf(error), item, index });
      }
    }
    return found;
  };
  return { producer, read };
}

/** Parsers of the events of one kind: what is wrong is told of the kind that was meant, not of the first. */
const PARSERS = new Map(
  FixtureEventSchema.anyOf.map((schema) => [
    schema.properties.kind.const as string,
    parserOf(schema),
  ]),
);

function draftOf(
  event: Readonly<Record<string, unknown>>,
  producer: string,
  receivedAt: number,
): EventDraft {
  try {
    return readFeedLine(JSON.stringify(event), producer, receivedAt);
  } catch (error) {
    const parse = PARSERS.get(String(event['kind']));
    if (parse === undefined)
      throw new InvalidMessageError(`/kind must be one of ${[...PARSERS.keys()].join(', ')}`);
    parse({ version: 1, receivedAt, publishedAt: receivedAt, ...event });
    throw error;
  }
}

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

function reasonOf(error: unknown): string {
  if (error instanceof InvalidMessageError) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
