import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { asyncApiDocument } from './stream/asyncapi.ts';
import { wireTypes } from './stream/wire-types.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Everything that is made from the schemas of the odds stream, by its path from the root of the project. */
export async function streamDocuments(): Promise<Readonly<Record<string, string>>> {
  const types = Object.entries(wireTypes()).map(
    ([name, text]) => [`client/${name}`, text] as const,
  );
  const texts = [['docs/asyncapi.json', JSON.stringify(asyncApiDocument())] as const, ...types];
  const formatted = texts.map(async ([file, text]) => {
    const filepath = path.join(ROOT, file);
    const options = await resolveConfig(filepath);
    return [file, await format(text, { ...options, filepath })] as const;
  });
  return Object.fromEntries(await Promise.all(formatted));
}

if (import.meta.main)
  for (const [file, text] of Object.entries(await streamDocuments())) {
    await writeFile(path.join(ROOT, file), text);
    console.log(`wrote ${file}`);
  }
