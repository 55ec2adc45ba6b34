import { existsSync, readFileSync } from 'node:fs';

import { keyringOf, type Keyring } from '#audit/mod.ts';

import { UsageError } from '../usage-error.ts';

/** Public keys from the command line: base64 of their 32 bytes, or files with that in them. */
export const readKeys = (texts: readonly string[]): Keyring => keyringOf(texts.map(readKey));

function readKey(text: string): Buffer {
  const base64 = (existsSync(text) ? readFileSync(text, 'utf8') : text).trim();
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32 || key.toString('base64') !== base64)
    throw new UsageError(
      `"${text}" is neither a public key in base64 (44 characters) nor a file of one.`,
    );
  return key;
}
