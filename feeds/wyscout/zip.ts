import { gunzipSync, inflateRawSync } from 'node:zlib';

/** The two-byte fields and signatures are those of PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16. */
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
/** No file of a feed comes near this; a larger claim is a damaged or hostile archive. */
const MAX_UNPACKED_BYTES = 256 * 1_048_576;

/**
 * Unpacks the named entry of a zip archive. Stored and deflated entries only: no encryption, no zip64.
 * Throws when the archive is damaged or has no such entry.
 */
export function readZipEntry(archive: Buffer, name: string): Buffer {
  return orDamaged('the zip archive', () => entryOf(archive, name));
}

/** Unpacks gzip. Throws when it is damaged, or larger than any file of a feed. */
export const readGzip = (packed: Uint8Array): Buffer =>
  orDamaged('the gzip file', () => gunzipSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES }));

/** A place outside the file, or more content than was promised, is damage and no mistake of ours. */
function orDamaged<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(`${what} is damaged: ${error.message}`, { cause: error });
  }
}

function entryOf(archive: Buffer, name: string): Buffer {
  const entry = directoryOf(archive).find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`the archive has no entry ${name}`);
  const nameLength = archive.readUInt16LE(entry.offset + 26);
  const extraLength = archive.readUInt16LE(entry.offset + 28);
  const start = entry.offset + 30 + nameLength + extraLength;
  const packed = archive.subarray(start, start + entry.packedBytes);
  const content = unpack(packed, entry);
  if (content.length !== entry.unpackedBytes) throw new Error(`the entry ${name} is cut short`);
  return content;
}

/** The names of all entries, in the order of the directory. Throws when the archive is damaged. */
export const zipEntryNames = (archive: Buffer): readonly string[] =>
  orDamaged('the zip archive', () => directoryOf(archive)).map(({ name }) => name);

type Entry = Readonly<{
  name: string;
  method: number;
  packedBytes: number;
  unpackedBytes: number;
  offset: number;
}>;

function unpack(packed: Buffer, { name, method, unpackedBytes }: Entry): Buffer {
  if (unpackedBytes > MAX_UNPACKED_BYTES) throw new Error(`the entry ${name} is too large`);
  if (method === STORED) return packed;
  if (method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: unpackedBytes + 1 });
  throw new Error(`the entry ${name} uses compression method ${String(method)}`);
}

function directoryOf(archive: Buffer): readonly Entry[] {
  const end = findEnd(archive);
  const entries: Entry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new Error('the zip directory is damaged');
    const nameLength = archive.readUInt16LE(at + 28);
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      method: archive.readUInt16LE(at + 10),
      packedBytes: archive.readUInt32LE(at + 20),
      unpackedBytes: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(archive: Buffer): number {
  const lowest = Math.max(0, archive.length - END_SIZE - MAX_COMMENT);
  for (let at = archive.length - END_SIZE; at >= lowest; at -= 1) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new Error('not a zip archive');
}
