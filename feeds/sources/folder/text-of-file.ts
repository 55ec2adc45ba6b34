import { open, readFile } from 'node:fs/promises';

import { InvalidMessageError } from '#platform/mod.ts';

import { MAX_FILE_BYTES, NotYet, type FolderFile, type Place } from './file-reader.ts';

const NEW_LINE = 0x0a;
const CHUNK_BYTES = 8 * 1_048_576;

/** The text of a whole file. @throws InvalidMessageError when it is too long to be one. */
export async function textOfFile({ path, bytes }: FolderFile): Promise<string> {
  if (bytes > MAX_FILE_BYTES)
    throw new InvalidMessageError(`the file is longer than ${MAX_FILE_BYTES} bytes`);
  return readFile(path, 'utf8');
}

/** A file that is one JSON document. @throws NotYet while it may be half written, then InvalidMessageError */
export async function jsonOfFile(file: FolderFile): Promise<unknown> {
  const text = await textOfFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw file.isQuiet ? new InvalidMessageError(why) : new NotYet('it is no whole JSON');
  }
}

/**
 * The lines behind the place up to which the file was taken. A last one without its end is a line when nobody writes any
 * more.
 */
export async function* newLines(file: FolderFile): AsyncGenerator<string, Place> {
  let { upTo, lines } = file.from;
  for (let isEnd = false; !isEnd;) {
    const bytes = await part(file.path, upTo);
    isEnd = upTo + bytes.length >= file.bytes || bytes.length === 0;
    const end = bytes.lastIndexOf(NEW_LINE) + 1;
    // A line that is longer than a part is taken in pieces, none of which can be read.
    const takesAll = isEnd ? file.isQuiet : end === 0;
    const taken = takesAll ? bytes : bytes.subarray(0, end);
    const texts = taken.toString('utf8').split('\n');
    for (const text of texts) if (text.trim() !== '') yield text.trim();
    upTo += taken.length;
    lines += texts.length - 1;
  }
  return { upTo, lines };
}

async function part(path: string, from: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(CHUNK_BYTES);
    const { bytesRead } = await file.read(bytes, 0, CHUNK_BYTES, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
