import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { InputError } from '#contracts/mod.ts';

import { mappingOf, type Mapping } from '../../event-files/mod.ts';
import { wholeFile, type FileReader, type Said } from './file-reader.ts';
import { jsonOfFile, newLines } from './text-of-file.ts';

/**
 * Files of a provider that a mapping explains: `.json` is one message, `.jsonl` and `.ndjson` have one a line and may grow.
 * @throws InputError when the configuration cannot be read or is wrong.
 */
export function mappedFiles(configPath: string): FileReader {
  const mapping = mappingOf(configOf(configPath));
  const { producer } = mapping;
  return {
    producer,
    accepts: (name) => /\.(?:json|jsonl|ndjson)$/u.test(name) && name !== basename(configPath),
    async *read(file, receivedAt) {
      if (file.name.endsWith('.json')) {
        yield* saidBy(mapping, await jsonOfFile(file), receivedAt);
        return wholeFile(file);
      }
      const lines = newLines(file);
      for (let next = await lines.next(); ; next = await lines.next()) {
        if (next.done === true) return next.value;
        yield* saidByLine(mapping, next.value, receivedAt);
      }
    },
  };
}

function configOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError('FORMAT_INVALID', 'mapping', path, `must be a file of JSON: ${why}`);
  }
}

async function* saidByLine(mapping: Mapping, line: string, at: number): AsyncGenerator<Said> {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch (error) {
    yield { dead: line, reason: error instanceof Error ? error.message : String(error) };
    return;
  }
  yield* saidBy(mapping, message, at);
}

async function* saidBy(mapping: Mapping, message: unknown, at: number): AsyncGenerator<Said> {
  for (const item of await mapping.read(message, at))
    yield 'draft' in item
      ? item
      : { dead: JSON.stringify(item.item), reason: `item ${item.index}: ${item.reason}` };
}
