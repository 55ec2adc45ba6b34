import type { FileHandle } from 'node:fs/promises';

/** Places of the ustar header, POSIX.1-1988; GNU tar and pax keep them. */
const HEADER_BYTES = 512;
const NAME = { at: 0, bytes: 100 };
const SIZE = { at: 124, bytes: 12 };
const SUM = { at: 148, bytes: 8 };
const KIND_AT = 156;
const MAGIC_AT = 257;
/** No recording comes near this; a larger claim is a damaged or hostile archive. */
const MAX_ENTRY_BYTES = 256 * 1_048_576;

export type TarEntry = Readonly<{ name: string; bytes: Uint8Array }>;

export const isTar = (head: Uint8Array): boolean =>
  textAt(Buffer.from(head), { at: MAGIC_AT, bytes: 5 }) === 'ustar';

/**
 * The plain files of a tar archive, one in memory at a time; folders, links and extended headers are left out.
 * @throws Error when the archive is damaged or an entry larger than 256 MiB.
 */
export async function* readTar(file: FileHandle): AsyncGenerator<TarEntry> {
  const header = Buffer.alloc(HEADER_BYTES);
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, at);
    // Two empty headers end an archive; one, or the end of the file, does as well.
    if (bytesRead === 0 || (bytesRead === HEADER_BYTES && header.every((byte) => byte === 0))) {
      return;
    }
    if (bytesRead < HEADER_BYTES) throw new Error('the tar archive is cut short');
    const size = checkedSize(header);
    at += HEADER_BYTES;
    const kind = header[KIND_AT];
    if (kind === 0 || kind === 0x30) {
      const bytes = Buffer.alloc(size);
      if (size > 0 && (await file.read(bytes, 0, size, at)).bytesRead < size)
        throw new Error('the tar archive is cut short');
      yield { name: textAt(header, NAME), bytes };
    }
    at += HEADER_BYTES * Math.ceil(size / HEADER_BYTES);
  }
}

function checkedSize(header: Buffer): number {
  const sum = header.reduce(
    (total, byte, at) => total + (at >= SUM.at && at < SUM.at + SUM.bytes ? 0x20 : byte),
    0,
  );
  if (octalAt(header, SUM) !== sum) throw new Error('the tar archive is damaged');
  const size = octalAt(header, SIZE);
  if (!(size <= MAX_ENTRY_BYTES)) throw new Error('an entry of the tar archive is too large');
  return size;
}

const textAt = (header: Buffer, { at, bytes }: typeof NAME): string =>
  header.toString('utf8', at, at + bytes).split('\0')[0] ?? '';

const octalAt = (header: Buffer, place: typeof NAME): number => {
  const text = textAt(header, place).trim();
  return /^[0-7]+$/u.test(text) ? Number.parseInt(text, 8) : NaN;
};
